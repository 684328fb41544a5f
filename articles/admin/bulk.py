"""What editors do to many articles at once, and which ones are left alone."""

from collections.abc import Callable
from typing import NamedTuple

from django.utils import timezone

from ..models import Article


def _would_expire(article: Article) -> bool:
    starts = article.published_at or timezone.now()
    return article.expires_at is not None and article.expires_at <= starts


class BulkAct(NamedTuple):
    name: str
    verb: Callable[[Article], None]
    done: str
    fits: Callable[[Article], bool]
    otherwise: str


BULK = {
    "publish": BulkAct(
        "Publish",
        Article.publish,
        "published",
        lambda article: article.status != Article.Status.PUBLISHED and not _would_expire(article),
        "they are published already, or would expire first",
    ),
    "unpublish": BulkAct(
        "Unpublish",
        Article.unpublish,
        "unpublished",
        lambda article: article.status == Article.Status.PUBLISHED,
        "they were not published",
    ),
    "archive": BulkAct(
        "Archive",
        Article.archive,
        "archived",
        lambda article: article.status != Article.Status.ARCHIVED,
        "they were archived before",
    ),
}
