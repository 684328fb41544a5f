"""The numbers of every day computed again from the rows that they count."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import batched
from typing import NamedTuple

from django.db.models import Count
from django.utils import timezone

from articles.models import Activity
from articles.models.activity import BATCH, Kind, Span, Subject, subjects_of
from comments.models import Comment

from .models import DISLIKE, LIKE, Reaction, ViewDay

Numbers = dict[Subject, Counter[str]]
NAMES = {LIKE: "likes", DISLIKE: "dislikes"}


class WrongDay(NamedTuple):
    """What a subject's row of a day says and should say."""

    subject: Subject
    day: datetime
    has: Counter[str]
    true: Counter[str]


def wrong_days(among: Iterable[datetime] | None = None) -> Iterator[WrongDay]:
    """Day by day, so that one is in memory. Hours cannot be proved: nothing else knows a view's hour."""
    for day in days() if among is None else among:
        kept, true = _kept(day), _true(day)
        for subject in sorted(kept.keys() | true.keys()):
            has, should = kept.get(subject, Counter()), true.get(subject, Counter())
            if has != should:
                yield WrongDay(subject, day, has, should)


def correct_days(among: Iterable[datetime] | None = None) -> None:
    """Only while nobody counts: see `recount`."""
    for some in batched(wrong_days(among), BATCH):
        Activity.put({(wrong.subject, Span.DAY, wrong.day): wrong.true for wrong in some})


def days() -> list[datetime]:
    count = (timezone.now() - Span.DAY.kept_since).days
    return [Span.DAY.kept_since + timedelta(days=number) for number in range(count + 1)]


def _kept(day: datetime) -> Numbers:
    rows = Activity.objects.filter(kind__in=Kind.values).during(Span.DAY, day, day + Span.DAY.length)
    return {Subject(Kind(row.kind), row.subject): row.numbers for row in rows}


def _true(day: datetime) -> Numbers:
    articles: dict[int, Counter[str]] = defaultdict(Counter)
    for article_id, views in ViewDay.objects.filter(day=day.date()).values_list("article", "views"):
        articles[article_id]["views"] += views
    that_day = {"created_at__gte": day, "created_at__lt": day + Span.DAY.length}
    reactions = Reaction.objects.filter(article__isnull=False, voided=False, **that_day).order_by()
    for article_id, value, count in reactions.values_list("article", "value").annotate(Count("pk")):
        articles[article_id][NAMES[value]] += count
    comments = Comment.objects.visible().filter(**that_day).order_by()
    for article_id, count in comments.values_list("article").annotate(Count("pk")):
        articles[article_id]["comments"] += count
    return _with_categories_and_authors(articles)


def _with_categories_and_authors(articles: dict[int, Counter[str]]) -> Numbers:
    filed = subjects_of(articles.keys())
    numbers: Numbers = defaultdict(Counter)
    for article_id, counted in articles.items():
        for subject in [Subject(Kind.ARTICLE, article_id), *filed[article_id]]:
            numbers[subject].update(counted)
    return numbers
