from django.db import models
from django.db.models.functions import Now


class Purge(models.Model):
    """One entry of the purge log: a change, by the cache tags of the pages that show what it changed.

    It is written in the transaction of the change itself, so that whoever reads it also reads the change.
    """

    tags = models.TextField(help_text="Separated by spaces.")
    gone = models.BooleanField(default=False, help_text="Something was taken away, and no old copy may show it again.")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["created_at"], name="purge_age")]

    def __str__(self) -> str:
        return self.tags
