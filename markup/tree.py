"""HTML fragments as trees and back."""

import re
from html import escape

from lxml import etree
from lxml import html as lxml_html

# What may stand in a line of text.
INLINE = {
    *("a", "abbr", "b", "br", "cite", "code", "del", "em", "i", "kbd", "mark", "s", "small", "strong", "sub", "sup"),
}
CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def printable(source: str) -> str:
    """Without what no tree can hold."""
    return CONTROL_CHARACTERS.sub("", source)


def parse(source: str) -> lxml_html.HtmlElement:
    return lxml_html.fragment_fromstring(source, create_parent="div", parser=lxml_html.HTMLParser(huge_tree=True))


def serialise(root: lxml_html.HtmlElement) -> str:
    for element in root.iter("p", "li", "tr", "th", "td"):
        element.text = element.text or ""  # else libxml2 may leave out its end, and what follows moves into it
    outer = lxml_html.tostring(root, encoding="unicode").replace("</source>", "")  # libxml2 knows HTML 4 only
    return outer[len("<div>") : -len("</div>")] if len(root) or root.text else ""


def depth(root: lxml_html.HtmlElement) -> int:
    """How many elements stand inside each other below `root`."""
    deepest = level = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        level += 1 if event == "start" else -1
        deepest = max(deepest, level)
    return deepest - 1


def blocks(body: str) -> list[str]:
    """Paragraphs, headings, lists, figures … of a body, written alike whether they come from the editor or not."""
    root = parse(body)
    for cell in list(root.iter("li", "td", "th")):
        paragraphs = cell.findall("p")
        if len(paragraphs) == 1 and not (cell.text or "").strip():
            paragraphs[0].drop_tag()
    found = [_escaped(root.text)]
    for block in root:
        found += [lxml_html.tostring(block, encoding="unicode", with_tail=False), _escaped(block.tail)]
    return [block for block in found if block.strip()]


def _escaped(text: str | None) -> str:
    return escape(text or "", quote=False)


def replace(element: lxml_html.HtmlElement, replacement: str) -> None:
    """Put other HTML, of one element, where it stands."""
    new = lxml_html.fragment_fromstring(replacement)
    new.tail = element.tail
    element.getparent().replace(element, new)


def take_out(element: lxml_html.HtmlElement) -> lxml_html.HtmlElement:
    """Take it out of the text, which closes behind it."""
    element.drop_tree()
    element.tail = None
    return element


def holds_words_only(element: lxml_html.HtmlElement) -> bool:
    return all(inner.tag in INLINE for inner in element.iterdescendants())
