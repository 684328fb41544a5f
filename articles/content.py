"""Which fields of an article a revision has."""

from typing import TypedDict


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


LISTS = ("tags", "byline")  # rows of their own; everything else is a column of the article
COLUMNS = {
    name: f"{name}_id" if name in ("category", "cover") else name
    for name in Content.__annotations__
    if name not in LISTS
}
