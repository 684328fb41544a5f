"""An article at the desk as readers will see it, and links that show it to people without an account."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern
from django.utils.csp import CSP
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override

from ..forms import PreviewLinkForm
from ..models import Article, AuditEntry, PreviewLink, Revision
from ..models.audit import written
from ..models.preview_link import MOST_OPEN
from ..preview import preview_page
from ..rendering import BODY_CSP
from .desk import article_route, desk_page, editable, revision_of

FRAMED_CSP = BODY_CSP | {"frame-ancestors": [CSP.SELF]}
WIDTHS = {"phone": gettext_lazy("Phone"), "tablet": gettext_lazy("Tablet"), "desktop": gettext_lazy("Desktop")}
THEMES = {"light": gettext_lazy("Light"), "dark": gettext_lazy("Dark")}
LISTED = 50  # links


def preview_urls(model_admin) -> list[URLPattern]:
    """Below the address of an article."""
    at = partial(article_route, model_admin)
    return [
        at("preview/", preview, "preview", "GET", "HEAD"),
        at("preview/page/", page, "preview_page", "GET", "HEAD"),
        at("preview/links/", links, "preview_links", "GET", "HEAD", "POST"),
        at("preview/links/<int:number>/revoke/", revoke, "revoke_preview_link", "POST"),
    ]


def preview(model_admin, request: HttpRequest, pk: int) -> HttpResponse:
    """A frame as wide as was chosen, around the page itself."""
    article = editable(model_admin, request, pk)
    revision = _chosen_revision(request, article)
    context = {
        "width": _one_of(WIDTHS, request.GET.get("width")),
        "theme_shown": _one_of(THEMES, request.GET.get("theme")),
        "widths": WIDTHS,
        "themes": THEMES,
        "revision": revision,
        "open_links": article.preview_links.open().count(),
    }
    return desk_page(model_admin, request, article, "preview", context)


@xframe_options_sameorigin
@csp_override(FRAMED_CSP)
def page(model_admin, request: HttpRequest, pk: int) -> HttpResponse:
    """What the frame shows."""
    article = editable(model_admin, request, pk)
    revision = _chosen_revision(request, article)
    article.preview(revision.content if revision else article.newest_content)
    return preview_page(request, article, framed=True, theme=_one_of(THEMES, request.GET.get("theme")))


@transaction.atomic
def links(model_admin, request: HttpRequest, pk: int) -> HttpResponse:
    """All of the article's, and a form that makes one more."""
    article = editable(model_admin, request, pk)
    form = PreviewLinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        link = PreviewLink.objects.make(article, days=form.cleaned_data["days"], by=request.user)
        if link:
            article.record(AuditEntry.Action.SHARED, by=request.user, after=f"until {written(link.expires_at)}")
            model_admin.message_user(request, _("The link is ready to be copied."), messages.SUCCESS)
        else:
            text = _("%(count)s links are open. Please revoke one that is no longer needed.") % {"count": MOST_OPEN}
            model_admin.message_user(request, text, messages.ERROR)
        return redirect("admin:articles_article_preview_links", article.pk)
    made = article.preview_links.select_related("created_by").order_by("-pk")[:LISTED]
    rows = [(link, request.build_absolute_uri(link.get_absolute_url())) for link in made]
    context = {"form": form, "rows": rows, "is_live": article.is_published and not article.draft}
    return desk_page(model_admin, request, article, "preview_links", context)


@transaction.atomic
def revoke(model_admin, request: HttpRequest, pk: int, number: int) -> HttpResponse:
    article = editable(model_admin, request, pk)
    link = get_object_or_404(article.preview_links.open(), pk=number)
    link.revoke()
    article.record(AuditEntry.Action.UNSHARED, by=request.user, before=f"until {written(link.expires_at)}")
    model_admin.message_user(request, _("The link opens nothing any more."), messages.SUCCESS)
    return redirect("admin:articles_article_preview_links", article.pk)


def _chosen_revision(request: HttpRequest, article: Article) -> Revision | None:
    """None for the newest text."""
    number = request.GET.get("revision")
    return revision_of(article, number) if number else None


def _one_of(choices: Mapping[str, Any], asked: str | None) -> str:
    """The first one for whatever else is asked."""
    return asked if asked in choices else next(iter(choices))
