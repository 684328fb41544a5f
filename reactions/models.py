import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import batched

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Delta, Stats
from comments.models import Comment, lower_bound
from purging.log import purge

from .bursts import DISLIKE, HOURS_NETWORK_KNOWN, LIKE, Burst, notice

BATCH = 500  # rows named in one statement


@dataclass(frozen=True)
class Person:
    """Who reacts: an account, or a browser known by a random number in a signed cookie."""

    user: models.Model | None = None
    visitor: uuid.UUID | None = None
    network: str = ""  # see `network_key`

    @property
    def lookup(self) -> dict:
        return {"user": self.user} if self.user else {"visitor": self.visitor}


class ReactionManager(models.Manager["Reaction"]):
    @transaction.atomic
    def set_on_article(self, article: Article, person: Person, value: int) -> None:
        """Like (1), dislike (-1) or take back (0); the article's counters move in the same transaction."""
        Stats.objects.select_for_update().get(article=article)  # one at a time: nobody races the constraints
        was, reaction = self._replace({"article": article}, person, value)
        if reaction is None or reaction.voided or was == value:
            return
        if reaction.network and not was:
            notice(reaction)
        steps = {"likes": (value == LIKE) - (was == LIKE), "dislikes": (value == DISLIKE) - (was == DISLIKE)}
        Stats.add(article.pk, reaction.created_at, **steps)
        purge(f"article-{article.pk}")

    def give_reason(self, article: Article, person: Person, reason: str) -> bool:
        """Why this person dislikes it, "" to say nothing any more; False for who does not dislike it (any more)."""
        disliked = self.filter(article=article, value=DISLIKE, **person.lookup)
        return bool(disliked.update(reason=reason))

    def reasons_for(self, article: Article) -> dict[str, int]:
        """How many gave each reason, the commonest first; of dislikes that count."""
        given = self.filter(article=article, voided=False).exclude(reason="").order_by().values("reason")
        rows = given.annotate(count=models.Count("pk")).order_by("-count", "reason").values_list("reason", "count")
        return {str(Reason(reason).label): count for reason, count in rows}

    def forget_networks(self) -> None:
        """Of reactions and flags that are too old to belong to a burst that comes now."""
        past = timezone.now() - timedelta(hours=HOURS_NETWORK_KNOWN)
        self.exclude(network="").filter(created_at__lt=past).update(network="")
        Burst.objects.exclude(network="").filter(until__lt=past).update(network="")

    @transaction.atomic
    def adopt(self, visitor: uuid.UUID, user) -> None:
        """What a browser said before its reader signed in becomes the account's, where the account has said nothing."""
        said = self.filter(visitor=visitor)
        list(Stats.objects.select_for_update().filter(article__in=said.values("article")).order_by("pk"))
        spoken = self.filter(user=user, article__isnull=False).values("article")
        for doubled in said.filter(article__in=spoken).select_related("article"):
            self.set_on_article(doubled.article, Person(visitor=visitor), 0)
        said.update(user=user, visitor=None)

    @transaction.atomic
    def set_on_comment(self, comment: Comment, user, value: int) -> None:
        """As on an article; the comment's score and its place among the best move in the same transaction."""
        Comment.objects.select_for_update().get(pk=comment.pk)
        was, _ = self._replace({"comment": comment}, Person(user=user), value)
        score, votes = F("score") + value - was, F("votes") + abs(value) - abs(was)
        best = lower_bound(score, votes)
        Comment.objects.filter(pk=comment.pk).update(score=score, votes=votes, best=best)
        purge(f"comments-{comment.article_id}")

    def _replace(self, target: dict, person: Person, value: int) -> tuple[int, "Reaction | None"]:
        """Store the new value and give back the one before, 0 for none, and the row: new, changed or just deleted."""
        existing = self.filter(**target, **person.lookup).first()
        was = existing.value if existing else 0
        if value == 0 and existing:
            existing.delete()
        elif existing and value != was:
            existing.value, existing.reason = value, ""
            existing.save(update_fields=["value", "reason"])
        elif value and not existing:
            existing = self.create(**target, **person.lookup, value=value, network=person.network)
        return was, existing


class Reason(models.TextChoices):
    CLICKBAIT = "clickbait", _("Clickbait")
    INACCURATE = "inaccurate", _("Inaccurate")
    SHALLOW = "shallow", _("Too shallow")
    ADVERT = "advert", _("Looks like an advert")
    UNCLEAR = "unclear", _("Badly explained")


