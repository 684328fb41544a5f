from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

THE_MAGAZINE = "The magazine"  # who acts when nobody does: the clock, or a command
LONGEST = 200


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    def newest_first(self) -> Self:
        return self.order_by("-at", "-pk")

    def apart_from_saves(self) -> Self:
        return self.exclude(action=AuditEntry.Action.SAVED)


class AuditEntry(models.Model):
    """One editorial act, for good: the database refuses to change or remove it (`articles.audit`).

    What it is about is an article, or named by its title alone: a page, a section, a redirect.
    Its keys have no constraint, so that people and articles can go; their names are kept as they were.
    """

    class Action(models.TextChoices):
        """Each reads on from the name of who did it, and on to the headline."""

        CREATED = "created", "began"
        SAVED = "saved", "saved"
        RESTORED = "restored", "took up an earlier text of"
        SUBMITTED = "submitted", "asked for a review of"
        WITHDRAWN = "withdrawn", "no longer asks for a review of"
        SENT_BACK = "sent_back", "sent back"
        APPROVED = "approved", "approved"
        PUBLISHED = "published", "published"
        SCHEDULED = "scheduled", "scheduled"
        UNPUBLISHED = "unpublished", "made a draft of"
        ARCHIVED = "archived", "archived"
        DELETED = "deleted", "deleted"
        CHANGES_PUBLISHED = "changes_published", "published changes to"
        CHANGES_SCHEDULED = "changes_scheduled", "scheduled changes to"
        CHANGES_UNSCHEDULED = "changes_unscheduled", "called off scheduled changes to"
        CHANGES_DISCARDED = "changes_discarded", "discarded changes to"
        MOVED = "moved", "changed the address of"
        KEPT_ADDRESS = "kept_address", "could not change the address of"
        SIGNED = "signed", "changed the authors of"
        TOLD = "told", "changed the public history of"
        SHARED = "shared", "shared a preview of"
        UNSHARED = "unshared", "revoked a preview of"
        NOTED = "noted", "left a note on"
        SETTLED = "settled", "settled a note on"
        SETTINGS = "settings", "changed the settings of"
        ADDED = "added", "added"  # these two: of what is no article
        CHANGED = "changed", "changed"
        CORRECTED = "corrected", "accepted a correction of"
        CORRECTION_DECLINED = "correction_declined", "declined a correction of"

    at = models.DateTimeField("when", default=timezone.now)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, db_constraint=False, db_index=False, related_name="+"
    )
    actor_name = models.CharField(max_length=LONGEST, default=THE_MAGAZINE)
    action = models.CharField(max_length=20, choices=Action)
    article = models.ForeignKey(
        "Article", models.DO_NOTHING, null=True, db_constraint=False, db_index=False, related_name="entries"
    )
    title = models.CharField(max_length=LONGEST)
    revision = models.PositiveIntegerField(null=True, help_text="Number of the text that it is about.")
    before = models.CharField(max_length=LONGEST, blank=True)
    after = models.CharField(max_length=LONGEST, blank=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = "log entry"
        verbose_name_plural = "log entries"
        indexes = [
            models.Index(fields=["-at", "-id"], name="audit_newest"),
            models.Index(fields=["actor", "-at", "-id"], name="audit_newest_of_actor"),
            models.Index(fields=["action", "-at", "-id"], name="audit_newest_of_action"),
            models.Index(fields=["article", "-at", "-id"], name="audit_newest_of_article"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_name} {self.get_action_display()} {self.title}"

    @property
    def change(self) -> str:
        return " → ".join(filter(None, [self.before, self.after]))

    @classmethod
    def write(cls, action: str, *, by, title: str, before: str = "", after: str = "", **fields) -> "AuditEntry":
        """Belongs into the transaction of the act. `by` nobody: the clock, or a command."""
        who = {"actor": by, "actor_name": str(by)} if by else {}
        words = {"title": title[:LONGEST], "before": str(before)[:LONGEST], "after": str(after)[:LONGEST]}
        return cls.objects.create(action=action, **who, **words, **fields)


class Recorded(models.Model):
    """What happens to it stands in the audit log."""

    class Meta:
        abstract = True

    def record(self, action: str, *, by, before: str = "", after: str = "", revision: int | None = None) -> None:
        AuditEntry.write(
            action, by=by, title=str(self), article_id=self.pk, before=before, after=after, revision=revision
        )


def written(moment: datetime) -> str:
    """So that it can be read and still be compared in ten years."""
    return timezone.localtime(moment).isoformat(" ", "minutes")


def as_words(settings: dict) -> str:
    """Such as `comments open no, featured yes`."""
    return ", ".join(f"{name.replace('_', ' ')} {_as_word(value)}" for name, value in sorted(settings.items()))


def _as_word(value) -> str:
    match value:
        case datetime():
            return written(value)
        case bool():
            return "yes" if value else "no"
    return str(value or "–")
