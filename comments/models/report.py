from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

FEWEST_REFUSED = 3  # reports that moderators did not follow, and more than they followed: the next ones hold nothing


class ReportQuerySet(models.QuerySet["Report"]):
    def waiting(self) -> Self:
        """Nobody has decided about the comment since."""
        return self.filter(settled_at__isnull=True)

    def that_count(self) -> int:
        """How many of these are by readers whose reports are not mostly refused."""
        upheld, refused = Count("pk", Q(upheld=True)), Count("pk", Q(upheld=False))
        past = Report.objects.filter(reporter__in=self.values("reporter")).order_by().values("reporter")
        unheard = past.annotate(yes=upheld, no=refused).filter(no__gte=FEWEST_REFUSED, no__gt=models.F("yes"))
        return self.exclude(reporter__in=unheard.values("reporter")).count()


class Report(models.Model):
    """A reader's word that a comment should be looked at; once per reader and comment."""

    class Reason(models.TextChoices):
        SPAM = "spam", _("Spam")
        ABUSE = "abuse", _("Abuse")
        OFF_TOPIC = "off_topic", _("Off topic")
        ILLEGAL = "illegal", _("Illegal")
        OTHER = "other", _("Something else")

    comment = models.ForeignKey("Comment", models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    reason = models.CharField(max_length=10, choices=Reason)
    text = models.CharField(_("in your words"), max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True, blank=True, editable=False)
    settled_by = models.ForeignKey(
        "ModerationEntry", models.DO_NOTHING, null=True, editable=False, db_constraint=False, related_name="settled"
    )
    upheld = models.BooleanField(null=True, editable=False, help_text=_("Whether moderators hid the comment."))

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "reporter"], name="report_once_per_reader")]
        indexes = [models.Index(fields=["comment"], condition=Q(settled_at=None), name="report_waiting")]

    def __str__(self) -> str:
        return self.get_reason_display()

    @property
    def outcome(self) -> str:
        if self.settled_at is None:
            return pgettext("a report", "Waiting")
        if self.upheld is None:
            return pgettext("a report", "Settled")
        return pgettext("a report", "Followed") if self.upheld else pgettext("a report", "Not followed")
