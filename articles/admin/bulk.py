"""What editors do to many articles at once, and which ones are left alone."""

from collections.abc import Callable, Iterable
from itertools import batched
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..checklist import known_for, open_points
from ..models import Article

LOOKED_OVER = 50  # texts at once


def _would_expire(article: Article) -> bool:
    starts = article.published_at or timezone.now()
    return article.expires_at is not None and article.expires_at <= starts


def _has_text(article: Article) -> bool:
    """Lists come without the texts, which are asked only where they may be a picture alone."""
    return bool(article.words or article.body)


class BulkAct(NamedTuple):
    name: str
    verb: Callable[..., None]
    done: str
    fits: Callable[[Article], bool]
    otherwise: str


BULK = {
    "publish": BulkAct(
        _("Publish"),
        Article.publish,
        _("published"),
        lambda article: (
            article.status != Article.Status.PUBLISHED and _has_text(article) and not _would_expire(article)
        ),
        _("they are published already, have no text yet, or would expire first"),
    ),
    "unpublish": BulkAct(
        _("Unpublish"),
        Article.unpublish,
        _("unpublished"),
        lambda article: article.status == Article.Status.PUBLISHED,
        _("they were not published"),
    ),
    "archive": BulkAct(
        _("Archive"),
        Article.archive,
        _("archived"),
        lambda article: article.status != Article.Status.ARCHIVED,
        _("they were archived before"),
    ),
    "refile": BulkAct(
        _("File and sign"), Article.refile, _("filed"), lambda article: True, _("they are filed so already")
    ),
}


def count_open(articles: Iterable[Article]) -> dict[int, int]:
    """How many points are open in each before it is published, by its key."""
    counts: dict[int, int] = {}
    for batch in batched(articles, LOOKED_OVER, strict=False):
        whole = Article.objects.filter(pk__in=[article.pk for article in batch]).select_related("draft")
        contents = {article.pk: article.newest_content for article in whole.prefetch_related("tags", "bylines")}
        known = known_for(list(contents.values()))
        counts |= {key: len(open_points(content, known)) for key, content in contents.items()}
    return counts
