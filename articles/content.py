"""Which fields of an article a revision has."""

from collections.abc import Iterable
from typing import TypedDict

from django.utils.text import get_text_list

import markup


class Content(TypedDict):
    """The words and the filing of an article, as a revision keeps them: what is a row elsewhere, by its number.

    Neither counters, which readers move, nor publishing settings (dates, featured, comments open), which act at once.
    """

    title: str
    slug: str
    lead: str
    body: str
    category: int
    tags: list[int]
    byline: list[int]
    cover: int | None
    source_name: str
    source_url: str
    seo_title: str
    seo_description: str
    canonical_url: str
    language: str
    translation_of: int | None
    tested_with: str


LISTS = ("tags", "byline")  # rows of their own; everything else is a column of the article
COLUMNS = {
    name: f"{name}_id" if name in ("category", "cover", "translation_of") else name
    for name in Content.__annotations__
    if name not in LISTS
}

# What revisions that are older than these fields say of them.
ADDED_LATER = {"language": "", "translation_of": None, "tested_with": ""}


def cleaned(content: Content) -> Content:
    """As it would come out of the columns again."""
    title, lead = markup.printable(content["title"]), markup.printable(content["lead"])
    return content | {"title": title, "lead": lead, "body": markup.clean_article(content["body"])}  # type: ignore[return-value]


def refiled(
    content: Content, *, category: int | None, add: Iterable[int], remove: Iterable[int], byline: list[int]
) -> Content:
    """The same words; filed and signed as it was where nothing else is named."""
    tags = sorted({*content["tags"], *add} - {*remove})
    return content | {"category": category or content["category"], "tags": tags, "byline": byline or content["byline"]}  # type: ignore[return-value]


def filing_note(category, add: Iterable, remove: Iterable, authors: Iterable) -> str:
    """Such as `Filed: in Science, with AI, without Chips, signed by Alice Ashby`."""
    words = {"in": [category] if category else [], "with": add, "without": remove, "signed by": authors}
    said = [f"{word} {get_text_list([*map(str, rows)], 'and')}" for word, rows in words.items() if rows]
    return f"Filed: {', '.join(said)}"
