"""Text that people wrote → safe HTML. Nothing else in the magazine calls a sanitiser or a Markdown parser."""

from .html import (
    Heading,
    clean_article,
    headings,
    image_addresses,
    printable,
    render_article,
    text,
    with_absolute_links,
)
from .markdown import article_from_markdown, render_comment

__all__ = [
    "Heading",
    "article_from_markdown",
    "clean_article",
    "headings",
    "image_addresses",
    "printable",
    "render_article",
    "render_comment",
    "text",
    "with_absolute_links",
]
