from django.db import transaction
from django.utils.translation import gettext as _

from .audit import AuditEntry, Recorded
from .submission import ReviewError, Submission


class Reviewable(Recorded):
    """What one asks a review of."""

    class Meta:
        abstract = True

    @property
    def submission(self) -> Submission | None:
        """The one that waits."""
        return self.submissions.waiting().with_people().first()

    @property
    def can_be_submitted(self) -> bool:
        """A draft, or changes that readers do not see yet."""
        return self.status == "draft" or (self.status == "published" and self.draft_id is not None)

    @transaction.atomic
    def submit(self, *, by=None, reviewer=None, note: str = "") -> Submission:
        with self.locked():
            if waiting := self.submission:
                raise ReviewError(_("%(who)s has already asked for a review.") % {"who": waiting.by or _("Somebody")})
            if not self.can_be_submitted:
                raise ReviewError(_("There is nothing to review: readers see all that is written."))
            if self.status == "draft":
                self._set_status("in_review")
            self.record(AuditEntry.Action.SUBMITTED, by=by, after=reviewer or "", revision=self.newest_version)
            asked = {"by": by, "reviewer": reviewer, "note": note, "revision": self.newest_version}
            return self.submissions.create(**asked)

    def reopen(self) -> None:
        """What was in review is a draft again; what is published stays so."""
        if self.status == "in_review":
            self._set_status("draft")

    def close_submission(self, verdict: str, *, by) -> None:
        """Whoever does something that decides it need not have come by way of the review."""
        if waiting := self.submission:
            waiting.article = self  # type: ignore[assignment]
            waiting.close(verdict, by=by)

    def _set_status(self, status: str) -> None:
        self.status = status
        self.save(update_fields={"status"})
