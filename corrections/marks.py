"""Readers who found that something in a technical article no longer works.

Beside corrections, in whose app they are: both are what readers find wrong. But no `Correction`, which is tied to a
sentence and to a reader who is answered: a mark is a count that anybody may raise, and all of an article end together
when an editor says that it is right again, so that the freshness page of the desk is their only queue.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article, Stats
from purging.log import purge
from reactions.bursts import HOURS_NETWORK_KNOWN
from reactions.models import Person
from reactions.people import visitor_of

LONGEST_TEXT = 300
NETWORK_KNOWN = timedelta(hours=HOURS_NETWORK_KNOWN)


class MarkQuerySet(models.QuerySet["Mark"]):
    def open(self) -> Self:
        """Made since the article was verified."""
        return self.filter(Q(article__verified_at=None) | Q(created_at__gt=F("article__verified_at")))

    def counted(self) -> Self:
        """Open, and of guests one of each network and day."""
        return self.open().filter(counts=True)

    def by(self, person: Person) -> Self:
        return self.filter(**person.lookup)

    @transaction.atomic
    def mark(self, article: Article, person: Person, text: str = "") -> None:
        """Once per person; who marked it before it was verified may do so again."""
        Stats.objects.select_for_update().get(article=article)  # of two of one network, only the first counts
        here = self.filter(article=article)
        if here.open().by(person).update(text=text):
            return
        network = person.network if person.visitor else ""
        counts = not (network and here.counted().filter(network=network).exists())
        said = {"text": text, "created_at": timezone.now(), "network": network, "counts": counts}
        self.update_or_create(article=article, **person.lookup, defaults=said)
        if counts:
            purge(f"article-{article.pk}")

    def take_back(self, article: Article, person: Person) -> None:
        self.by(person).filter(article=article).drop()

    @transaction.atomic
    def drop(self) -> None:
        """With what it changed on pages."""
        tags = self.page_tags()
        self.delete()
        if tags:
            purge(*tags)

    def drop_older(self, than: datetime) -> None:
        self.filter(created_at__lt=than).drop()

    def forget_networks(self, than: datetime) -> None:
        """None is named so any more: see `network_key`."""
        self.exclude(network="").filter(created_at__lt=than).update(network="")

    @transaction.atomic
    def adopt(self, visitor, user) -> None:
        """What a browser said is its reader's from the moment they sign in, and counts once."""
        spoken = self.filter(user=user).values("article")
        self.filter(visitor=visitor, article__in=list(spoken.values_list("article", flat=True))).drop()
        tags = self.filter(visitor=visitor, counts=False).page_tags()
        self.filter(visitor=visitor).update(user=user, visitor=None, network="", counts=True)
        if tags:
            purge(*tags)

    def page_tags(self) -> list[str]:
        return [f"article-{pk}" for pk in self.values_list("article", flat=True).distinct()]

    def texts_of(self, articles: Iterable[int], each: int) -> dict[int, list]:
        """The newest words about each of these articles."""
        rank = Window(RowNumber(), partition_by="article", order_by="-created_at")
        worded = self.filter(article__in=articles).exclude(text="").annotate(rank=rank).filter(rank__lte=each)
        found: dict[int, list] = {}
        for mark in worded.select_related("user").order_by("-created_at"):
            found.setdefault(mark.article_id, []).append(mark)
        return found


class Mark(models.Model):
    """One reader, or one browser, for whom an article no longer works."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="marks", db_index=False)
    user = models.ForeignKey(  # type: ignore[misc]
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="marks"
    )
    visitor = models.UUIDField(null=True, blank=True)  # type: ignore[misc]
    text = models.CharField(max_length=LONGEST_TEXT, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    network = models.CharField(max_length=16, blank=True, help_text="Of a guest, see `network_key`; for a day.")
    counts = models.BooleanField(default=True, help_text="False for a guest whose network had said it that day.")

    objects = MarkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False) ^ Q(visitor__isnull=False), name="mark_has_exactly_one_person"
            ),
            models.CheckConstraint(condition=Q(text="") | Q(user__isnull=False), name="mark_with_words_has_account"),
            models.UniqueConstraint(
                fields=["article", "user"], condition=Q(user__isnull=False), name="mark_once_per_account"
            ),
            models.UniqueConstraint(
                fields=["article", "visitor"], condition=Q(visitor__isnull=False), name="mark_once_per_browser"
            ),
        ]
        indexes = [
            models.Index(fields=["article", "created_at"], name="mark_of_article"),
            models.Index(fields=["-created_at", "article"], name="mark_newest"),
            models.Index(fields=["visitor"], condition=Q(visitor__isnull=False), name="mark_of_browser"),
            models.Index(fields=["created_at"], condition=~Q(network=""), name="mark_network_known"),
        ]

    def __str__(self) -> str:
        return self.text or _("No longer works")


def bring_along(request, user, **kwargs) -> None:
    if visitor := visitor_of(request):
        Mark.objects.adopt(visitor, user)
