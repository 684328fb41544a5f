from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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

        CREATED = "created", _("began")
        SAVED = "saved", _("saved")
        RESTORED = "restored", _("took up an earlier text of")
        SUBMITTED = "submitted", _("asked for a review of")
        WITHDRAWN = "withdrawn", _("no longer asks for a review of")
        SENT_BACK = "sent_back", _("sent back")
        APPROVED = "approved", _("approved")
        PUBLISHED = "published", pgettext_lazy("log", "published")
        SCHEDULED = "scheduled", _("scheduled")
        UNPUBLISHED = "unpublished", _("made a draft of")
        ARCHIVED = "archived", pgettext_lazy("log", "archived")
        DELETED = "deleted", pgettext_lazy("log", "deleted")
        CHANGES_PUBLISHED = "changes_published", _("published changes to")
        CHANGES_SCHEDULED = "changes_scheduled", _("scheduled changes to")
        CHANGES_UNSCHEDULED = "changes_unscheduled", _("called off scheduled changes to")
        CHANGES_DISCARDED = "changes_discarded", _("discarded changes to")
        MOVED = "moved", _("changed the address of")
        KEPT_ADDRESS = "kept_address", _("could not change the address of")
        SIGNED = "signed", _("changed the authors of")
        TOLD = "told", _("changed the public history of")
        SHARED = "shared", _("shared a preview of")
        UNSHARED = "unshared", _("revoked a preview of")
        NOTED = "noted", _("left a note on")
        SETTLED = "settled", _("settled a note on")
        SETTINGS = "settings", _("changed the settings of")
        ADDED = "added", pgettext_lazy("log", "added")  # these two: of what is no article
        CHANGED = "changed", pgettext_lazy("log", "changed")
        CORRECTED = "corrected", _("accepted a correction of")
        CORRECTION_DECLINED = "correction_declined", _("declined a correction of")

    at = models.DateTimeField(_("when"), default=timezone.now)
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
        verbose_name = _("log entry")
        verbose_name_plural = _("log entries")
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
