"""Markdown → safe HTML: comments, and articles that were written in Markdown."""

from collections.abc import Callable

from markdown_it import MarkdownIt

from .code import highlight
from .html import clean_article
from .mentions import link_mentions, mentioned
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


def render_comment(source: str, pages: Callable[[list[str]], dict[str, str]] | None = None) -> str:
    """A comment's Markdown as safe HTML; links carry `rel="nofollow ugc noopener"`, headings and images stay text.

    `pages` is asked for the page of everybody whose @name stands outside code, by the name in lower case.
    """
    root = parse(sanitise(_comment_parser.render(printable(source)), COMMENT))
    if pages:
        link_mentions(root, pages)
    highlight(root, MOST_HIGHLIGHTED)
    return serialise(root)


def mentions(source: str) -> list[str]:
    """The @names in a comment's Markdown, without the @."""
    return mentioned(parse(sanitise(_comment_parser.render(printable(source)), COMMENT)))


def article_from_markdown(source: str, *, with_html: bool = False) -> str:
    """An article body, cleaned as if it had come from the rich text field; tags are words unless it is `with_html`."""
    parser = _article_parser_with_html if with_html else _article_parser
    return clean_article(parser.render(printable(source)))
