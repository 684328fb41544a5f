"""What one would want to know of a text before it is published; nothing of it keeps anybody from publishing."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

import markup

from .content import Content
from .links import dead_among, own_path
from .models import Image

FEWEST_WORDS = 100
SEARCH_TITLE, LAYOUT_TITLE = 70, 110  # characters
NAMED = 3  # examples of one kind
STILL = {
    "title": gettext_lazy("%(words)s still stands in the headline"),
    "lead": gettext_lazy("%(words)s still stands in the lead"),
    "body": gettext_lazy("%(words)s still stands in the text"),
}
EMPTY_WORDS = {"here", "click here", "this", "this link", "link", "more", "read more", "see here"}
MARKS = re.compile(r"\b(TK(?:TK)*|TO(?:DO))\b")  # what newsrooms write where something is to come


class Point(NamedTuple):
    """Something open: what, why it matters, and the field of the form in which it is mended."""

    what: str
    why: str
    field: str


class Known(NamedTuple):
    """What has to be looked up; made once for any number of texts."""

    described: set[str]  # addresses of pictures in texts which the library describes
    bare_covers: set[int]  # keys of covers which it does not
    dead: set[str]  # paths of this site at which readers find nothing


def open_points(content: Content, known: Known) -> list[Point]:
    outline = markup.outline(content["body"])
    return [*_of_fields(content, known), *_of_text(content, outline), *_of_parts(content, outline, known)]


def known_for(contents: Sequence[Content]) -> Known:
    outlines = [markup.outline(content["body"]) for content in contents]
    addresses = {address for outline in outlines for address, alt in outline.pictures if not alt}
    described = {address for address, image in Image.objects.at(addresses).items() if image.alt}
    covers = {content["cover"] for content in contents if content["cover"]}
    bare = set(Image.objects.filter(pk__in=covers, alt="").values_list("pk", flat=True)) if covers else set()
    paths = {path for outline in outlines for address, _ in outline.links if (path := own_path(address))}
    return Known(described, bare, dead_among(paths))


def points_of(content: Content) -> list[Point]:
    return open_points(content, known_for([content]))


def _of_fields(content: Content, known: Known) -> Iterator[Point]:
    title, searched = content["title"], content["seo_title"] or content["title"]
    if len(title) > LAYOUT_TITLE:
        why = _("Above %(most)s it fills a phone.") % {"most": LAYOUT_TITLE}
        yield Point(_length(title), why, "title")
    elif len(searched) > SEARCH_TITLE:
        why = _("Search engines cut it after %(most)s. It may stay, with a shorter title for search engines.")
        yield Point(_length(searched), why % {"most": SEARCH_TITLE}, "seo_title")
    if not content["lead"].strip():
        yield Point(_("There is no lead"), _("Cards, feeds and search results show it below the headline."), "lead")
    if not content["cover"]:
        yield Point(_("There is no cover"), _("Cards and links in social networks show one."), "cover")
    elif content["cover"] in known.bare_covers:
        yield Point(_("The cover has no description"), _("Who cannot see it learns nothing of it."), "cover")
    if not content["tags"]:
        yield Point(_("There is no tag"), _("By tags readers find it, and what is related."), "tags")
    if not content["byline"]:
        yield Point(_("Nobody has signed it"), _("Readers and search engines want to know who wrote it."), "byline")


def _of_text(content: Content, outline: markup.Outline) -> Iterator[Point]:
    count = len(outline.words.split())
    if count < FEWEST_WORDS:
        what = ngettext("The text has %(count)s word", "The text has %(count)s words", count) % {"count": count}
        yield Point(what, _("It may be on purpose; or something is missing."), "body")
    for field, text in [("title", content["title"]), ("lead", content["lead"]), ("body", outline.words)]:
        if marks := list(dict.fromkeys(MARKS.findall(text))):
            yield Point(STILL[field] % {"words": _named(marks)}, _("Something was to come there."), field)


def _of_parts(content: Content, outline: markup.Outline, known: Known) -> Iterator[Point]:
    levels = [(1, content["title"]), *outline.headings]
    if jumps := [after for (above, _), (level, after) in pairwise(levels) if level > above + 1]:
        why = _("Who listens to the page goes from heading to heading, and looks for the level between.")
        yield Point(_("%(words)s skips a level of headings") % {"words": _named(jumps)}, why, "body")
    bare = [address for address, alt in outline.pictures if not alt and address not in known.described]
    if bare:
        why = _("Who cannot see a picture learns nothing of it. Write it below the picture, or in the library.")
        what = ngettext(
            "%(count)s picture without a description", "%(count)s pictures without a description", len(bare)
        )
        yield Point(what % {"count": len(bare)}, why, "body")
    if dead := [words or address for address, words in outline.links if own_path(address) in known.dead]:
        why = _("Readers find no such page, or not yet.")
        yield Point(_("%(words)s leads nowhere") % {"words": _named(dead)}, why, "body")
    if vague := [words or address for address, words in outline.links if words.lower().strip(" .:!›»→") in EMPTY_WORDS]:
        why = _("Who goes from link to link hears only these words. Better are those that say what is there.")
        yield Point(_("%(words)s says nothing as words of a link") % {"words": _named(vague)}, why, "body")
    if count := outline.headless_tables:
        why = _("With a first row of headers, who listens knows what a cell is about.")
        what = ngettext("%(count)s table without headers", "%(count)s tables without headers", count)
        yield Point(what % {"count": count}, why, "body")


def _named(examples: Iterable[str]) -> str:
    """The first few in quotation marks."""
    examples = list(dict.fromkeys(examples))
    named, more = ", ".join(f"“{example}”" for example in examples[:NAMED]), len(examples) - NAMED
    return _("%(words)s and %(count)s more") % {"words": named, "count": more} if more > 0 else named


def _length(title: str) -> str:
    said = ngettext("The headline has %(count)s character", "The headline has %(count)s characters", len(title))
    return said % {"count": len(title)}
