"""What the clock alone changes: articles that appear and articles that expire."""

from datetime import datetime

from django.conf import settings
from django.db.models import Min

from articles.models import Article
from purging.tasks import purge_at_cdn

from .pagecache.ledger import Event


def events(since: datetime, until: datetime) -> tuple[list[Event], datetime | None]:
    """What happened after `since` and up to `until`, and when the next thing will."""
    appeared = Article.objects.appearing(since, until).only("slug", "translation_of")
    expired = Article.objects.expiring(since, until).only("slug", "translation_of")
    happened = [Event(tuple(article.cache_tags), gone=False) for article in appeared]
    happened += [Event(tuple(article.cache_tags), gone=True) for article in expired]
    if happened and settings.CDN_URL:
        # By every process that looks at the clock: to purge twice does no harm.
        purge_at_cdn.enqueue(sorted({tag for event in happened for tag in event.tags}))
    return happened, _next(until)


def _next(after: datetime) -> datetime | None:
    to_come = Article.objects.filter(status=Article.Status.PUBLISHED)
    appears = to_come.filter(published_at__gt=after).aggregate(at=Min("published_at"))["at"]
    expires = to_come.filter(expires_at__gt=after).aggregate(at=Min("expires_at"))["at"]
    return min(filter(None, [appears, expires]), default=None)
