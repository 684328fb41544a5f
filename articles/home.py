"""The front page: what leads, what is new, strips of what else there is; four queries, and no story twice."""

from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from .models import Article, Category

SECONDS = 3
LATEST = 12
STRIP = 4
FEWEST = 2  # one story alone makes no strip


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
    """The newest featured article leads, else the newest; nothing is repeated further down."""
    published = Article.objects.published().as_cards().newest_first()
    newest = list(published[: 1 + SECONDS + LATEST])
    featured = list(published.filter(featured=True)[: 1 + SECONDS])
    top = list(dict.fromkeys([*featured, *newest]))[: 1 + SECONDS]
    latest = [article for article in newest if article not in top][:LATEST]
    return FrontPage(
        lead=top[0] if top else None,
        seconds=top[1:],
        latest=latest,
        strips=_strips(without=[*top, *latest]),
    )


def _strips(*, without: list[Article]) -> list[Strip]:
    """One for every category in its order, empty where too little is left to show."""
    others = Article.objects.published().exclude(pk__in=[article.pk for article in without])
    newest = others.filter(category=OuterRef("pk")).newest_first()
    places = {f"newest_{place}": Subquery(newest.values("pk")[place : place + 1]) for place in range(STRIP)}
    categories = Category.objects.annotate(**places)
    keys = {category: [key for place in places if (key := getattr(category, place))] for category in categories}
    cards = Article.objects.as_cards().in_bulk([key for row in keys.values() if len(row) >= FEWEST for key in row])
    return [Strip(category, [cards[key] for key in row if key in cards]) for category, row in keys.items()]
