from datetime import datetime, timedelta

from django.db import models
from django.db.models import F
from django.utils import timezone

COUNTERS = ["views", "likes", "dislikes", "comments"]
DAYS_KEPT = 62  # twice thirty days, to compare the one with the other, and both days that are not over


class Stats(models.Model):
    """The counters of one article, apart from it so that saving the text never touches them."""

    COUNTERS = COUNTERS

    article = models.OneToOneField("Article", models.CASCADE, primary_key=True, related_name="stats")
    views = models.PositiveBigIntegerField(default=0, db_default=0)
    likes = models.PositiveIntegerField(default=0, db_default=0)
    dislikes = models.PositiveIntegerField(default=0, db_default=0)
    comments = models.PositiveIntegerField(default=0, db_default=0)

    class Meta:
        verbose_name_plural = "stats"

    def __str__(self) -> str:
        return f"{self.views} views, {self.likes} likes, {self.dislikes} dislikes, {self.comments} comments"

    @classmethod
    def add(cls, article_id: int, at: datetime, **changes: int) -> None:
        """Move counters by the given steps, such as `likes=1, dislikes=-1`, for what was said at that moment.

        What is taken back later is taken off the day on which it was given, so that no day falls below nothing.
        """
        cls.objects.filter(article=article_id).update(**{name: F(name) + step for name, step in changes.items()})
        if at >= timezone.now() - timedelta(days=DAYS_KEPT):
            Delta.objects.create(article_id=article_id, at=at, **changes)


class Delta(models.Model):
    """A step of an article's counters that is not in `Activity` yet.

    Only ever added to by those who count, so that readers of one category do not wait for one another.
    """

    article = models.ForeignKey("Article", models.CASCADE, related_name="+")
    at = models.DateTimeField()
    views = models.IntegerField(default=0)
    likes = models.IntegerField(default=0)
    dislikes = models.IntegerField(default=0)
    comments = models.IntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.at}: {self.views:+} {self.likes:+} {self.dislikes:+} {self.comments:+}"
