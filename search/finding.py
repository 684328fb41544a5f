"""What a search finds: at most a few hundred articles and comments that everybody may see, best first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db import connection
from django.db.models import F

import markup
from articles.models import Article
from comments.models import Comment

from .engines import engine
from .filters import ARTICLES, COMMENTS, NO_FILTERS, Filters
from .snippets import highlights, snippets
from .words import Query, Term

SHOWN = ["status", "published_at", "expires_at", "category"]  # of an article, to know who may see it


@dataclass(frozen=True)
class Hit:
    """An article, or a comment below it."""

    article: int
    comment: int | None
    category: int
    at: datetime


class Search:
    def __init__(self, typed: str, filters: Filters = NO_FILTERS) -> None:
        self.query, self.filters = Query.of(typed), filters

    @cached_property
    def hits(self) -> list[Hit]:
        """In the order in which they are shown: a comment comes after every article."""
        return [hit for kind in (ARTICLES, COMMENTS) if self.filters.kind in ("", kind) for hit in self.of_kind(kind)]

    def of_kind(self, kind: str) -> list[Hit]:
        return self._articles if kind == ARTICLES else self._comments

    @property
    def is_capped(self) -> bool:
        """There may be more; the oldest were not looked at."""
        return len(self._found_articles[1]) >= self._engine.MOST or len(self._found_comments) >= self._engine.MOST

    def show(self, start: int, stop: int) -> list[Article | Comment]:
        """That slice of the hits, each with its `snippet`, an article with its `headline`; a query for each kind."""
        hits = self.hits[start:stop]
        cards = Article.objects.as_cards().annotate(text=F("body_text"))
        articles = cards.in_bulk([hit.article for hit in hits]) if hits else {}
        chosen = [hit.comment for hit in hits if hit.comment]
        comments = Comment.objects.select_related("author").in_bulk(chosen) if chosen else {}
        texts = {("a", key): f"{article.lead} {article.text}" for key, article in articles.items()}
        texts |= {("c", key): markup.text(comment.body_html) for key, comment in comments.items()}
        found = snippets(self._terms, texts)
        titles = highlights(self._terms, {key: article.title for key, article in articles.items()})
        for key, article in articles.items():
            article.headline = titles.get(key, article.title)  # type: ignore[attr-defined]
            article.snippet = found.get(("a", key)) or article.lead  # type: ignore[attr-defined]  # for templates alone
        for key, comment in comments.items():
            comment.snippet = found.get(("c", key)) or texts["c", key]  # type: ignore[attr-defined]
            comment.article = articles[comment.article_id]
        shown = [comments.get(hit.comment) if hit.comment else articles.get(hit.article) for hit in hits]
        return [item for item in shown if item is not None]

    @property
    def _engine(self):
        return engine(connection)

    @cached_property
    def _found_articles(self) -> tuple[list[Term], list[int]]:
        return matching(self.query, self.filters.keys)

    @cached_property
    def _articles(self) -> list[Hit]:
        terms, found = self._found_articles
        if not found:
            return []
        seen = visible(found)
        places = self._engine.places(terms, self.filters.keys, found) if seen else {}
        best = sorted(
            seen.values(), key=lambda one: (places.get(one.pk, WORST), -one.published_at.timestamp(), -one.pk)
        )
        return [Hit(one.pk, None, one.category_id, one.published_at) for one in best]

    @cached_property
    def _found_comments(self) -> list[int]:
        return self._engine.comments(self.query.terms)

    @cached_property
    def _comments(self) -> list[Hit]:
        """The newest first."""
        rows = Comment.objects.filter(pk__in=self._found_comments).values_list("pk", "article", "status", "created_at")
        found = [row for row in rows if row[2] == Comment.Status.VISIBLE] if self._found_comments else []
        articles = visible({article for _, article, _, _ in found})
        filed = self.filters.filed(articles.values())
        hits = [Hit(one, pk, articles[one].category_id, at) for pk, one, _, at in found if one in filed]
        return sorted(
            (hit for hit in hits if self.filters.is_dated(hit.at)), key=lambda hit: (hit.at, hit.comment), reverse=True
        )

    @property
    def _terms(self) -> list[Term]:
        return self._found_articles[0]


WORST = (9, 0.0)


def matching(query: Query, keys: Iterable[str] = ()) -> tuple[list[Term], list[int]]:
    """A last word is only completed when few articles have it as it is: that costs most."""
    ask, keys = engine(connection), list(keys)
    found = ask.newest(query.terms, keys)
    begun = query.begun
    if begun is query or len(found) >= ask.MOST:
        return query.terms, found
    return begun.terms, ask.newest(begun.terms, keys)


def visible(keys: Iterable[int]) -> dict[int, Article]:
    """Not by a query for what is published: SQLite would look at all of these."""
    keys = list(keys)
    found = Article.objects.only(*SHOWN).in_bulk(keys) if keys else {}
    return {key: article for key, article in found.items() if article.is_published}
