"""People called by their @name in a text."""

import re
from collections.abc import Callable, Iterator
from html import escape

from lxml import html as lxml_html

NAME = re.compile(r"(?<![\w@./-])@([A-Za-z0-9][A-Za-z0-9._-]*[A-Za-z0-9])", re.ASCII)
LITERAL = {"a", "code", "pre"}  # in which an @ is nobody's


def mentioned(root: lxml_html.HtmlElement) -> list[str]:
    """Their names, each once, in the order of the text."""
    return list(dict.fromkeys(name for _, _, text in _texts(root) for name in NAME.findall(text)))


def link_mentions(root: lxml_html.HtmlElement, pages: Callable[[list[str]], dict[str, str]]) -> None:
    """Make links of the names that `pages` knows, in place."""
    if not (names := mentioned(root)):
        return
    known = pages(names)
    for element, where, text in list(_texts(root)):
        pieces = NAME.split(text)  # text, name, text, name, …
        words, links = [pieces[0]], []
        for name, after in zip(pieces[1::2], pieces[2::2], strict=True):
            if address := known.get(name.lower()):
                links.append(_link(name, address))
                words.append(after)
            else:
                words[-1] += f"@{name}{after}"
        for link, after in zip(links, words[1:], strict=True):
            link.tail = after
        _put(element, where, words[0], links)


def _texts(root: lxml_html.HtmlElement) -> Iterator[tuple[lxml_html.HtmlElement, str, str]]:
    """Every run of words with an @: the element, and whether it is its `text` or its `tail`."""
    for element in root.iter():
        outside = [ancestor.tag for ancestor in element.iterancestors()]
        if "@" in (element.text or "") and LITERAL.isdisjoint([element.tag, *outside]):
            yield element, "text", element.text
        if "@" in (element.tail or "") and LITERAL.isdisjoint(outside):
            yield element, "tail", element.tail


def _link(name: str, address: str) -> lxml_html.HtmlElement:
    return lxml_html.fragment_fromstring(f'<a class="mention" href="{escape(address)}">@{escape(name)}</a>')


def _put(element: lxml_html.HtmlElement, where: str, words: str, links: list[lxml_html.HtmlElement]) -> None:
    setattr(element, where, words)
    parent = element if where == "text" else element.getparent()
    at = 0 if where == "text" else parent.index(element) + 1
    for number, link in enumerate(links):
        parent.insert(at + number, link)
