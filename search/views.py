from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from accounts.gate import HtmxRequest
from articles.paging import cut_page, page_number

from . import unanswered
from .facets import chosen, facets, kinds
from .filters import NO_FILTERS, Filters
from .finding import Search
from .typos import meant

PAGE_SIZE = 20


@require_safe
@vary_on_headers("HX-Request")
def search(request: HtmxRequest) -> HttpResponse:
    """What everybody may see with the words of `q`, best first; any text is a valid query.

    When there is nothing, what is a letter away is shown instead. Only what was typed to the end is written down.
    """
    typed = request.GET.get("q", "").replace("\0", " ").strip()
    number = page_number(request)
    asked = Search(typed, Filters.asked(request))
    found, better = asked, ""
    if asked.query.terms and not asked.hits:
        better = meant(asked.query)
        found = Search(better, asked.filters) if better else asked
        if not request.htmx and asked.filters == NO_FILTERS:
            unanswered.note(asked.query.text)
    start = (number - 1) * PAGE_SIZE
    page = cut_page(request, number, PAGE_SIZE, found.show(start, start + PAGE_SIZE + 1))
    context = {"q": asked.query.text, "better": better if found.hits else "", "search": found, "page": page}
    context |= {"kinds": kinds(found), "chosen": chosen(found), "facets": facets(found)} if asked.query.terms else {}
    return render(request, "search/_instant.html" if request.htmx else "search/search.html", context)
