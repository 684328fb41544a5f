"""Who has which article open at the desk."""

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

HERE = timedelta(seconds=30)  # three times what a page that is open waits before it says so again
KEPT = timedelta(days=1)  # for a page that was offline meanwhile


class PresenceQuerySet(models.QuerySet["Presence"]):
    def here(self) -> Self:
        """Whoever was seen last first."""
        return self.filter(seen_at__gt=timezone.now() - HERE).select_related("user").order_by("-seen_at")

    def note(self, article, user, version: int) -> None:
        """Seen now, with a form that goes on from that text; whoever left long ago is forgotten."""
        self.filter(seen_at__lt=timezone.now() - KEPT).delete()
        seen = Presence(article=article, user=user, version=version, seen_at=timezone.now())
        Presence.objects.bulk_create(
            [seen], update_conflicts=True, unique_fields=["article", "user"], update_fields=["version", "seen_at"]
        )


class Presence(models.Model):
    """A person before an open article. The text that their form goes on from gives way to no later one."""

    article = models.ForeignKey("Article", models.CASCADE, related_name="presences", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    seen_at = models.DateTimeField(db_index=True)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "user"], name="presence_once_per_person")]

    def __str__(self) -> str:
        return f"{self.user} at {self.article}"

    @property
    def seconds_ago(self) -> int:
        return max(0, int((timezone.now() - self.seen_at).total_seconds()))
