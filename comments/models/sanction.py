from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format

from .moderation import ModerationEntry
from .status import Reason


class SanctionQuerySet(models.QuerySet["Sanction"]):
    def active(self) -> Self:
        return self.filter(Q(until=None) | Q(until__gt=timezone.now()), lifted_at=None)

    def against(self, person) -> Self:
        """Those of this account, and those of the domain of its address or one above it."""
        labels = person.email.rpartition("@")[2].lower().split(".")
        domains = [".".join(labels[start:]) for start in range(len(labels) - 1)]
        return self.filter(Q(person=person) | Q(email_domain__in=domains)).active()

    def told_to(self, person) -> "Sanction | None":
        """What forbids this account to comment; who is shadow banned is not to notice."""
        told = self.against(person).exclude(kind=Sanction.Kind.SHADOW)
        return told.order_by(models.F("until").desc(nulls_first=True)).first()


class Sanction(models.Model):
    """Somebody, or everybody with an address of a domain, may not comment for a time or for good."""

    class Kind(models.TextChoices):
        SUSPENDED = "suspended", "Suspended"
        BANNED = "banned", "Banned"
        DOMAIN = "domain", "E-mail domain banned"
        SHADOW = "shadow", "Shadow banned"

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="sanctions"
    )
    email_domain = models.CharField("e-mail domain", max_length=200, blank=True)
    kind = models.CharField(max_length=10, choices=Kind)
    code = models.CharField("reason", max_length=10, choices=Reason)
    words = models.CharField("in words", max_length=300, blank=True, help_text="The person reads them too.")
    until = models.DateTimeField(null=True, blank=True, help_text="Empty: for good.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    lifted_at = models.DateTimeField(null=True, editable=False)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )

    objects = SanctionQuerySet.as_manager()

    class Meta:
        verbose_name = "restriction"
        indexes = [models.Index(fields=["email_domain"], condition=~Q(email_domain=""), name="sanction_domain")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="domain", person=None) & ~Q(email_domain="")
                | ~Q(kind="domain") & Q(person__isnull=False, email_domain=""),
                name="sanction_of_a_person_or_a_domain",
            ),
            models.CheckConstraint(
                condition=~Q(kind="suspended") | Q(until__isnull=False), name="sanction_suspended_until_a_date"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}{f' until {_day(self.until)}' if self.until else ''}"

    @transaction.atomic
    def impose(self) -> None:
        self.save()
        self._log(ModerationEntry.Act.SANCTIONED, self.by)

    @transaction.atomic
    def lift(self, *, by) -> None:
        """Once: who comes second changes nothing."""
        lifted = {"lifted_at": timezone.now(), "lifted_by": by}
        if Sanction.objects.active().filter(pk=self.pk).update(**lifted):
            self._log(ModerationEntry.Act.LIFTED, by)

    def _log(self, act: str, by) -> None:
        told = ": ".join(filter(None, [str(self), self.email_domain, self.words]))[:300]
        ModerationEntry.objects.create(
            person=self.person, moderator=by, moderator_name=str(by), act=act, code=self.code, reason=told
        )

    @property
    def is_active(self) -> bool:
        return self.lifted_at is None and (self.until is None or self.until > timezone.now())

    @property
    def told(self) -> str:
        """To the person, who cannot comment."""
        how_long = f"until {_day(self.until)}" if self.until else "any more"
        why = self.get_code_display().lower() + (f" ({self.words})" if self.words else "")
        return f"You cannot comment {how_long}. Reason: {why}."


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j F Y H:i")


class PersonNote(models.Model):
    """What moderators tell each other about somebody, who finds it in the file with their data."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="moderators_notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    body = models.TextField("note", max_length=2000)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.body[:60]
