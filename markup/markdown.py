"""Markdown → safe HTML: comments, and articles that were written in Markdown."""

from markdown_it import MarkdownIt

from .code import highlight
from .html import clean_article
from .policy import COMMENT, sanitise
from .tree import parse, printable, serialise

MOST_HIGHLIGHTED = 1_000  # characters of code in a comment, which anybody may write: a tenth of a second at worst

_comment_parser = (
    MarkdownIt("commonmark", {"html": False, "breaks": True})
    .enable("strikethrough")
    .disable(["heading", "lheading", "image", "html_block", "html_inline"])
)
_article_parser, _article_parser_with_html = (
    MarkdownIt("commonmark", {"html": html}).enable(["table", "strikethrough"]) for html in (False, True)
)


def render_comment(source: str) -> str:
    """A comment's Markdown as safe HTML; links carry `rel="nofollow ugc noopener"`, headings and images stay text."""
    root = parse(sanitise(_comment_parser.render(printable(source)), COMMENT))
    highlight(root, MOST_HIGHLIGHTED)
    return serialise(root)


def article_from_markdown(source: str, *, with_html: bool = False) -> str:
    """An article body, cleaned as if it had come from the rich text field; tags are words unless it is `with_html`."""
    parser = _article_parser_with_html if with_html else _article_parser
    return clean_article(parser.render(printable(source)))
