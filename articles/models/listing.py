from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from .taxonomy import Tag


class ListingQuerySet(models.QuerySet["Listing"]):
    """Rows of one tag or one author; the same questions as to an `ArticleQuerySet`, answered from an index alone."""

    def published(self) -> Self:
        now = timezone.now()
        return self.filter(Q(expires_at__isnull=True) | Q(expires_at__gt=now), listed_at__lte=now)

    def newest_keys(self, start: int, stop: int) -> list[int]:
        newest = self.order_by("-listed_at", "-article")
        return list(newest.values_list("article", flat=True)[start:stop])


class Listing(models.Model):
    """A place of an article in the list of something that it has several of.

    When the article is published stands here a second time, so that a list is sorted without looking at the articles.
    The database itself keeps both columns (`articles.listings`).
    """

    listed_at = models.DateTimeField(null=True, editable=False, help_text="None as long as it is not published.")
    expires_at = models.DateTimeField(null=True, editable=False)

    objects = ListingQuerySet.as_manager()

    class Meta:
        abstract = True


class Byline(Listing):
    """One author of one article, at a place in its byline."""

    article = models.ForeignKey("Article", models.CASCADE, related_name="bylines")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="bylines")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["article", "author"], name="byline_once_per_author")]
        indexes = [models.Index(fields=["author", "-listed_at", "-article", "expires_at"], name="byline_newest")]

    def __str__(self) -> str:
        return str(self.author)


class Tagging(Listing):
    article = models.ForeignKey("Article", models.CASCADE, related_name="taggings")
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="taggings")

    class Meta:
        db_table = "articles_article_tags"
        unique_together = [("article", "tag")]
        indexes = [models.Index(fields=["tag", "-listed_at", "-article", "expires_at"], name="tagging_newest")]

    def __str__(self) -> str:
        return str(self.tag)
