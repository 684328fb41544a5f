"""What appeared, and whom it concerns: asked for once for many followers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.db.models import prefetch_related_objects

from articles.models import Article

from .models import Follower

LONGEST_AGO = timedelta(days=14)  # what is older is no news any more
MOST = 1000  # articles, the newest; more than any magazine publishes in a week

type Key = tuple[str, int]  # such as ("tag", 7)


@dataclass(frozen=True)
class Piece:
    article: Article

    @cached_property
    def topics(self) -> dict[Key, str]:
        """What it is about, by name."""
        article = self.article
        section = {("category", article.category_id): article.category.name}
        tags = {("tag", tag.pk): tag.name for tag in article.tags.all()}
        return section | tags | {("author", byline.author_id): str(byline.author) for byline in article.bylines.all()}

    def because(self, since: Mapping[Key, datetime]) -> list[str]:
        """Which of what somebody follows it is about; a section and a tag may have one name."""
        at = self.article.published_at
        return list(dict.fromkeys(name for key, name in self.topics.items() if key in since and at > since[key]))


@dataclass(frozen=True)
class News:
    pieces: list[Piece]  # the newest first

    @classmethod
    def between(cls, since: datetime, until: datetime) -> "News":
        """As everybody may read it now."""
        new = Article.objects.published().filter(
            published_at__gt=max(since, until - LONGEST_AGO), published_at__lte=until
        )
        cards = Article.objects.cards_of(new.newest_keys(0, MOST))
        prefetch_related_objects(cards, "tags", "bylines__author")
        return cls([Piece(article) for article in cards])

    def for_follower(self, follower: Follower) -> list[tuple[Article, list[str]]]:
        """Each with why. What appeared before they followed it is no news to them."""
        since = {follow.key: max(follow.at, follower.told_up_to) for follow in follower.follows.all()}
        found = [(piece.article, piece.because(since)) for piece in self.pieces]
        return [(article, names) for article, names in found if names]
