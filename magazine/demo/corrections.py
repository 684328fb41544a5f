"""What two readers found wrong in the demo's articles; the editors have not decided yet."""

from typing import Any

from accounts.models import User
from articles.models import Article
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


def load_corrections(people: dict[str, User]) -> None:
    readers = [person for person in people.values() if not person.is_staff]
    articles = Article.objects.in_bulk([found["slug"] for found in FOUND], field_name="slug")
    for found, reader in zip(FOUND, readers, strict=False):
        words = {name: value for name, value in found.items() if name != "slug"}
        Correction(article=articles[found["slug"]], reader=reader, **words).post()
