from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..content import ADDED_LATER
from ..rendering import pictures_in
from .presence import Presence
from .telling import Telling

LONGEST_NOTE = 200


class ContentField(models.JSONField):
    """A `Content`, whole also where it was written before there were all the fields of today."""

    def from_db_value(self, value, expression, connection):
        content = super().from_db_value(value, expression, connection)
        return content and ADDED_LATER | content  # none where no row was joined

    def deconstruct(self) -> tuple:
        """To the database it is like any other."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs


class RevisionQuerySet(models.QuerySet["Revision"]):
    def newest_first(self) -> Self:
        return self.order_by("-number")

    def in_line(self) -> Self:
        """Each written on top of the one before: all but what was set aside, merged since or not."""
        return self.exclude(kind__in=[Revision.Kind.SET_ASIDE, Revision.Kind.SETTLED])

    def set_aside(self) -> Self:
        """What waits to be merged."""
        return self.filter(kind=Revision.Kind.SET_ASIDE)

    def scheduled(self) -> Self:
        """Changes that go live by themselves."""
        return self.filter(goes_live_at__isnull=False)

    def due(self, now: datetime) -> Self:
        return self.filter(goes_live_at__lte=now).order_by("goes_live_at")


class Revision(Telling):
    """One text that an article has or had. Rows stay, but for one's own autosaves that nobody has read.

    `told` is what readers are to be told when it goes live; `note` is for the desk alone.
    """

    class Kind(models.TextChoices):
        FOUND = "found", _("As it was")  # put there by something else than the desk
        SAVED = "saved", _("Saved")
        AUTOSAVED = "autosaved", _("Autosaved")
        MERGED = "merged", _("Merged")
        RESTORED = "restored", _("Restored")
        SET_ASIDE = "set_aside", _("Set aside")  # written on top of something that was no longer the newest
        SETTLED = "settled", _("Set aside, merged since")

    article = models.ForeignKey("Article", models.CASCADE, related_name="revisions", db_index=False)
    number = models.PositiveIntegerField()
    based_on = models.PositiveIntegerField(null=True, help_text="Number of the text that its author began with.")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.SAVED)
    note = models.CharField(max_length=LONGEST_NOTE, blank=True)
    content = ContentField()
    goes_live_at = models.DateTimeField(null=True, help_text="Empty again as soon as it has.")

    objects = RevisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="revision_number_once_per_article"),
            models.UniqueConstraint(
                fields=["article"], condition=Q(goes_live_at__isnull=False), name="revision_one_scheduled_per_article"
            ),
        ]
        indexes = [
            models.Index(fields=["goes_live_at"], condition=Q(goes_live_at__isnull=False), name="revision_going_live"),
        ]

    def __str__(self) -> str:
        return gettext("Revision %(number)s") % {"number": self.number}

    def gives_way_to(self, by) -> bool:
        """Whether the next save by this person may stand in its place: not where somebody else goes on from it."""
        is_own_autosave = self.kind == self.Kind.AUTOSAVED and self.author == by and self.goes_live_at is None
        elsewhere = Presence.objects.filter(article=self.article_id, version=self.number).exclude(user=by)
        return is_own_autosave and not elsewhere.exists()

    @property
    def pictures(self) -> set[int]:
        """Keys of the pictures of the library that it shows."""
        shown = {image.pk for image in pictures_in(self.content["body"]).values()}
        return shown | ({self.content["cover"]} - {None})
