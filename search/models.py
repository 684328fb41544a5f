import re
from datetime import datetime, timedelta
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
    def start_again(self) -> None:
        """As if every article and every visible comment had just changed; at once, however many there are."""
        with transaction.atomic(using=self.db), connections[self.db].cursor() as cursor:
            self.all().delete()
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


class TellingQuerySet(models.QuerySet["Telling"]):
    def take(self, version: int) -> datetime | None:
        """Until when it is the caller's to tell; None while another one does, or when one of a newer version has."""
        now = timezone.now()
        self.get_or_create(defaults={"until": now})
        until = now + Telling.LONGEST
        return until if self.filter(until__lte=now, version__lte=version).update(until=until, version=version) else None

    def renew(self, until: datetime) -> datetime | None:
        """None when it was late, and another one has taken it."""
        later = timezone.now() + Telling.LONGEST
        return later if self.filter(until=until).update(until=later) else None

    def give_back(self, until: datetime) -> None:
        self.filter(until=until).update(until=timezone.now())

    def start_again(self, version: int) -> None:
        """Whoever tells next makes the indexes anew."""
        self.update(indexes="", version=version)


class Telling(models.Model):
    """Until when somebody tells OpenSearch what changed, and for which indexes everything was noted. One row."""

    ONLY, LONGEST = 1, timedelta(minutes=2)

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY, editable=False)
    until = models.DateTimeField()  # when the turn of whoever has it ends
    version = models.PositiveSmallIntegerField(default=0)  # of the definition of the indexes
    indexes = models.CharField(max_length=100, blank=True)  # their UUIDs

    objects = TellingQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="search_telling_is_one_row")]

    def __str__(self) -> str:
        return f"Version {self.version}, taken until {self.until}"
