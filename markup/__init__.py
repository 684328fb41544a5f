"""Text that people wrote → safe HTML. Nothing else in the magazine calls a sanitiser or a Markdown parser."""

from .difference import Change, compare_blocks, compare_bodies, compare_text
from .embeds import ADDRESSES, frame_sources
from .html import (
    Heading,
    clean_article,
    headings,
    image_addresses,
    own_words,
    render_article,
    render_for_feeds,
    text,
)
from .markdown import article_from_markdown, mentions, render_comment
from .outline import Outline, outline
from .passages import Passages
from .to_markdown import as_markdown, escape_markdown
from .tree import blocks, printable

__all__ = [
    "ADDRESSES",
    "Change",
    "Heading",
    "Outline",
    "Passages",
    "article_from_markdown",
    "as_markdown",
    "blocks",
    "clean_article",
    "compare_blocks",
    "compare_bodies",
    "compare_text",
    "escape_markdown",
    "frame_sources",
    "headings",
    "image_addresses",
    "mentions",
    "outline",
    "own_words",
    "printable",
    "render_article",
    "render_comment",
    "render_for_feeds",
    "text",
]
