from django.db import models


class RefusedError(Exception):
    """What was asked for was not done; the message says why, in words for people."""


class Status(models.TextChoices):
    VISIBLE = "visible", "Visible"
    HELD = "held", "Held for review"
    REJECTED = "rejected", "Hidden"
    DELETED = "deleted", "Deleted by its author"


class Reason(models.TextChoices):
    """Why a comment may not stay, or a person may not write."""

    SPAM = "spam", "Spam"
    ABUSE = "abuse", "Abuse"
    OFF_TOPIC = "off_topic", "Off topic"
    ILLEGAL = "illegal", "Illegal"
    PERSONAL_DATA = "personal", "Personal data"
    OTHER = "other", "Something else"
