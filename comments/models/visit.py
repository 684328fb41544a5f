from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.models import Article

PAUSE = timedelta(minutes=30)  # after which somebody who comes back finds new what was written in between
STEP = timedelta(minutes=1)  # a visit that goes on is written down this often


class VisitManager(models.Manager["Visit"]):
    def note(self, reader, article: Article) -> datetime | None:
        """`reader` is here; gives back when their last visit ended, None for the first. At most one write a minute."""
        now = timezone.now()
        visit = self.filter(reader=reader, article=article).first()
        if visit is None:
            self.bulk_create([Visit(reader=reader, article=article, seen_at=now)], ignore_conflicts=True)
            return None
        if now - visit.seen_at >= PAUSE:
            visit.since = visit.seen_at
        if now - visit.seen_at >= STEP:
            self.filter(pk=visit.pk).update(since=visit.since, seen_at=now)
        return visit.since


class Visit(models.Model):
    """When somebody who has signed in last read an article, and when the visit before that had ended."""

    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    article = models.ForeignKey(Article, models.CASCADE, related_name="+")
    since = models.DateTimeField(null=True)
    seen_at = models.DateTimeField()

    objects = VisitManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reader", "article"], name="visit_once_per_reader")]

    def __str__(self) -> str:
        return f"{self.reader_id} on {self.article_id}"
