"""What a revision keeps, as people read it: rows by their names."""

from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from ..content import Content
from ..models import Article, Category, Image, Tag

LABELS = {
    "title": _("Headline"),
    "slug": _("Address"),
    "lead": _("Lead"),
    "body": _("Text"),
    "category": _("Category"),
    "tags": _("Tags"),
    "byline": _("Authors"),
    "cover": _("Cover"),
    "source_name": _("Source"),
    "source_url": _("Address of the source"),
    "seo_title": _("Title for search engines"),
    "seo_description": _("Description for search engines"),
    "canonical_url": _("Canonical address"),
    "language": _("Language"),
    "translation_of": _("Translation of"),
    "tested_with": _("Tested with"),
}
MODELS = {
    "category": Category,
    "tags": Tag,
    "byline": get_user_model(),
    "cover": Image,
    "translation_of": Article,
}
GONE = _("(no longer there)")


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
