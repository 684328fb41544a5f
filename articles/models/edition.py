from datetime import datetime
from typing import Self

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from .audit import AuditEntry
from .telling import Telling

TEXT = ("title", "lead", "body")


class EditionQuerySet(models.QuerySet["Edition"]):
    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-pk")

    def without_text(self) -> Self:
        return self.defer(*TEXT)


class Edition(Telling):
    """A text that readers have seen, and nothing else: rows are made of what an article shows while it shows it.

    Who wrote it stands in the revisions, which are nobody's but the desk's.
    """

    article = models.ForeignKey("Article", models.CASCADE, related_name="editions", db_index=False)
    published_at = models.DateTimeField(help_text="When readers could first see it.")
    title = models.CharField(max_length=200)
    lead = models.TextField(blank=True)
    body = models.TextField(blank=True)
    withheld_at = models.DateTimeField(null=True, help_text="Since when readers do not see its text any more.")

    objects = EditionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(told="", told_as="") | ~Q(told="") & ~Q(told_as=""), name="edition_told_as_something"
            )
        ]
        indexes = [models.Index(fields=["article", "-published_at", "-id"], name="edition_newest_of_article")]

    def __str__(self) -> str:
        return f"{self.title}, {self.published_at:%Y-%m-%d %H:%M}"

    @classmethod
    def keep(cls, article, *, at: datetime | None = None, told: str = "", told_as: str = "") -> None:
        """What readers see at this moment, unless the newest edition says it; called before and after every change.

        Asked of the database as a reader's page asks it: what the desk holds in memory may be a draft.
        """
        live = type(article).objects.published().filter(pk=article.pk).defer("body_html", "body_text").first()
        if live is None:
            return
        text = {name: getattr(live, name) for name in TEXT}
        newest = live.editions.newest_first().first()
        if told or newest is None or newest.text != text:
            cls.objects.create(article=live, published_at=at or live.updated_at, told=told, told_as=told_as, **text)

    @property
    def text(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in TEXT}

    def tell(self, told: str, told_as: str, *, by) -> None:
        """Say it to readers, say it in other words, or say nothing any more."""
        self.told, self.told_as = told, told_as
        self._change("told", "told_as", by=by, said=told or "nothing any more")

    def withhold(self, *, by) -> None:
        """The entry stays in the public history, its words leave it, and with them what they are compared with."""
        self.withheld_at = timezone.now()
        self._change("withheld_at", by=by, said=f"the text of {self.published_at:%Y-%m-%d %H:%M} is withheld")

    def show_again(self, *, by) -> None:
        self.withheld_at = None
        self._change("withheld_at", by=by, said=f"the text of {self.published_at:%Y-%m-%d %H:%M} is shown")

    def _change(self, *names: str, by, said: str) -> None:
        """No copy stays either: what was there before may be what nobody may read any more."""
        with transaction.atomic(savepoint=False):
            self.save(update_fields=names)
            self.article.record(AuditEntry.Action.TOLD, by=by, after=said)
            self.article.purge_pages(gone=True)
