from typing import Literal

from django.db import models, transaction
from django.db.models import F

from ..classifier import Verdict, features_of, judge

TOTAL = 0  # the bucket that counts the comments themselves

type Label = Literal["spam", "ham", ""]


class SpamCount(models.Model):
    """In how many comments with this hash of a word or pair the moderators saw spam, and in how many not."""

    bucket = models.PositiveIntegerField(primary_key=True)
    spam = models.PositiveIntegerField(default=0)
    ham = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.bucket}: {self.spam} to {self.ham}"

    @classmethod
    def verdict(cls, text: str) -> Verdict | None:
        features = features_of(text)
        rows = cls.objects.filter(bucket__in=[TOTAL, *features]).values_list("bucket", "spam", "ham")
        counts = {bucket: (spam, ham) for bucket, spam, ham in rows}
        return judge(features, counts, *counts.get(TOTAL, (0, 0)))

    @classmethod
    @transaction.atomic
    def learn(cls, text: str, label: Label, step: int = 1) -> None:
        """That a comment with this text is spam or is not; -1 forgets it. One at a time, or two deadlock."""
        if not label:
            return
        buckets = [TOTAL, *sorted(features_of(text))]
        cls.objects.bulk_create([cls(bucket=bucket) for bucket in buckets], ignore_conflicts=True)
        cls.objects.select_for_update().get(bucket=TOTAL)
        rows = cls.objects.filter(bucket__in=buckets)
        if step < 0:
            rows = rows.filter(**{f"{label}__gt": 0})
        rows.update(**{label: F(label) + step})
