"""What the page of a published article shows. Of that only the counters are asked for every time."""

from collections.abc import Callable, Hashable
from copy import copy
from dataclasses import dataclass, field, replace
from functools import partial
from operator import attrgetter
from typing import Any, Self

from jinja2.runtime import Macro

from purging.kept import kept

from .jinja import time
from .models import Article, Stats
from .relating import related_to
from .structured_data import counters, news_article, translations_of
from .translations import group_of, visible, with_translations_known


@dataclass(frozen=True)
class Story:
    article: Article
    related: list[Article]
    group: list[Article] = field(default_factory=list)  # of translations, also those that are still to appear
    made: dict[Hashable, Any] = field(default_factory=dict)  # of it, and kept as long

    @classmethod
    def published(cls, slug: str) -> Self:
        """As everybody may see it at this moment; raises Article.DoesNotExist."""
        return kept(("story", slug), partial(cls._load, slug), attrgetter("cache_tags")).now()

    @classmethod
    def _load(cls, slug: str) -> Self:
        articles = with_translations_known(Article.objects.published().as_page().defer("body", "body_text"))
        story = cls.of(articles.get(slug=slug))
        story.made["is new"] = True
        return story

    @classmethod
    def of(cls, article: Article) -> Self:
        return cls(article, related_to(article), group_of(article))

    def now(self) -> Self:
        """With the counters as they are and without what is not visible any more: a copy, as others show this one."""
        if self.made.pop("is new", False):
            return self
        stats = Stats.objects.in_bulk([article.pk for article in self.articles])
        visible = [article for article in self.articles if article.is_published and article.pk in stats]
        if self.article not in visible:
            raise Article.DoesNotExist
        article, *related = (_counted(article, stats[article.pk]) for article in visible)
        return replace(self, article=article, related=related)

    @property
    def articles(self) -> list[Article]:
        return [self.article, *self.related]

    @property
    def cache_tags(self) -> list[str]:
        """Of all but the counters and the discussion of the article."""
        people = [f"person-{author.pk}" for author in self.article.byline_authors]
        own = [f"related-{self.article.pk}", self.article.translations_tag]
        return [*own, *(f"card-{article.pk}" for article in self.articles), *people]

    @property
    def versions(self) -> list[Article]:
        """In each language that there is at this moment, this one included; [] where there is only this one."""
        found = visible(self.group)
        return found if len(found) > 1 else []

    def piece(self, macro: Macro, *given: str) -> str:
        """HTML of the article and never of its counters, made once for all readers: a macro does not know who asks."""
        return self._once((macro.name, *given), lambda: macro(self.article, *given))

    def card(self, macro: Macro, article: Article, sizes: str) -> str:
        """HTML of a related article, made anew when it would look different."""
        looks = (article.stats.likes, article.stats.comments, time(article.published_at))
        known = self.made.get(article.pk)
        if not known or known[0] != looks:
            known = self.made[article.pk] = (looks, macro(article, sizes=sizes))
        return known[1]

    @property
    def news_article(self) -> dict:
        data = self._once("news_article", partial(news_article, self.article))
        return data | counters(self.article.stats) | translations_of(self.article, self.versions)

    def _once[T](self, name: Hashable, make: Callable[[], T]) -> T:
        if name not in self.made:
            self.made[name] = make()
        return self.made[name]


def _counted(article: Article, stats: Stats) -> Article:
    article = copy(article)
    article.stats = stats
    return article
