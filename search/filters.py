"""What narrows a search down, as it stands in the address: `?q=…&category=…&tag=…&author=…&year=…&month=…&in=…`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.http import HttpRequest
from django.utils.http import urlencode

from accounts.models import User
from articles.models import Article, Byline, Category, Tag, Tagging

ARTICLES, COMMENTS = "articles", "comments"
FIRST_YEAR, LAST_YEAR = 1970, 9998


@dataclass(frozen=True)
class Filters:
    category: Category | None = None
    tag: Tag | None = None
    author: User | None = None
    year: int = 0
    month: int = 0
    kind: str = ""

    @classmethod
    def asked(cls, request: HttpRequest) -> "Filters":
        """What is not there, or not anymore, narrows nothing down."""
        asked = request.GET.get
        year = _number(asked("year", ""), FIRST_YEAR, LAST_YEAR)
        return cls(
            _named(Category, "slug", asked("category")),
            _named(Tag, "slug", asked("tag")),
            _named(User, "username", asked("author")),
            year,
            _number(asked("month", ""), 1, 12) if year else 0,
            kind if (kind := asked("in", "")) in (ARTICLES, COMMENTS) else "",
        )

    @property
    def values(self) -> dict[str, str]:
        """As they stand in the address."""
        said = {
            "category": self.category and self.category.slug,
            "tag": self.tag and self.tag.slug,
            "author": self.author and self.author.username,
            "year": self.year and str(self.year),
            "month": self.month and f"{self.month:02}",
            "in": self.kind,
        }
        return {name: value for name, value in said.items() if value}

    @property
    def keys(self) -> list[str]:
        """As the engines know them."""
        date = [f"m{self.year}{self.month:02}" if self.month else f"y{self.year}"] if self.year else []
        chosen = {"c": self.category, "t": self.tag, "a": self.author}
        return [*(f"{letter}{one.pk}" for letter, one in chosen.items() if one), *date]

    def filed(self, articles: Iterable[Article]) -> set[int]:
        """Keys of those with this category, tag and author: whose comments are looked for."""
        keys = {one.pk for one in articles if not self.category or one.category_id == self.category.pk}
        for rows, name, wanted in ((Tagging, "tag", self.tag), (Byline, "author", self.author)):
            if wanted and keys:
                keys &= set(rows.objects.filter(article__in=keys, **{name: wanted}).values_list("article", flat=True))
        return keys

    def is_dated(self, at: datetime) -> bool:
        at = at.astimezone(UTC)
        return (not self.year or at.year == self.year) and (not self.month or at.month == self.month)

    def address(self, q: str, **changes: str) -> str:
        """The query with these changes; "" takes one away."""
        said = {"q": q} | self.values | changes
        return "?" + urlencode({name: value for name, value in said.items() if value})


NO_FILTERS = Filters()


def _named(model, field: str, value: str | None):
    return model.objects.filter(**{field: value}).first() if value and len(value) <= 60 else None


def _number(text: str, least: int, most: int) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else 0
    return number if least <= number <= most else 0
