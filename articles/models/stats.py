from django.db import models
from django.db.models import F


class Stats(models.Model):
    """The counters of one article, apart from it so that saving the text never touches them."""

    COUNTERS = ["views", "likes", "dislikes", "comments"]

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
    def add(cls, article_id: int, **changes: int) -> None:
        """Move counters by the given steps, such as `likes=1, dislikes=-1`, in one statement."""
        cls.objects.filter(article=article_id).update(**{name: F(name) + step for name, step in changes.items()})
