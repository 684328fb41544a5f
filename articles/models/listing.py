from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone


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
