"""The public history of an article at the desk: editors tell readers about a change, or take words out of it."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern
from django.utils.translation import gettext

from ..forms import TellingForm
from ..models import Article, Edition
from .desk import article_route, desk_page, editable

LISTED = 100  # editions


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
    return redirect("admin:articles_article_public_history", article.pk)


def _of_editors(model_admin, request: HttpRequest, pk: int) -> Article:
    article = editable(model_admin, request, pk)
    if not model_admin.has_publish_permission(request):
        raise PermissionDenied(gettext("Only editors decide what readers are told."))
    return article


def _page(model_admin, request: HttpRequest, article: Article, sent: dict | None = None, status=200) -> HttpResponse:
    editions = article.editions.newest_first().defer("lead", "body")[:LISTED]
    rows = [(edition, (sent or {}).get(edition.pk) or _form_of(edition)) for edition in editions]
    response = desk_page(model_admin, request, article, "public_history", {"rows": rows})
    response.status_code = status
    return response


def _form_of(edition: Edition) -> TellingForm:
    return TellingForm(initial=edition.telling, auto_id=f"id_{edition.pk}_%s", label_suffix="")
