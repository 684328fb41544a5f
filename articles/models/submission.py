from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .audit import AuditEntry

LONGEST_REMARK = 2000  # characters
Action = AuditEntry.Action


class ReviewError(Exception):
    """A review did not come about; says why, to whom it concerns."""


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def waiting(self) -> Self:
        return self.filter(verdict="")

    def waiting_for(self, user) -> Self:
        """What this editor is asked to read, or any: those who wait longest first."""
        asked = Q(reviewer=user) | Q(reviewer=None) & ~Q(by=user)
        return self.waiting().filter(asked).order_by("at", "pk")

    def sent_back_to(self, user) -> Self:
        """What came back and was not submitted again since."""
        later = Submission.objects.filter(article=OuterRef("article"), pk__gt=OuterRef("pk"))
        back = self.filter(by=user, verdict=Submission.Verdict.SENT_BACK)
        unfinished = Q(article__status="draft") | Q(article__status="published", article__draft__isnull=False)
        return back.filter(unfinished, ~Exists(later)).order_by("-decided_at", "-pk")

    def with_people(self) -> Self:
        return self.select_related("by", "reviewer", "decided_by")


class Submission(models.Model):
    """An author asks for a review, of a piece or of changes to a published one, and an editor decides.

    While one of an unpublished piece waits, the piece is `in_review`.
    """

    class Verdict(models.TextChoices):
        APPROVED = "approved", _("Approved")
        SENT_BACK = "sent_back", _("Sent back")
        WITHDRAWN = "withdrawn", _("Taken back")

    article = models.ForeignKey("Article", models.CASCADE, related_name="submissions", db_index=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, db_index=False, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", help_text="Empty: anybody."
    )
    note = models.TextField(max_length=LONGEST_REMARK, blank=True)
    revision = models.PositiveIntegerField(help_text="Number of the text that was submitted.")
    verdict = models.CharField(max_length=10, choices=Verdict, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    comment = models.TextField(max_length=LONGEST_REMARK, blank=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["article"], condition=Q(verdict=""), name="submission_one_waiting_per_article"
            ),
            models.CheckConstraint(
                condition=Q(verdict="", decided_at__isnull=True) | ~Q(verdict="") & Q(decided_at__isnull=False),
                name="submission_verdict_has_a_date",
            ),
            models.CheckConstraint(
                condition=~Q(verdict="sent_back") | ~Q(comment=""), name="submission_sent_back_with_a_comment"
            ),
        ]
        indexes = [
            models.Index(fields=["verdict", "at"], name="submission_waiting"),
            models.Index(fields=["article", "id"], name="submission_of_article"),
            models.Index(fields=["by", "verdict", "-decided_at"], name="submission_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.get_verdict_display() or 'Waiting'}: {self.article}"

    @transaction.atomic
    def approve(self, *, by, at: datetime | None = None, seen: int | None = None) -> None:
        """Readers see it now, or from a moment on; not when there is a newer text than the editor has `seen`."""
        with self.article.locked():
            self._still_waits()
            if seen not in (None, self.article.newest_version):
                raise ReviewError(gettext("The text was changed since you opened this page. Please read it again."))
            if self.article.status != self.article.Status.PUBLISHED:
                self.article.publish(by=by, at=at)
            elif at:
                self.article.schedule_changes(at, by=by)
            else:
                self.article.publish_changes(by=by)

    @transaction.atomic
    def send_back(self, comment: str, *, by) -> None:
        with self.article.locked():
            self._still_waits()
            self.close(self.Verdict.SENT_BACK, by=by, comment=comment)
            self.article.reopen()

    @transaction.atomic
    def withdraw(self, *, by) -> None:
        with self.article.locked():
            self._still_waits()
            self.close(self.Verdict.WITHDRAWN, by=by)
            self.article.reopen()

    def close(self, verdict: str, *, by, comment: str = "") -> None:
        self.verdict, self.decided_by, self.decided_at, self.comment = verdict, by, timezone.now(), comment
        self.save(update_fields=["verdict", "decided_by", "decided_at", "comment"])
        self.article.record(Action(verdict), by=by, after=comment, revision=self.revision)

    def _still_waits(self) -> None:
        self.refresh_from_db(fields=["verdict", "decided_by", "decided_at", "comment"])
        if self.verdict:
            raise ReviewError(
                gettext("Nothing was changed: %(who)s was a little faster.")
                % {"who": self.decided_by or gettext("somebody")}
            )

    @property
    def is_waiting(self) -> bool:
        return not self.verdict

    @property
    def is_outdated(self) -> bool:
        """The text was changed after it was submitted."""
        return self.article.newest_version != self.revision
