from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class ModerationRules(models.Model):
    """What waits for a moderator before readers see it. One row, changed at the desk."""

    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY, editable=False)
    hold_everything = models.BooleanField(_("every comment waits"), default=False)
    first_comments = models.PositiveSmallIntegerField(
        _("first comments of a new account"),
        default=0,
        help_text=_("So many must have been let through; 0 holds none."),
    )
    most_links = models.PositiveSmallIntegerField(
        _("most links"), null=True, blank=True, default=3, help_text=_("A comment with more waits. Empty: any number.")
    )
    held_words = models.TextField(
        _("words that wait"),
        blank=True,
        max_length=20_000,
        help_text=_("One a line, whole words in any case. Between slashes a regular expression: /free (coins|money)/."),
    )
    hold_repeated = models.BooleanField(_("the same text again waits"), default=True)
    burst_count = models.PositiveSmallIntegerField(
        _("most comments of one person"), default=30, help_text=_("More in the time below wait; 0 holds none.")
    )
    burst_minutes = models.PositiveSmallIntegerField(_("in so many minutes"), default=60)
    hold_spam = models.BooleanField(_("what reads like spam waits"), default=True)
    reports_to_hold = models.PositiveSmallIntegerField(
        _("reports that hold a comment"),
        default=3,
        help_text=_("By different readers whose reports are usually right; 0: never."),
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("rules for comments")
        default_permissions = ("view", "change")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="moderation_rules_are_one_row")]

    def __str__(self) -> str:
        return gettext("Rules for comments")

    @classmethod
    def current(cls) -> "ModerationRules":
        return cls.objects.first() or cls()

    @property
    def burst_window(self) -> timedelta:
        return timedelta(minutes=self.burst_minutes)
