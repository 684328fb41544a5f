from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from accounts.models import User
from articles.models import Article

STEP = timedelta(minutes=10)  # reading on is written down this often


class MarkQuerySet(models.QuerySet):
    def of(self, reader: User) -> Self:
        """The newest first, and nothing that is not published any more."""
        readable = Article.objects.published().filter(pk=OuterRef("article"))
        return self.filter(Exists(readable), reader=reader).order_by("-at", "-pk")

    def with_cards(self) -> Self:
        return self.prefetch_related(models.Prefetch("article", Article.objects.as_cards()))

    def put(self, *marks) -> None:
        """What is there already moves up."""
        self.bulk_create(marks, update_conflicts=True, unique_fields=["reader", "article"], update_fields=["at"])

    def put_all(self, reader: User, articles: Iterable[int]) -> None:
        """By their keys; the last one is the newest."""
        now = timezone.now()
        marks = [
            self.model(reader=reader, article_id=key, at=now + timedelta(microseconds=place))
            for place, key in enumerate(articles)
        ]
        self.put(*marks)

    def take_away(self, reader: User, article: Article) -> None:
        self.filter(reader=reader, article=article).delete()


class Mark(models.Model):
    """Something between a reader with an account and an article, and since when."""

    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    article = models.ForeignKey(Article, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = MarkQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [models.UniqueConstraint(fields=["reader", "article"], name="%(class)s_once_per_reader")]
        indexes = [models.Index(fields=["reader", "-at", "-id"], name="%(class)s_newest_of_reader")]

    def __str__(self) -> str:
        return f"{self.reader_id} on {self.article_id}"


class Saved(Mark):
    """What somebody wants to read later."""


class Read(Mark):
    """What somebody has read lately; nothing of who has turned it off, see `HistoryChoice`."""

    class Meta(Mark.Meta):
        indexes = [*Mark.Meta.indexes, models.Index(fields=["at"], name="read_oldest")]


@dataclass(frozen=True)
class Standing:
    """Of one reader with one article."""

    is_saved: bool = False
    keeps_history: bool = True
    read_at: datetime | None = None

    @classmethod
    def of(cls, reader: User, article: Article) -> Self:
        """All by one query."""
        saved, read = (model.objects.filter(reader=reader, article=article) for model in (Saved, Read))
        row = User.objects.filter(pk=reader.pk).values_list(
            Exists(saved),
            ~Exists(HistoryChoice.objects.filter(reader=reader, is_off=True)),
            Subquery(read.values("at")),
        )
        return cls(*row.get())

    @property
    def is_to_note(self) -> bool:
        return self.keeps_history and (self.read_at is None or timezone.now() - self.read_at >= STEP)


class HistoryChoiceManager(models.Manager["HistoryChoice"]):
    def is_off(self, reader: User) -> bool:
        return self.filter(reader=reader, is_off=True).exists()

    def against(self, read: Read) -> models.QuerySet["HistoryChoice"]:
        return self.filter(Q(is_off=True) | Q(cleared_at__gte=read.at), reader=read.reader_id)

    def choose(self, reader: User, *, keeps: bool) -> None:
        """Who turns the history off has no past either."""
        self.update_or_create(reader=reader, defaults={"is_off": not keeps})
        if not keeps:
            self.clear(reader)

    def clear(self, reader: User, **which) -> None:
        """Of the whole history or of a part; what was read before and is still to be written goes in any case."""
        self.update_or_create(reader=reader, defaults={"cleared_at": timezone.now()})
        Read.objects.filter(reader=reader, **which).delete()


class HistoryChoice(models.Model):
    """What a reader has decided about their history: not to have any, and until when there is nothing."""

    reader = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+")
    is_off = models.BooleanField(default=False)
    cleared_at = models.DateTimeField(null=True)

    objects = HistoryChoiceManager()

    def __str__(self) -> str:
        return str(self.reader_id)