class Reaction(models.Model):
    """A like or dislike of one article or comment by one person; voided ones are kept and not counted."""

    article = models.ForeignKey(Article, models.CASCADE, null=True, blank=True, related_name="reactions")
    comment = models.ForeignKey(Comment, models.CASCADE, null=True, blank=True, related_name="reactions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="reactions")
    visitor = models.UUIDField(null=True, blank=True)
    value = models.SmallIntegerField(choices={LIKE: _("Like"), DISLIKE: _("Dislike")})
    reason = models.CharField(max_length=10, choices=Reason, blank=True, default="", db_default="")
    network = models.CharField(max_length=16, blank=True, default="", db_default="")
    burst = models.ForeignKey(Burst, models.SET_NULL, null=True, blank=True, related_name="reactions")
    voided = models.BooleanField(default=False, db_default=False)
    created_at = models.DateTimeField(default=timezone.now)

    objects = ReactionManager()

    class Meta:
        indexes = [
            models.Index(fields=["created_at", "article"], name="reaction_newest"),
            models.Index(fields=["article", "network", "created_at"], condition=~Q(network=""), name="reaction_near"),
            models.Index(fields=["created_at"], condition=~Q(network=""), name="reaction_network_known"),
            models.Index(fields=["article", "reason"], condition=~Q(reason=""), name="reaction_reasons"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(reason="") | Q(value=DISLIKE, article__isnull=False), name="reaction_reason_is_of_a_dislike"
            ),
            models.CheckConstraint(condition=Q(value__in=[LIKE, DISLIKE]), name="reaction_is_like_or_dislike"),
            models.CheckConstraint(
                condition=Q(article__isnull=False) ^ Q(comment__isnull=False), name="reaction_has_exactly_one_target"
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=False) ^ Q(visitor__isnull=False), name="reaction_has_exactly_one_person"
            ),
            models.CheckConstraint(
                condition=Q(comment__isnull=True) | Q(user__isnull=False), name="reaction_to_comment_has_account"
            ),
            models.UniqueConstraint(
                fields=["article", "user"],
                condition=Q(article__isnull=False, user__isnull=False),
                name="reaction_once_per_account",
            ),
            models.UniqueConstraint(
                fields=["article", "visitor"],
                condition=Q(article__isnull=False, visitor__isnull=False),
                name="reaction_once_per_browser",
            ),
            models.UniqueConstraint(
                fields=["comment", "user"], condition=Q(comment__isnull=False), name="reaction_once_per_comment"
            ),
        ]

    def __str__(self) -> str:
        return self.get_value_display()


class ViewDay(models.Model):
    """The views of one article on one day (UTC); all an article's days together are its `Stats.views`."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="view_days")
    day = models.DateField()
    views = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "day"], name="view_day_once_per_article")]
        indexes = [models.Index(fields=["day", "-views"], name="view_day_most_read")]

    def __str__(self) -> str:
        return f"{self.day}: {self.views}"

    @staticmethod
    @transaction.atomic
    def add(views: Mapping[tuple[int, date], int]) -> None:
        """Add so many views to articles and days: one statement for all that grow by the same number."""
        asked = sorted({article_id for article_id, _ in views})
        # Locked in one order, so that two processes wait for one another; an article may be deleted by now.
        there = {pk for pks in batched(asked, BATCH) for (pk,) in _locked_stats(pks)}
        days = [ViewDay(article_id=article_id, day=day) for article_id, day in views if article_id in there]
        ViewDay.objects.bulk_create(days, ignore_conflicts=True, batch_size=BATCH)
        for (day, number), article_ids in _grouped(views, there).items():
            for pks in batched(article_ids, BATCH):
                ViewDay.objects.filter(day=day, article__in=pks).update(views=F("views") + number)
                Stats.objects.filter(article__in=pks).update(views=F("views") + number)
        steps = [
            (article_id, _moment_of(day), number) for (article_id, day), number in views.items() if article_id in there
        ]
        Delta.objects.bulk_create(
            (Delta(article_id=article_id, at=at, views=number) for article_id, at, number in steps), batch_size=BATCH
        )


def _locked_stats(article_ids: Iterable[int]) -> Iterable[tuple[int]]:
    return Stats.objects.select_for_update().filter(article__in=article_ids).order_by("pk").values_list("pk")


def _grouped(views: Mapping[tuple[int, date], int], there: set[int]) -> dict[tuple[date, int], list[int]]:
    """Articles by the day and the number of their views."""
    groups = defaultdict(list)
    for (article_id, day), number in views.items():
        if article_id in there:
            groups[day, number].append(article_id)
    return groups


def _moment_of(day: date) -> datetime:
    """Now; of a day that is over its last hour, as views wait in memory while the database is away."""
    return min(timezone.now(), datetime.combine(day, time(23), UTC))
