"""What was wrong in the demo's articles: readers found two mistakes that wait for the editors; one is corrected."""

from datetime import timedelta
from typing import Any

from accounts.models import User
from articles.models import Article, Edition
from corrections.models import Correction

FOUND: list[dict[str, Any]] = [
    {
        "slug": "how-a-chip-gets-its-price",
        "kind": Correction.Kind.FACT,
        "exact": "The disc has 70,686 square millimetres, so 706 of our chips ought to fit.",
        "suffix": "Squares in a circle waste the edge.",
        "replacement": "The wafer has 70,686 square millimetres, so 706 of our chips ought to fit.",
        "remark": "You call it a wafer everywhere else; with “disc” I looked for a second thing.",
        "thanks": True,
    },
    {
        "slug": "sqlite-is-everywhere",
        "kind": Correction.Kind.CODE,
        "exact": "xxd shelf.db | head -4",
        "remark": "There is no xxd in a fresh container. “od -A x -t x1z shelf.db” is everywhere.",
    },
]

CORRECTED = "how-a-chip-gets-its-price"
WAS, IS = "only 74 fit", "only 64 fit"
TOLD = "An earlier version of this article said that 74 chips of 800 square millimetres fit on a wafer. It is 64."


def load_editions() -> None:
    """Readers saw the wrong number for five hours."""
    article = Article.objects.get(slug=CORRECTED)
    at = article.published_at + timedelta(hours=5)
    before = {"title": article.title, "lead": article.lead, "body": article.body.replace(IS, WAS)}
    now = before | {"body": article.body, "told": TOLD, "told_as": Edition.As.CORRECTION}
    for moment, text in [(article.published_at, before), (at, now)]:
        Edition.objects.create(article=article, published_at=moment, **text)
    Article.objects.filter(pk=article.pk).update(text_changed_at=at)


def load_corrections(people: dict[str, User]) -> None:
    readers = [person for person in people.values() if not person.is_staff]
    articles = Article.objects.in_bulk([found["slug"] for found in FOUND], field_name="slug")
    for found, reader in zip(FOUND, readers, strict=False):
        words = {name: value for name, value in found.items() if name != "slug"}
        Correction(article=articles[found["slug"]], reader=reader, **words).post()
