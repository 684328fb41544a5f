"""Feed readers (by a WebSub hub) and search engines (by IndexNow) are told of what appeared, changed or is gone.

Found by the clock and not by who publishes: a scheduled article appears, and another expires, without anybody doing
anything; and what changes ten times in a moment is told once.
"""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from django.conf import settings
from django.db import transaction
from django.tasks import task
from django.urls import reverse
from django.utils import timezone

from .addresses import absolute
from .models import Announced, Article, AuditEntry
from .models.article import ArticleQuerySet
from .robots import own_key

SECONDS = 10  # from one look to the next
SETTLED = timedelta(seconds=5)  # after which whoever saved something has committed it
LONGEST_AGO = timedelta(hours=6)  # after a longer standstill, search engines have the sitemap
MOST = 1000  # articles at once
LONGEST_WAIT = 5  # seconds for an answer
KINDS = ("", "-atom", "-json")
WITHDRAWN = [AuditEntry.Action.UNPUBLISHED, AuditEntry.Action.ARCHIVED]


def announce() -> None:
    """Whichever process comes first hands everything since the last time to tasks, in the transaction that says so."""
    until = timezone.now() - SETTLED
    if not (settings.WEBSUB_HUB or settings.INDEXNOW_URL) or not _has_news(until):
        return
    with transaction.atomic():
        row, _ = Announced.objects.select_for_update().get_or_create(defaults={"up_to": until})
        since = max(row.up_to, until - LONGEST_AGO)
        articles = list(changed_between(since, until).select_related("category").prefetch_related("tags", "authors"))
        if articles and settings.WEBSUB_HUB:
            tell_hub.enqueue(topics_of(articles))
        if articles and settings.INDEXNOW_URL:
            tell_search_engines.enqueue([absolute(article.get_absolute_url()) for article in articles])
        Announced.objects.filter(pk=row.pk, up_to__lt=until).update(up_to=until)


def changed_between(since: datetime, until: datetime) -> ArticleQuerySet:
    """Whose pages or feeds say something else than before; each part is found by an index."""
    published = Article.objects.filter(status=Article.Status.PUBLISHED, published_at__lte=until)
    withdrawn = AuditEntry.objects.filter(action__in=WITHDRAWN, at__gt=since, at__lte=until)
    parts = (
        published.filter(text_changed_at__gt=since, text_changed_at__lte=until).values_list("pk", flat=True)[:MOST],
        Article.objects.appearing(since, until).values_list("pk", flat=True)[:MOST],
        Article.objects.expiring(since, until).values_list("pk", flat=True)[:MOST],
        withdrawn.order_by().values_list("article", flat=True)[:MOST],
    )
    keys = {key for part in parts for key in part}
    return Article.objects.filter(pk__in=keys).defer("body", "body_html", "body_text").order_by("pk")


def topics_of(articles: Iterable[Article]) -> list[str]:
    """The feeds that have these articles."""
    topics = {reverse(f"articles:feed-{kind}") for kind in ("rss", "atom", "json")}
    for article in articles:
        places = [("category", article.category.slug)]
        places += [("tag", tag.slug) for tag in article.tags.all()]
        places += [("author", author.username) for author in article.authors.all()]
        topics |= {reverse(f"articles:{name}-feed{kind}", args=[key]) for name, key in places for kind in KINDS}
    return [absolute(topic) for topic in sorted(topics)]


@task
def tell_hub(topics: list[str]) -> None:
    """https://www.w3.org/TR/websub/: fails when the hub does not take it, and is then tried again."""
    told = [("hub.mode", "publish"), *(("hub.url", topic) for topic in topics)]
    _post(settings.WEBSUB_HUB, urlencode(told).encode(), "application/x-www-form-urlencoded")


@task
def tell_search_engines(addresses: list[str]) -> None:
    """https://www.indexnow.org/documentation"""
    told = {
        "host": settings.HOST,
        "key": own_key(),
        "keyLocation": absolute(reverse("articles:indexnow-key")),
        "urlList": addresses,
    }
    _post(settings.INDEXNOW_URL, json.dumps(told).encode(), "application/json; charset=utf-8")


def _has_news(until: datetime) -> bool:
    """Asked again and again, so without a lock."""
    row = Announced.objects.first()
    return row is None or changed_between(max(row.up_to, until - LONGEST_AGO), until).exists()


def _post(address: str, body: bytes, kind: str) -> None:
    request = Request(address, body, {"Content-Type": kind, "User-Agent": "TechyMag"})  # noqa: S310 (from the settings)
    with urlopen(request, timeout=LONGEST_WAIT):  # noqa: S310
        pass
