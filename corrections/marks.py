"""Readers who found that something in a technical article no longer works.

Beside corrections, in whose app they are: both are what readers find wrong. But no `Correction`, which is tied to a
sentence and to a reader who is answered: a mark is a count that anybody may raise, and all of an article end together
when an editor says that it is right again, so that the freshness page of the desk is their only queue.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article
from purging.log import purge
from reactions.models import Person
from reactions.people import visitor_of

LONGEST_TEXT = 300


class MarkQuerySet(models.QuerySet["Mark"]):
    def open(self) -> Self:
        """Made since the article was verified."""
        return self.filter(Q(article__verified_at=None) | Q(created_at__gt=F("article__verified_at")))

    def by(self, person: Person) -> Self:
        return self.filter(**person.lookup)

    @transaction.atomic
    def mark(self, article: Article, person: Person, text: str = "") -> None:
        """Once per person; who marked it before it was verified may do so again."""
        said = {"text": text, "created_at": timezone.now()}
        self.update_or_create(article=article, **person.lookup, defaults=said)
        purge(f"article-{article.pk}")

    @transaction.atomic
    def take_back(self, article: Article, person: Person) -> None:
        self.by(person).filter(article=article).delete()
        purge(f"article-{article.pk}")

    @transaction.atomic
    def drop(self) -> None:
        """With what it changed on pages."""
        articles = list(self.values_list("article", flat=True).distinct())
        self.delete()
        if articles:
            purge(*(f"article-{pk}" for pk in articles))

    def drop_older(self, than: datetime) -> None:
        self.filter(created_at__lt=than).drop()

    @transaction.atomic
    def adopt(self, visitor, user) -> None:
        """What a browser said is its reader's from the moment they sign in, and counts once."""
        spoken = self.filter(user=user).values("article")
        self.filter(visitor=visitor, article__in=list(spoken.values_list("article", flat=True))).drop()
        self.filter(visitor=visitor).update(user=user, visitor=None)

    def texts_of(self, articles: Iterable[int], each: int) -> dict[int, list]:
        """The newest words about each of these articles."""
        found: dict[int, list] = {}
        for mark in self.filter(article__in=articles).exclude(text="").select_related("user").order_by("-created_at"):
            if len(rows := found.setdefault(mark.article_id, [])) < each:
                rows.append(mark)
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
        ]

    def __str__(self) -> str:
        return self.text or _("No longer works")


def bring_along(request, user, **kwargs) -> None:
    if visitor := visitor_of(request):
        Mark.objects.adopt(visitor, user)
