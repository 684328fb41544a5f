"""When readers were here: known to the process at once, written soon, for reading must not wait for the database."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import Error as DatabaseFailure
from django.db import IntegrityError
from django.utils import timezone

from articles.models import Article

from .models import Visit

PAUSE = timedelta(minutes=30)  # after which somebody who comes back finds new what was written in between
STEP = timedelta(minutes=1)  # a visit that goes on is written down this often


class Visits:
    """Those of this process that are not written yet; a stop loses the last seconds."""

    def __init__(self) -> None:
        self._waiting: dict[tuple[int, int], Visit] = {}

    def note(self, reader, article: Article) -> datetime | None:
        """`reader` is here; gives back when their last visit ended, None for the first."""
        key, now = {"reader_id": reader.pk, "article_id": article.pk}, timezone.now()
        visit = self._waiting.get((reader.pk, article.pk)) or Visit.objects.filter(**key).first()
        if visit is None:
            self._wait(Visit(**key, seen_at=now))
            return None
        if now - visit.seen_at >= PAUSE:
            visit.since = visit.seen_at
        if now - visit.seen_at >= STEP:
            visit.seen_at = now
            self._wait(visit)
        return visit.since

    def write(self) -> None:
        """What the database does not take now is kept for the next time."""
        for key in list(self._waiting):
            visit = self._waiting.pop(key)
            try:
                Visit.objects.bulk_create(
                    [Visit(reader_id=key[0], article_id=key[1], since=visit.since, seen_at=visit.seen_at)],
                    update_conflicts=True,
                    unique_fields=["reader", "article"],
                    update_fields=["since", "seen_at"],
                )
            except IntegrityError:
                continue  # the reader or the article went meanwhile
            except DatabaseFailure:
                self._waiting.setdefault(key, visit)
                raise

    def _wait(self, visit: Visit) -> None:
        self._waiting[visit.reader_id, visit.article_id] = visit
        if not settings.VIEWS_FLUSH_SECONDS:
            self.write()


visits = Visits()
