"""Cleaning and rendering of HTML from the editors' rich text field."""

import re
from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.utils.text import slugify
from lxml import html as lxml_html

from .boxes import label_boxes, tidy_boxes
from .code import highlight
from .embeds import embed_addresses, render_embeds, tidy_embeds
from .figures import add_credit, is_in_gallery, tidy_galleries, tidy_pull_quotes
from .footnotes import move_footnotes_to_the_end, number_footnotes, tidy_footnotes
from .policy import ARTICLE, sanitise
from .tree import parse, printable, replace, serialise

HEADINGS = ("h2", "h3", "h4")
TITLES = (*HEADINGS, "header")
# What word processors and web pages call things → what they are called here.
RENAMED = {"h1": "h2", "h5": "h4", "h6": "h4", "b": "strong", "i": "em", "s": "del"}
# Left behind empty by editors and by what was cleaned away; a figure is empty without something to look at.
DROPPED_WHEN_BLANK = ("p", *HEADINGS, "figcaption", "header", "blockquote", "figure", "aside")
# Typed without what browsers need before it.
BARE_ADDRESS = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?:[:/?#].*)?", re.IGNORECASE)
BARE_EMAIL = re.compile(r"[^\s@:/]+@(?:[a-z0-9-]+\.)+[a-z]{2,}", re.IGNORECASE)
DETOUR = re.compile(r"https://www\.google\.com/url\?(.*)")  # around every link that was copied from Google Docs
MOST_HIGHLIGHTED = 15_000  # characters of code in an article, whose authors we know
MOST_PASSES = 6  # of cleaning; what needs more was written to need them

# What the article page itself calls its parts; no heading of a text may have the same id.
PAGE_IDS = {
    *("main", "counters", "footnotes", "related", "reactions", "reactions-said", "reaction-form"),
    *("reaction-like", "reaction-dislike"),
    *("comments", "comments-said", "composer", "composer-home", "comment-form", "comment-draft", "comment-votes"),
}

# From an image's address, its alternative text and whether it is one of a gallery to the HTML that shows it, or None
# to keep the plain image.
Picture = Callable[[str, str, bool], str | None]
# From an image's address to the HTML that says who made it and what one may do with it, or "".
Credit = Callable[[str], str]


class Heading(NamedTuple):
    level: int
    id: str
    text: str


@lru_cache(
    maxsize=8
)  # on its way from the form into the row a body is cleaned up to three times; a long one takes 0.1 s
def clean_article(source: str) -> str:
    """The article body as it may be stored; cleaned until nothing changes, as parsers differ on what may be in what."""
    for _ in range(MOST_PASSES):
        before, source = source, _clean(source)
        if source == before:
            break
    return source


def _clean(source: str) -> str:
    """Pictures from other hosts are dropped, as the page could not show them."""
    root = parse(sanitise(printable(source), ARTICLE))
    for element in list(root.iter(*RENAMED)):
        element.tag = RENAMED[str(element.tag)]
    for image in list(root.iter("img")):
        if not image.get("src", "").startswith(settings.MEDIA_URL):
            image.drop_tree()
    for link in list(root.iter("a")):
        _mend_link(link)
    for tidy in TIDY:
        tidy(root)
    for cell in root.iter("td", "th"):
        for span in ("colspan", "rowspan"):
            if cell.get(span) == "1":
                del cell.attrib[span]
    for code in root.iter("code"):
        if not re.fullmatch(r"language-[\w+#.-]{1,30}", code.get("class", "language-x")):
            del code.attrib["class"]
    return serialise(root).strip()


def _drop_blanks(root: lxml_html.HtmlElement) -> None:
    for element in reversed(list(root.iter(*DROPPED_WHEN_BLANK))):
        if _is_blank(element):
            element.drop_tree()


# Each sees to it that elements of one kind are as the page and the editor expect them.
TIDY = (tidy_footnotes, tidy_boxes, tidy_pull_quotes, embed_addresses, tidy_embeds, _drop_blanks, tidy_galleries)


def _mend_link(link: lxml_html.HtmlElement) -> None:
    """Complete what was typed in haste and leave out detours; a link without an address is text."""
    address = link.get("href", "").strip()
    if not _is_address(address):
        link.drop_tag()
        return
    if BARE_ADDRESS.fullmatch(address):
        link.set("href", f"https://{address}")
    elif BARE_EMAIL.fullmatch(address):
        link.set("href", f"mailto:{address}")
    elif detour := DETOUR.fullmatch(address):
        target = printable(parse_qs(detour[1]).get("q", [""])[0])
        if target.startswith(("https://", "http://")) and _is_address(target):  # the sanitisers have not seen it
            link.set("href", target)
    if re.match(r"(https?:|mailto:|//)", link.get("href", "")):
        link.set("rel", ARTICLE.rel)


def _is_address(text: str) -> bool:
    try:
        return bool(text and urlsplit(text).geturl())
    except ValueError:  # such as http://[
        return False


def render_article(body: str, picture: Picture, credit: Credit = lambda address: "") -> str:
    """The cleaned body as readers get it: heading ids, highlighted code, scrolling tables, responsive pictures, notes
    at the end, and what stands elsewhere behind a button."""
    root = parse(body)
    _add_heading_ids(root)
    number_footnotes(root)
    label_boxes(root)
    render_embeds(root)
    for table in list(root.iter("table")):
        _wrap_table(table)
    for image in list(root.iter("img")):
        add_credit(image, credit(image.get("src", "")))
        replacement = picture(image.get("src", ""), image.get("alt", ""), is_in_gallery(image))
        if replacement:
            replace(image, replacement)
    highlight(root, MOST_HIGHLIGHTED)
    return serialise(root)


def text(source: str) -> str:
    """The words of an HTML fragment, one space between them; a heading ends like a sentence, as excerpts run on."""
    root = parse(source)
    move_footnotes_to_the_end(root)
    for block in root.iter("p", "li", *TITLES, "td", "th", "pre", "br", "figure", "figcaption", "blockquote"):
        is_open = block.tag in TITLES and block.text_content().rstrip()[-1:].isalnum()
        block.text = f" {block.text or ''}"
        block.tail = f"{'.' if is_open else ''} {block.tail or ''}"
    return " ".join(root.text_content().split())


def own_words(source: str) -> str:
    """The words of an answer without what it quotes first; all of them where it does nothing but quote."""
    root = parse(source)
    while len(root) and root[0].tag == "blockquote":
        root[0].drop_tree()
    return text(serialise(root)) or text(source)


def headings(rendered: str) -> list[Heading]:
    """The second and third level of a rendered body, for its table of contents."""
    found = parse(rendered).iter("h2", "h3")
    return [Heading(int(str(h.tag)[1]), h.get("id", ""), " ".join(h.text_content().split())) for h in found]


def image_addresses(source: str) -> list[str]:
    return [image.get("src", "") for image in parse(source).iter("img")]


def render_for_feeds(body: str, base: str) -> str:
    """The cleaned body for readers elsewhere: notes at its end, and every address starts with a host."""
    root = parse(body)
    number_footnotes(root)
    label_boxes(root)
    root.make_links_absolute(base, handle_failures="ignore")
    return serialise(root)


def _is_blank(element: lxml_html.HtmlElement) -> bool:
    if element.tag == "figure":
        return element.get("class") != "embed" and next(element.iter("img", "table", "pre", "blockquote"), None) is None
    return not element.text_content().strip() and next(element.iter("img"), None) is None


def _add_heading_ids(root: lxml_html.HtmlElement) -> None:
    taken, counts = set(PAGE_IDS), Counter[str]()
    for heading in root.iter(*HEADINGS):
        stem = name = slugify(heading.text_content(), allow_unicode=True)[:60] or "section"
        while name in taken:
            counts[stem] += 1
            name = f"{stem}-{counts[stem] + 1}"
        taken.add(name)
        heading.set("id", name)


def _wrap_table(table: lxml_html.HtmlElement) -> None:
    box = lxml_html.Element("div", {"class": "table-scroll", "tabindex": "0", "role": "group", "aria-label": "Table"})
    table.addprevious(box)
    box.tail, table.tail = table.tail, None
    box.append(table)
    for header in [th for th in table.iter("th") if not th.text_content().strip()]:
        header.tag = "td"  # the empty corner of a table heads nothing
