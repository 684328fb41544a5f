"""What a revision keeps, as people read it: rows by their names."""

from django.contrib.auth import get_user_model

from ..content import Content
from ..models import Article, Category, Image, Tag

LABELS = {
    "title": "Headline",
    "slug": "Address",
    "lead": "Lead",
    "body": "Text",
    "category": "Category",
    "tags": "Tags",
    "byline": "Authors",
    "cover": "Cover",
    "source_name": "Source",
    "source_url": "Address of the source",
    "seo_title": "Title for search engines",
    "seo_description": "Description for search engines",
    "canonical_url": "Canonical address",
    "language": "Language",
    "translation_of": "Translation of",
    "tested_with": "Tested with",
}
MODELS = {
    "category": Category,
    "tags": Tag,
    "byline": get_user_model(),
    "cover": Image,
    "translation_of": Article,
}
GONE = "(no longer there)"


def readable(*contents: Content) -> list[dict[str, str]]:
    """The fields of each as text, in at most five queries for all of them."""
    rows = {name: _rows(name, contents) for name in MODELS}

    def text(name: str, value) -> str:
        if name not in MODELS:
            return value
        return ", ".join(str(rows[name].get(key, GONE)) for key in _keys(value))

    return [{name: text(name, content[name]) for name in LABELS} for content in contents]  # type: ignore[literal-required]


def _rows(name: str, contents: tuple[Content, ...]) -> dict:
    keys = {key for content in contents for key in _keys(content[name])}  # type: ignore[literal-required]
    return MODELS[name].objects.in_bulk(keys) if keys else {}


def _keys(value) -> list[int]:
    if isinstance(value, list):
        return value
    return [] if value is None else [value]
