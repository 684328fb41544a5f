"""How an article has changed since it appeared, for everybody: what readers were told, and every word that differs."""

from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

import markup
from purging.kept import kept
from purging.log import tagged

from .comparing import Part, compared, compared_bodies
from .models import Article, Edition, OldSlug
from .rendering import with_present_files


@dataclass(frozen=True)
class Change:
    """From one edition to the next one that is listed."""

    old: Edition
    new: Edition
    parts: list[Part] = field(default_factory=list)
    keys: list[int] = field(default_factory=list)  # of all editions that are one in it

    @property
    def is_withheld(self) -> bool:
        return bool(self.old.withheld_at or self.new.withheld_at)


@require_safe
def history(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, slug, "articles:history")


@require_safe
def change(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What one edition changed; one that is not listed leads to the change that it is a part of."""
    return _page(request, slug, "articles:change", pk)


def _page(request: HttpRequest, slug: str, name: str, *which: int) -> HttpResponse:
    article = Article.objects.published().as_page().defer("body", "body_html", "body_text").filter(slug=slug).first()
    if article is None:
        moved = get_object_or_404(OldSlug, slug=slug, article__in=Article.objects.published())
        response = redirect(reverse(name, args=[moved.article.slug, *which]), permanent=True)
        return tagged(response, f"card-{moved.article_id}", f"slug-{slug}")
    changes = listed(article.public_history)
    context = {"article": article, "changes": changes}
    template = "articles/history.html"
    if which:
        one, template = _one_of(changes, *which), "articles/change.html"
        if (one.new.pk,) != which:  # which was listed, until another small change came on the same day
            return tagged(redirect(name, slug, one.new.pk), f"card-{article.pk}", f"slug-{slug}")
        context["change"] = _compared(article, one)
    people = [f"person-{author.pk}" for author in article.byline_authors]
    return tagged(render(request, template, context), f"card-{article.pk}", f"slug-{slug}", *people)


def listed(editions: list[Edition]) -> list[Change]:
    """The newest first. Of small changes of one day, of which readers were told nothing, all are one."""
    found: list[Change] = []
    for new, old in pairwise(editions):
        after = found[-1] if found else None
        if after and _is_small(new) and _is_small(after.new) and _day(new) == _day(after.new):
            found[-1] = Change(old, after.new, keys=[*after.keys, new.pk])
        else:
            found.append(Change(old, new, keys=[new.pk]))
    return found


def _is_small(edition: Edition) -> bool:
    return not edition.told and not edition.withheld_at


def _day(edition: Edition):
    return localdate(edition.published_at)


def _one_of(changes: list[Change], pk: int) -> Change:
    for one in changes:
        if pk in one.keys:
            return one
    raise Http404("There is no such change.")


def _compared(article: Article, change: Change) -> Change:
    """Kept until the article is changed: to compare costs more than to show."""
    name = ("change", change.old.pk, change.new.pk)
    return kept(name, partial(_compare, change), lambda made: [f"card-{article.pk}"])


def _compare(change: Change) -> Change:
    if change.is_withheld:
        return change
    texts = Edition.objects.in_bulk([change.old.pk, change.new.pk])
    old, new = texts[change.old.pk].text, texts[change.new.pk].text
    labels = {"title": _("Headline"), "lead": _("Lead")}
    parts = [compared(label, old[name], new[name]) for name, label in labels.items() if old[name] != new[name]]
    if old["body"] != new["body"]:
        parts.append(compared_bodies(_("Text"), _as_of_now(old["body"]), _as_of_now(new["body"])))
    return Change(change.old, change.new, parts)


def _as_of_now(body: str) -> str:
    """By the rules of today for what a text may hold, and with the files that its pictures have by now."""
    return with_present_files(markup.clean_article(body))
