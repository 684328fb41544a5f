"""What a cleaned body is made of, for those who look it over before it is published."""

from typing import NamedTuple

from lxml import html as lxml_html

from .html import HEADINGS
from .tree import parse


class Outline(NamedTuple):
    headings: list[tuple[int, str]]  # level and words
    links: list[tuple[str, str]]  # address and words; what a picture in it says counts as words
    pictures: list[tuple[str, str]]  # address and description
    headless_tables: int
    words: str  # without code, in which everything is allowed


def outline(body: str) -> Outline:
    root = parse(body)
    return Outline(
        headings=[(int(str(heading.tag)[1]), _words(heading)) for heading in root.iter(*HEADINGS)],
        links=[(link.get("href", ""), _words(link)) for link in root.iter("a")],
        pictures=[(image.get("src", ""), image.get("alt", "").strip()) for image in root.iter("img")],
        headless_tables=sum(next(table.iter("th"), None) is None for table in root.iter("table")),
        words=_words_without_code(root),
    )


def _words(element: lxml_html.HtmlElement) -> str:
    said = [element.text_content(), *(image.get("alt", "") for image in element.iter("img"))]
    return " ".join(" ".join(said).split())


def _words_without_code(root: lxml_html.HtmlElement) -> str:
    """The last to be read of `root`, from which it takes the code away."""
    for code in list(root.iter("pre", "code")):
        code.drop_tree()
    return " ".join(" ".join(root.itertext()).split())
