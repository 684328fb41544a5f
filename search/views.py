from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.paging import cut_page, page_number

from .engines import engine

PAGE_SIZE = 20
LONGEST_QUERY = 200  # characters; the rest of a pasted page would find nothing anyway


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Visible articles with the words of `q`, best first; any text is a valid query."""
    text = request.GET.get("q", "").replace("\0", " ").strip()[:LONGEST_QUERY]
    number = page_number(request)
    start = (number - 1) * PAGE_SIZE
    found = engine(connection).find(text, start, start + PAGE_SIZE + 1) if text else []
    return render(request, "search/search.html", {"q": text, "page": cut_page(request, number, PAGE_SIZE, found)})
