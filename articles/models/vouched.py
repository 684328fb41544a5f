from collections.abc import Collection
from datetime import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

SAYS_SO = {"tested_with", "verified_at", "published_at"}


class Vouched(models.Model):
    """What a technical text was tested with, which is part of it, and when somebody last found that it still works.

    The latter is a fact about what readers see, not words that wait in a draft: it acts at once, as dates do.
    """

    published_at: datetime | None  # of the article

    tested_with = models.TextField(
        max_length=800, blank=True, default="", db_default="", help_text="A product and its version a line."
    )
    verified_at = models.DateTimeField(_("last verified"), null=True, blank=True)
    vouched_at = models.DateTimeField(
        null=True, editable=False, help_text="Verified, else published; None: nothing in it can stop working."
    )

    class Meta:
        abstract = True

    @property
    def products(self) -> list[str]:
        return self.tested_with.splitlines()

    @property
    def months_since_vouched(self) -> int:
        """Whole ones."""
        if not self.vouched_at:
            return 0
        then, today = timezone.localdate(self.vouched_at), timezone.localdate()
        return 12 * (today.year - then.year) + today.month - then.month - (today.day < then.day)

    def note_vouched(self, update_fields: Collection[str] | None) -> Collection[str] | None:
        """Derived from other columns of the row, whenever these are saved."""
        if update_fields and not SAYS_SO & {*update_fields}:
            return update_fields
        self.vouched_at = self.verified_at or (self.published_at if self.tested_with else None)
        return update_fields and {*update_fields, "vouched_at"}
