import re
from datetime import timedelta
from typing import Self

from django.db import connections, models, transaction
from django.db.models import F, Max, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

SHORTEST, LONGEST = 2, 60  # characters of what is worth writing down
MOST_A_DAY = 500  # different ones: a robot that makes words up fills no table
PERSONAL = re.compile(r"@|\d{5}")  # an address or a number: perhaps somebody's
DAYS_SHOWN = 30


class UnansweredQuerySet(models.QuerySet["Unanswered"]):
    def note(self, typed: str, times: int = 1) -> None:
        """Looked for so often and not found; by whom, and when on that day, is not kept."""
        words, today = " ".join(typed.lower().split()), timezone.now().date()
        if not SHORTEST <= len(words) <= LONGEST or PERSONAL.search(words) or not re.search(r"\w", words):
            return
        of_today = self.filter(day=today)
        if of_today.filter(words=words).update(times=F("times") + times) or of_today.count() >= MOST_A_DAY:
            return
        Unanswered.objects.bulk_create([Unanswered(day=today, words=words, times=times)], ignore_conflicts=True)

    def recent(self) -> Self:
        return self.filter(day__gt=timezone.now().date() - timedelta(days=DAYS_SHOWN))

    def most_asked(self) -> list[dict]:
        """Each with its words, how many `times`, and the `last` day."""
        asked = self.recent().values("words").annotate(sum=Sum("times"), last=Max("day"))
        return list(asked.order_by("-sum", "-last", "words")[:100])


class Unanswered(models.Model):
    """Words that nothing was found for, counted by day."""

    day = models.DateField()
    words = models.CharField(max_length=LONGEST)
    times = models.PositiveIntegerField(default=1)

    objects = UnansweredQuerySet.as_manager()

    class Meta:
        verbose_name = _("search without results")
        verbose_name_plural = _("searches without results")
        constraints = [models.UniqueConstraint(fields=["day", "words"], name="unanswered_once_a_day")]

    def __str__(self) -> str:
        return self.words


EVERY = "INSERT INTO search_change (kind, key) SELECT '{}', id FROM {} ORDER BY id DESC"
EVERYTHING = [
    EVERY.format("a", "articles_article"),
    EVERY.format("c", "comments_comment WHERE status = 'visible'"),
]


class ChangeQuerySet(models.QuerySet["Change"]):
    def note_everything(self) -> None:
        """As if every article and every visible comment had just changed; at once, however many there are."""
        with transaction.atomic(using=self.db), connections[self.db].cursor() as cursor:
            for statement in EVERYTHING:
                cursor.execute(statement)


class Change(models.Model):
    """An article or comment that OpenSearch does not know as it is now. Written by triggers (`engines.changes`)."""

    class Kind(models.TextChoices):
        ARTICLE = "a"
        COMMENT = "c"

    kind = models.CharField(max_length=1, choices=Kind)
    key = models.BigIntegerField()

    objects = ChangeQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.key}"


class TurnQuerySet(models.QuerySet["Turn"]):
    def take(self) -> bool:
        """Whether it is this process's now: nobody else's, or of one that has died."""
        now = timezone.now()
        self.get_or_create(defaults={"until": now})
        return bool(self.filter(until__lte=now).update(until=now + Turn.LONGEST))

    def give_back(self) -> None:
        self.update(until=timezone.now())


class Turn(models.Model):
    """Until when a process tells OpenSearch what changed: two would overtake each other. One row."""

    ONLY, LONGEST = 1, timedelta(minutes=1)

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY, editable=False)
    until = models.DateTimeField()

    objects = TurnQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="search_turn_is_one_row")]

    def __str__(self) -> str:
        return f"Taken until {self.until}"
