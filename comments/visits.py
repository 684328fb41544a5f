"""When readers were here."""

from datetime import datetime, timedelta

from django.utils import timezone

from articles.models import Article
from articles.waiting import Waiting

from .models import Visit

PAUSE = timedelta(minutes=30)  # after which somebody who comes back finds new what was written in between
STEP = timedelta(minutes=1)  # a visit that goes on is written down this often


def note(reader, article: Article) -> datetime | None:
    """`reader` is here; gives back when their last visit ended, None for the first."""
    key, now = (reader.pk, article.pk), timezone.now()
    visit = visits.get(key) or Visit.objects.filter(reader=reader, article=article).first()
    if visit is None:
        visits.put(key, Visit(seen_at=now))
        return None
    if now - visit.seen_at >= PAUSE:
        visit.since = visit.seen_at
    if now - visit.seen_at >= STEP:
        visit.seen_at = now
        visits.put(key, visit)
    return visit.since


def _write(key: tuple[int, int], visit: Visit) -> None:
    Visit.objects.bulk_create(
        [Visit(reader_id=key[0], article_id=key[1], since=visit.since, seen_at=visit.seen_at)],
        update_conflicts=True,
        unique_fields=["reader", "article"],
        update_fields=["since", "seen_at"],
    )


visits = Waiting(_write)
