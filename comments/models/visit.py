from django.conf import settings
from django.db import models

from articles.models import Article


class Visit(models.Model):
    """When somebody who has signed in last read an article, and when the visit before that had ended."""

    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    article = models.ForeignKey(Article, models.CASCADE, related_name="+")
    since = models.DateTimeField(null=True)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reader", "article"], name="visit_once_per_reader")]

    def __str__(self) -> str:
        return f"{self.reader_id} on {self.article_id}"
