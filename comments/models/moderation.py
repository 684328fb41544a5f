from django.conf import settings
from django.db import models

from .status import Status


class ModerationEntry(models.Model):
    """One decision about a comment, also to keep it as it is; entries are only ever added."""

    comment = models.ForeignKey("Comment", models.CASCADE, related_name="log")
    moderator = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    from_status = models.CharField(max_length=10, choices=Status)
    to_status = models.CharField(max_length=10, choices=Status)
    reason = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "moderation entries"

    def __str__(self) -> str:
        return f"{self.from_status} → {self.to_status}"
