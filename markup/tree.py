"""HTML fragments as trees and back."""

from lxml import etree
from lxml import html as lxml_html


def parse(source: str) -> lxml_html.HtmlElement:
    return lxml_html.fragment_fromstring(source, create_parent="div", parser=lxml_html.HTMLParser(huge_tree=True))


def serialise(root: lxml_html.HtmlElement) -> str:
    outer = lxml_html.tostring(root, encoding="unicode").replace("</source>", "")  # libxml2 knows HTML 4 only
    return outer[len("<div>") : -len("</div>")] if len(root) or root.text else ""


def depth(root: lxml_html.HtmlElement) -> int:
    """How many elements stand inside each other below `root`."""
    deepest = level = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        level += 1 if event == "start" else -1
        deepest = max(deepest, level)
    return deepest - 1
