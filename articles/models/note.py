import re
from datetime import timedelta
from typing import Self

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

import markup

from .audit import AuditEntry

LONGEST_NOTE = 5000  # characters of Markdown
EDITABLE = timedelta(minutes=30)
MOST_MENTIONED = 10  # people in one note
MENTION = re.compile(r"(?<![\w@./-])@([A-Za-z0-9][A-Za-z0-9._-]*)")


class NoteQuerySet(models.QuerySet["Note"]):
    def open(self) -> Self:
        return self.filter(settled_at__isnull=True)


class Note(models.Model):
    """What those who work on an article say to one another about it; no reader ever sees it."""

    article = models.ForeignKey("Article", models.CASCADE, related_name="notes", db_index=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    body = models.TextField(_("note"), max_length=LONGEST_NOTE)
    body_html = models.TextField(editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = NoteQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["article", "created_at"], name="note_of_article")]

    def __str__(self) -> str:
        return self.body[:60]

    def save(self, *args, update_fields=None, **kwargs) -> None:
        if update_fields is None or "body" in update_fields:
            self.body_html = markup.render_comment(self.body)
            update_fields = update_fields and {*update_fields, "body_html"}
        super().save(*args, update_fields=update_fields, **kwargs)

    @transaction.atomic
    def post(self) -> list["Mention"]:
        """Say it; gives back whom it calls."""
        self.save()
        self.article.record(AuditEntry.Action.NOTED, by=self.author)
        return self._call()

    @transaction.atomic
    def edit(self, body: str) -> list["Mention"]:
        """Gives back whom only the new words call."""
        self.body, self.edited_at = body, timezone.now()
        self.save(update_fields={"body", "edited_at"})
        return self._call()

    @transaction.atomic
    def settle(self, *, by) -> None:
        if Note.objects.open().filter(pk=self.pk).update(settled_at=timezone.now(), settled_by=by):
            self.article.record(AuditEntry.Action.SETTLED, by=by)

    def reopen(self) -> None:
        self.settled_at = self.settled_by = None
        self.save(update_fields={"settled_at", "settled_by"})

    def _call(self) -> list["Mention"]:
        called = set(self.mentions.values_list("person", flat=True)) | {self.author_id}
        people = [person for person in self._named if person.pk not in called and self.article.is_open_to(person)]
        return [Mention.objects.create(note=self, person=person) for person in people]

    @property
    def _named(self) -> models.QuerySet:
        names = {name.rstrip("._-").lower() for name in MENTION.findall(self.body)[:MOST_MENTIONED]}
        staff = get_user_model().objects.filter(is_staff=True, is_active=True)
        return staff.annotate(name=Lower("username")).filter(name__in=names)

    def is_editable_by(self, user) -> bool:
        """Its writer, as long as it is fresh and nobody has settled it."""
        is_fresh = timezone.now() - self.created_at < EDITABLE
        return user.pk is not None and self.author_id == user.pk and is_fresh and self.settled_at is None


class MentionQuerySet(models.QuerySet["Mention"]):
    def unseen_by(self, user) -> Self:
        return self.filter(person=user, seen_at=None).order_by("-pk")


class Mention(models.Model):
    """Somebody is called by name in a note; told by mail once, and at the desk until they have read it."""

    note = models.ForeignKey(Note, models.CASCADE, related_name="mentions", db_index=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    mailed_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    objects = MentionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["note", "person"], name="mention_once_per_note")]
        indexes = [models.Index(fields=["person", "seen_at", "-id"], name="mention_unseen")]

    def __str__(self) -> str:
        return f"{self.person} in {self.note}"
