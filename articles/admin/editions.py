"""The public history of an article at the desk: editors tell readers about a change, or take words out of it."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, reverse
from django.utils.translation import gettext

from ..forms import TellingForm
from ..models import Article, Edition
from ..paging import cut_page, page_number
from .desk import article_route, desk_page, editable

PAGE = 100  # editions


def edition_urls(model_admin) -> list[URLPattern]:
    """Below the address of an article."""
    at = partial(article_route, model_admin)
    return [
        at("history/public/", public_history, "public_history", "GET", "HEAD"),
        at("history/public/<int:number>/", edition, "edition", "POST"),
    ]


def public_history(model_admin, request: HttpRequest, pk: int) -> HttpResponse:
    return _page(model_admin, request, _of_editors(model_admin, request, pk))


def edition(model_admin, request: HttpRequest, pk: int, number: int) -> HttpResponse:
    article = _of_editors(model_admin, request, pk)
    chosen = get_object_or_404(article.editions.select_related("article"), pk=number)
    form = TellingForm(request.POST, label_suffix="")
    match next((name for name in ("_tell", "_withhold", "_show") if name in request.POST), None):
        case "_tell" if not form.is_valid():
            return _page(model_admin, request, article, {chosen.pk: form}, status=422)
        case "_tell":
            chosen.tell(**form.telling, by=request.user)
        case "_withhold":
            chosen.withhold(by=request.user)
        case "_show":
            chosen.show_again(by=request.user)
        case _:
            raise BadRequest(gettext("Readers are told something, or words are withheld or shown."))
    model_admin.message_user(request, gettext("Readers see it so from now on."), messages.SUCCESS)
    page = reverse("admin:articles_article_public_history", args=[pk])
    return HttpResponseRedirect(f"{page}?page={page_number(request)}")


def _of_editors(model_admin, request: HttpRequest, pk: int) -> Article:
    article = editable(model_admin, request, pk)
    if not model_admin.has_publish_permission(request):
        raise PermissionDenied(gettext("Only editors decide what readers are told."))
    return article


def _page(model_admin, request: HttpRequest, article: Article, sent: dict | None = None, status=200) -> HttpResponse:
    number = page_number(request)
    start, editions = (number - 1) * PAGE, article.editions.newest_first().defer("lead", "body")
    page = cut_page(request, number, PAGE, list(editions[start : start + PAGE + 1]))
    rows = [(edition, (sent or {}).get(edition.pk) or _form_of(edition)) for edition in page.items]
    response = desk_page(model_admin, request, article, "public_history", {"rows": rows, "page": page})
    response.status_code = status
    return response


def _form_of(edition: Edition) -> TellingForm:
    return TellingForm(initial=edition.telling, auto_id=f"id_{edition.pk}_%s", label_suffix="")
