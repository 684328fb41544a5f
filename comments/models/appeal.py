from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .moderation import ModerationEntry
from .status import RefusedError

MAX_LENGTH = 1000


class AppealError(RefusedError):
    """Of a question for another look, or of its decision."""


class AppealQuerySet(models.QuerySet["Appeal"]):
    def waiting(self) -> Self:
        return self.filter(decided_at__isnull=True)


class Appeal(models.Model):
    """The one time that an author asks for another look at a rejected comment."""

    comment = models.OneToOneField("Comment", models.CASCADE, related_name="appeal")
    text = models.TextField(_("why it should be published"), max_length=MAX_LENGTH)
    at = models.DateTimeField(default=timezone.now)
    is_upheld = models.BooleanField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decided_at__isnull=True) ^ models.Q(is_upheld__isnull=False),
                name="appeal_is_decided_at_a_moment",
            )
        ]
        indexes = [models.Index(fields=["at"], condition=models.Q(decided_at__isnull=True), name="appeal_waiting")]

    def __str__(self) -> str:
        return self.text[:60]

    def decide(self, *, by, is_upheld: bool) -> None:
        self.is_upheld, self.decided_by, self.decided_at = is_upheld, by, timezone.now()
        self.save(update_fields=["is_upheld", "decided_by", "decided_at"])

    @property
    def is_waiting(self) -> bool:
        return self.decided_at is None

    @property
    def state_in_words(self) -> str:
        if self.is_waiting:
            return gettext("You asked for another look; another moderator decides.")
        return (
            gettext("You asked for another look: the comment is back.")
            if self.is_upheld
            else gettext("You asked for another look, and the decision stands.")
        )

    @property
    def rejection(self) -> ModerationEntry | None:
        return self.comment.rejection

    def may_be_decided_by(self, moderator) -> bool:
        """Not by whom it is about: who rejected the comment, and who wrote it."""
        rejected_by = self.rejection and self.rejection.moderator_id
        return moderator.pk not in (rejected_by, self.comment.author_id)
