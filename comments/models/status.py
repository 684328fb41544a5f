from django.db import models
from django.utils.translation import gettext_lazy as _


class RefusedError(Exception):
    """What was asked for was not done; the message says why, in words for people."""


class Status(models.TextChoices):
    VISIBLE = "visible", _("Visible")
    HELD = "held", _("Held for review")
    REJECTED = "rejected", _("Hidden")
    DELETED = "deleted", _("Deleted by its author")


class Reason(models.TextChoices):
    """Why a comment may not stay, or a person may not write."""

    SPAM = "spam", _("Spam")
    ABUSE = "abuse", _("Abuse")
    OFF_TOPIC = "off_topic", _("Off topic")
    ILLEGAL = "illegal", _("Illegal")
    PERSONAL_DATA = "personal", _("Personal data")
    OTHER = "other", _("Something else")
