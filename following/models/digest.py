from datetime import datetime, time, timedelta
from typing import Self

from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.utils import timezone

from .follower import Follower

Rhythm = Follower.Rhythm
HOUR = time(7)  # by the magazine's clock; the weekly ones on Mondays
LEASE = timedelta(minutes=5)  # after which whoever works on a digest is taken for dead
PERIODS = {Rhythm.DAILY: timedelta(days=1), Rhythm.WEEKLY: timedelta(days=7)}


class DigestQuerySet(models.QuerySet["Digest"]):
    def unfinished(self) -> Self:
        return self.filter(finished_at=None)

    def idle(self, now: datetime) -> Self:
        return self.unfinished().filter(Q(worked_at=None) | Q(worked_at__lt=now - LEASE))

    def make_due(self, now: datetime) -> None:
        """Any process may: of each there is one. After a standstill only the newest is made, which tells of all."""
        for rhythm in PERIODS:
            self.get_or_create(rhythm=rhythm, until=due_at(rhythm, now))


class Digest(models.Model):
    """One issue of the mail about what people follow: what appeared until a moment, for all who want it that often."""

    rhythm = models.CharField(max_length=10, choices=Rhythm)
    until = models.DateTimeField()
    reached = models.BigIntegerField(default=0, help_text="Key of the last follower who was looked at.")
    worked_at = models.DateTimeField(null=True, help_text="Since when somebody is at work; None: nobody is.")
    finished_at = models.DateTimeField(null=True)
    sent = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)

    objects = DigestQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rhythm", "until"], name="digest_once")]
        indexes = [
            models.Index(fields=["id"], condition=Q(finished_at=None), name="digest_unfinished"),
            models.Index(fields=["until"], name="digest_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.get_rhythm_display()}, {timezone.localtime(self.until):%Y-%m-%d}"

    def take(self, now: datetime) -> bool:
        """Of all who want to work on it, one may."""
        return bool(Digest.objects.idle(now).filter(pk=self.pk).update(worked_at=now))

    def next_followers(self, count: int) -> list[Follower]:
        """Those after the ones who were looked at; who began to follow since then waits for the next one."""
        waiting = Follower.objects.mailable(self.rhythm).filter(pk__gt=self.reached, created_at__lt=self.until)
        return list(waiting.select_related("user").prefetch_related("follows").order_by("pk")[:count])

    def pause(self, *, after: Follower) -> None:
        """Others may go on."""
        Digest.objects.filter(pk=self.pk, reached__lt=after.pk).update(reached=after.pk, worked_at=None)

    def finish(self) -> None:
        Digest.objects.unfinished().filter(pk=self.pk).update(finished_at=timezone.now())

    def claim(self, follower: Follower) -> "Delivery | None":
        """Before the mail goes out; None when somebody has, be it that they sent it or that they died over it.

        Also for another digest: what is told is what appeared since `told_up_to`, as it was read with the follower.
        """
        untold = Follower.objects.filter(pk=follower.pk, told_up_to=follower.told_up_to)
        try:
            with transaction.atomic():
                if not untold.update(told_up_to=self.until):
                    return None
                return Delivery.objects.create(digest=self, follower=follower, since=follower.told_up_to)
        except IntegrityError:
            return None


class Delivery(models.Model):
    """That a follower was written to, or nearly: without `sent_at` and `refusal`, nobody knows whether it went out."""

    digest = models.ForeignKey(Digest, models.CASCADE, related_name="deliveries", db_index=False)
    follower = models.ForeignKey(Follower, models.CASCADE, related_name="+")
    since = models.DateTimeField(help_text="Up to when they had been told before.")
    claimed_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    refusal = models.CharField(max_length=300, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["digest", "follower"], name="delivery_once_per_follower")]

    def __str__(self) -> str:
        return f"{self.digest} to {self.follower_id}"

    @transaction.atomic
    def note_sent(self) -> None:
        self.sent_at = timezone.now()
        self.save(update_fields=["sent_at"])
        Follower.objects.filter(pk=self.follower_id).exclude(refusals=0).update(refusals=0)
        Digest.objects.filter(pk=self.digest_id).update(sent=F("sent") + 1)

    @transaction.atomic
    def note_refused(self, words: str, *, for_good: bool) -> None:
        self.refusal = words[:300]
        self.save(update_fields=["refusal"])
        self.follower.note_refusal(words, since=self.since, for_good=for_good)
        Digest.objects.filter(pk=self.digest_id).update(refused=F("refused") + 1)


def due_at(rhythm: str, now: datetime) -> datetime:
    """The last moment at which a digest of this rhythm was due."""
    local = timezone.localtime(now)
    day = local.date() if local.time() >= HOUR else local.date() - timedelta(days=1)
    if rhythm == Rhythm.WEEKLY:
        day -= timedelta(days=day.weekday())
    return timezone.make_aware(datetime.combine(day, HOUR))


def next_at(rhythm: str, now: datetime) -> datetime:
    """When the next one is due, at the same hour whatever the season."""
    day = timezone.localtime(due_at(rhythm, now)).date() + PERIODS[Rhythm(rhythm)]
    return timezone.make_aware(datetime.combine(day, HOUR))
