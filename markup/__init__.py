"""Text that people wrote → safe HTML. Nothing else in the magazine calls a sanitiser or a Markdown parser."""

from .difference import Change, compare_blocks, compare_bodies, compare_text
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
from .tree import blocks

__all__ = [
    "Change",
    "Heading",
    "article_from_markdown",
    "blocks",
    "clean_article",
    "compare_blocks",
    "compare_bodies",
    "compare_text",
    "headings",
    "image_addresses",
    "printable",
    "render_article",
    "render_comment",
    "text",
    "with_absolute_links",
]
