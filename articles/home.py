"""The front page: what leads, what is new, and a strip of each category; four queries however much there is."""

from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from .models import Article, Category

SECONDS = 3
LATEST = 12
STRIP = 4


@dataclass(frozen=True)
class Strip:
    category: Category
    articles: list[Article]


@dataclass(frozen=True)
class FrontPage:
    lead: Article | None
    seconds: list[Article]
    latest: list[Article]
    strips: list[Strip]


def front_page() -> FrontPage:
    """The newest featured article leads, else the newest; what stands at the top is not repeated below it."""
    published = Article.objects.published().as_cards().newest_first()
    newest = list(published[: 1 + SECONDS + LATEST])
    featured = list(published.filter(featured=True)[: 1 + SECONDS])
    top = _unique([*featured, *newest])[: 1 + SECONDS]
    chosen = {article.pk for article in top}
    return FrontPage(
        lead=top[0] if top else None,
        seconds=top[1:],
        latest=[article for article in newest if article.pk not in chosen][:LATEST],
        strips=_strips(without=chosen),
    )


def _strips(*, without: set[int]) -> list[Strip]:
    """One for every category, also for those that have nothing to show."""
    newest = Article.objects.published().filter(category=OuterRef("pk")).exclude(pk__in=without).newest_first()
    places = {f"newest_{place}": Subquery(newest.values("pk")[place : place + 1]) for place in range(STRIP)}
    categories = list(Category.objects.annotate(**places))
    keys = {category.pk: [getattr(category, place) for place in places] for category in categories}
    cards = Article.objects.as_cards().in_bulk([key for row in keys.values() for key in row if key])
    return [Strip(category, [cards[key] for key in keys[category.pk] if key in cards]) for category in categories]


def _unique(articles: list[Article]) -> list[Article]:
    return list({article.pk: article for article in articles}.values())
