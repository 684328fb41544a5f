from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_TOLD = 500  # characters
NOTHING = {"told": "", "told_as": ""}


class Telling(models.Model):
    """What readers are told about a change, if they are."""

    class As(models.TextChoices):
        CORRECTION = "correction", _("Correction")  # it was wrong
        CLARIFICATION = "clarification", _("Clarification")  # it could be misread
        UPDATE = "update", _("Update")  # it was right, and there is more to say

    told = models.CharField(max_length=LONGEST_TOLD, blank=True, default="", db_default="")
    told_as = models.CharField(max_length=13, choices=As, blank=True, default="", db_default="")

    class Meta:
        abstract = True

    @property
    def telling(self) -> dict[str, Any]:
        return {"told": self.told, "told_as": self.told_as}
