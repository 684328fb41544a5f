"""What readers did by the hour and by the day with every article, and with all of a category or an author together."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from itertools import batched
from typing import Any, NamedTuple, Self

from django.db import connection, models, transaction
from django.db.models import Q, Sum
from django.utils import timezone

from .stats import COUNTERS, DAYS_KEPT, Delta, Stats

BATCH = 1000  # rows that are brought in at once
LOCK = 7_263_041  # a number that only this file asks PostgreSQL to lock


class Kind(models.IntegerChoices):
    ARTICLE = 1
    CATEGORY = 2
    AUTHOR = 3


class Span(models.IntegerChoices):
    HOUR = 1
    DAY = 2

    def begin(self, moment: datetime) -> datetime:
        """Of the hour or the day (UTC) in which the moment lies."""
        hour = moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
        return hour if self == Span.HOUR else hour.replace(hour=0)

    @property
    def length(self) -> timedelta:
        return timedelta(hours=1) if self == Span.HOUR else timedelta(days=1)

    @property
    def kept_since(self) -> datetime:
        return self.begin(timezone.now()) - timedelta(days=3 if self == Span.HOUR else DAYS_KEPT)


class Subject(NamedTuple):
    """An article, a category or an author by its key."""

    kind: Kind
    key: int


Steps = Mapping[tuple[Subject, Span, datetime], Counter[str]]


class ActivityQuerySet(models.QuerySet["Activity"]):
    def of(self, subject: Subject) -> Self:
        return self.filter(kind=subject.kind, subject=subject.key)

    def of_kind(self, kind: Kind) -> Self:
        """All categories together are the magazine: an article is in exactly one."""
        return self.filter(kind=kind)

    def during(self, span: Span, since: datetime, until: datetime) -> Self:
        return self.filter(span=span, start__gte=since, start__lt=until)

    def sums(self, by: str) -> dict[Any, dict[str, int]]:
        """All counters added up, by the values of a column."""
        sums = {f"all_{name}": Sum(name) for name in COUNTERS}
        rows = self.order_by().values(by).annotate(**sums).values_list(by, *sums)
        return {key: dict(zip(COUNTERS, numbers, strict=True)) for key, *numbers in rows}


class Activity(models.Model):
    """How often a subject was read, liked, disliked and commented in one hour or on one day.

    Made from `Delta` rows by `settle`, by whoever holds the lock; a category's and an author's numbers are those of the
    articles that are theirs now. Hours are kept for three days, days for two months.
    """

    kind = models.SmallIntegerField(choices=Kind)
    subject = models.BigIntegerField()
    span = models.SmallIntegerField(choices=Span)
    start = models.DateTimeField()
    views = models.IntegerField(default=0)
    likes = models.IntegerField(default=0)
    dislikes = models.IntegerField(default=0)
    comments = models.IntegerField(default=0)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "subject", "span", "start"], name="activity_once")]
        indexes = [
            models.Index(fields=["kind", "span", "start", "-views"], name="activity_most_read"),
            *(
                models.Index(
                    fields=["kind", "span", "start", f"-{name}"], condition=Q(**{f"{name}__gt": 0}), name=index
                )
                for name, index in [
                    ("likes", "activity_most_liked"),
                    ("dislikes", "activity_most_disliked"),
                    ("comments", "activity_most_discussed"),
                ]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.start}: {self.views} views, {self.likes} likes, {self.dislikes} dislikes"

    @classmethod
    def settle(cls) -> None:
        """Bring in what was counted since the last time: once a minute, and before a page shows it."""
        while Delta.objects.exists():
            with transaction.atomic():
                cls.lock()
                deltas = list(Delta.objects.order_by("pk")[:BATCH])
                cls._add(_steps_of(deltas))
                Delta.objects.filter(pk__in=[delta.pk for delta in deltas]).delete()

    @classmethod
    def prune(cls) -> None:
        """Drop what no chart shows any more."""
        for span in Span:
            cls.objects.filter(kind__in=Kind.values, span=span, start__lt=span.kept_since).delete()

    @classmethod
    @transaction.atomic
    def refile(cls, article_id: int, *, out_of: Iterable[Subject] = (), into: Iterable[Subject] = ()) -> None:
        """An article changed its category or its authors: its numbers go along."""
        signs = dict.fromkeys(out_of, -1) | dict.fromkeys(into, 1)
        if not signs:
            return
        cls.lock()
        rows = list(cls.objects.of(Subject(Kind.ARTICLE, article_id)))
        for subject, sign in signs.items():
            moved = {(subject, Span(row.span), row.start): row.numbers for row in rows}
            cls._add({key: Counter({n: sign * count for n, count in step.items()}) for key, step in moved.items()})

    @classmethod
    @transaction.atomic
    def forget(cls, article_id: int) -> None:
        """The article is about to be deleted, and nobody's numbers hold it any more."""
        cls.refile(article_id, out_of=subjects_of([article_id])[article_id])
        cls.objects.of(Subject(Kind.ARTICLE, article_id)).delete()

    @staticmethod
    def lock() -> None:
        """One at a time until the end of the transaction, as on SQLite all writers are anyway.

        Who waits for it holds no row that its holder needs: there is no deadlock, and an article that is refiled
        meanwhile is found in its old place or in its new one, and its numbers with it.
        """
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])

    @classmethod
    def _add(cls, steps: Steps) -> None:
        for keys in batched(steps, BATCH):
            subjects, spans, starts = (set(part) for part in zip(*keys, strict=True))
            there = cls.objects.filter(
                kind__in={subject.kind for subject in subjects},
                subject__in={subject.key for subject in subjects},
                span__in=spans,
                start__in=starts,
            )
            before = {row.key: row.numbers for row in there}
            cls.put({key: _sum(before.get(key, {}), steps[key]) for key in keys})

    @classmethod
    def put(cls, rows: Steps) -> None:
        """Write these numbers over whatever is there."""
        cls.objects.bulk_create(
            (
                cls(kind=subject.kind, subject=subject.key, span=span, start=start, **numbers)
                for (subject, span, start), numbers in rows.items()
            ),
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["kind", "subject", "span", "start"],
            update_fields=COUNTERS,
        )

    @property
    def key(self) -> tuple[Subject, Span, datetime]:
        return Subject(Kind(self.kind), self.subject), Span(self.span), self.start

    @property
    def numbers(self) -> Counter[str]:
        return Counter({name: getattr(self, name) for name in COUNTERS})


def subjects_of(articles: Collection[int]) -> dict[int, list[Subject]]:
    """The category and the authors of each article, by its key."""
    rows = Stats.objects.filter(article__in=articles).order_by()
    found: dict[int, list[Subject]] = defaultdict(list)
    for kind, path in [(Kind.CATEGORY, "article__category"), (Kind.AUTHOR, "article__bylines__author")]:
        for article_id, key in rows.exclude(**{path: None}).values_list("article", path):
            found[article_id].append(Subject(kind, key))
    return found


def _steps_of(deltas: list[Delta]) -> Steps:
    filed = subjects_of({delta.article_id for delta in deltas})
    steps: dict[tuple[Subject, Span, datetime], Counter[str]] = defaultdict(Counter)
    for delta in deltas:
        step = {name: getattr(delta, name) for name in COUNTERS}
        for span in Span:
            if (start := span.begin(delta.at)) >= span.kept_since:
                for subject in [Subject(Kind.ARTICLE, delta.article_id), *filed[delta.article_id]]:
                    steps[subject, span, start].update(step)
    return steps


def _sum(one: Mapping[str, int], other: Mapping[str, int]) -> Counter[str]:
    return Counter({name: one.get(name, 0) + other.get(name, 0) for name in COUNTERS})
