"""The texts of an article at the desk: a list, what differs between two, an older one restored, two merged."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

import markup

from ..actions import deciding
from ..choosing import is_key
from ..comparing import Part, compared, compared_bodies
from ..content import Content
from ..merging import BOTH, Clash
from ..models import Article, Revision
from .desk import article_route, desk_page, editable, revision_of
from .readable import LABELS, readable

PAGE = 30  # revisions
ACTS = 20  # of what was done, beside the texts
ASIDE = [Revision.Kind.SET_ASIDE, Revision.Kind.SETTLED]  # who sends a merge twice is told that it is done


def history_urls(model_admin) -> list[URLPattern]:
    """Below the address of an article."""
    at = partial(article_route, model_admin)
    return [
        at("history/compare/", compare, "compare"),
        at("history/<int:number>/restore/", restore, "restore"),
        at("history/<int:number>/merge/", merge, "merge"),
        at("changes/discard/", discard, "discard"),
    ]


def history(model_admin, request: HttpRequest, pk: str) -> HttpResponse:
    article = editable(model_admin, request, pk)
    revisions = article.revisions.newest_first().select_related("author").defer("content")
    before = request.GET.get("before", "")
    if is_key(before):
        revisions = revisions.filter(number__lt=int(before))
    rows = list(revisions[: PAGE + 1])
    acts = article.entries.apart_from_saves().newest_first()[:ACTS]
    context = {"revisions": rows[:PAGE], "older": rows[PAGE - 1].number if len(rows) > PAGE else None}
    return desk_page(model_admin, request, article, "history", context | {"acts": acts})


def compare(model_admin, request: HttpRequest, pk: int) -> HttpResponse:
    """Any two; one with the text before it when only that is named."""
    article = editable(model_admin, request, pk)
    new = revision_of(article, request.GET.get("new"))
    old = revision_of(article, request.GET["old"]) if request.GET.get("old") else _before(new)
    if old.number > new.number:
        old, new = new, old
    return desk_page(model_admin, request, article, "compare", {"old": old, "new": new, "parts": differences(old, new)})


def restore(model_admin, request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Shows what would change, and asks."""
    article = editable(model_admin, request, pk)
    revision = revision_of(article, number)
    if request.method == "POST":
        article.restore(revision, by=request.user)
        return _back(
            model_admin, request, article, _("Revision %(number)s is the newest text again.") % {"number": number}
        )
    newest = Revision(number=article.newest_version, content=article.newest_content)
    context = {"old": newest, "new": revision, "parts": differences(newest, revision), "asks": True}
    return desk_page(model_admin, request, article, "compare", context)


def discard(model_admin, request: HttpRequest, pk: int) -> HttpResponse:
    article = editable(model_admin, request, pk)
    if not model_admin.has_publish_permission(request):
        raise PermissionDenied(_("Only editors discard changes."))
    if request.method == "POST":
        with deciding(article):
            article.discard_changes(by=request.user)
        return _back(model_admin, request, article, _("The changes were discarded; they are still in the history."))
    return desk_page(model_admin, request, article, "discard", {})


def merge(model_admin, request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """What was set aside beside the newest text, where both changed the same; a choice for each such place."""
    article = editable(model_admin, request, pk)
    aside = get_object_or_404(article.revisions.select_related("author"), number=number, kind__in=ASIDE)
    if request.method == "POST" and article.settle(aside, request.POST, by=request.user):
        return _back(model_admin, request, article, _("Both texts are merged."))
    clashes = [_shown(clash, request.POST) for clash in article.merge_of(aside).clashes]
    newest = article.revisions.select_related("author").filter(number=article.newest_version).first()
    return desk_page(model_admin, request, article, "merge", {"aside": aside, "newest": newest, "clashes": clashes})


def differences(old: Revision, new: Revision) -> list[Part]:
    """The fields that differ, marked; of the body, unchanged blocks in runs."""
    before, after = readable(old.content, new.content)
    changed = [name for name in LABELS if name != "body" and old.content[name] != new.content[name]]
    parts = [compared(LABELS[name], before[name], after[name]) for name in changed]
    if old.content["body"] != new.content["body"]:
        parts.append(compared_bodies(LABELS["body"], old.content["body"], new.content["body"]))
    return parts


def _shown(clash: Clash, chosen) -> dict[str, Any]:
    """Each side with what it changed marked."""
    sides = {side: _against_base(clash, side) for side in clash.choices if side != BOTH}
    return {
        "key": clash.key,
        "label": LABELS[clash.field],
        "field": clash.field,
        "chosen": chosen.get(clash.key),
        **sides,
    }


def _against_base(clash: Clash, side: str) -> str:
    base, text = clash.base, getattr(clash, side)
    if clash.field == "body":
        return mark_safe(markup.compare_blocks(base, text))  # noqa: S308
    rows: dict = {"category": None, "tags": [], "byline": [], "cover": None, "translation_of": None}
    empty: Content = dict.fromkeys(LABELS, "") | rows  # type: ignore[assignment]
    before, after = readable(empty | {clash.field: base}, empty | {clash.field: text})  # type: ignore[arg-type]
    return mark_safe(markup.compare_text(before[clash.field], after[clash.field]))  # noqa: S308


def _before(revision: Revision) -> Revision:
    """The text it was written on, or the one before it; itself when it is the first."""
    texts = revision.article.revisions.select_related("author").filter(number__lt=revision.number).newest_first()
    if revision.based_on is not None:
        texts = texts.filter(number__lte=revision.based_on)
    return texts.in_line().first() or revision


def _back(model_admin, request: HttpRequest, article: Article, message: str) -> HttpResponse:
    model_admin.message_user(request, message, messages.SUCCESS)
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))
