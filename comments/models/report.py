from typing import Self

from django.conf import settings
from django.db import models


class ReportQuerySet(models.QuerySet["Report"]):
    def waiting(self) -> Self:
        """Nobody has decided about the comment since."""
        return self.filter(settled_at__isnull=True)


class Report(models.Model):
    """A reader's word that a comment should be looked at; once per reader and comment."""

    class Reason(models.TextChoices):
        SPAM = "spam", "Spam"
        ABUSE = "abuse", "Abuse"
        OFF_TOPIC = "off_topic", "Off topic"
        ILLEGAL = "illegal", "Illegal"
        OTHER = "other", "Something else"

    comment = models.ForeignKey("Comment", models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    reason = models.CharField(max_length=10, choices=Reason)
    text = models.CharField("in your words", max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "reporter"], name="report_once_per_reader")]

    def __str__(self) -> str:
        return self.get_reason_display()
