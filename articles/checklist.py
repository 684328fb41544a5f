"""What one would want to know of a text before it is published; nothing of it keeps anybody from publishing."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import markup

from .content import Content
from .links import dead_among, own_path
from .models import Image

FEWEST_WORDS = 100
SEARCH_TITLE, LAYOUT_TITLE = 70, 110  # characters
NAMED = 3  # examples of one kind
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
        yield Point(f"The headline has {len(title)} characters", f"Above {LAYOUT_TITLE} it fills a phone.", "title")
    elif len(searched) > SEARCH_TITLE:
        why = f"Search engines cut it after {SEARCH_TITLE}. It may stay, with a shorter title for search engines."
        yield Point(f"The headline has {len(searched)} characters", why, "seo_title")
    if not content["lead"].strip():
        yield Point("There is no lead", "Cards, feeds and search results show it below the headline.", "lead")
    if not content["cover"]:
        yield Point("There is no cover", "Cards and links in social networks show one.", "cover")
    elif content["cover"] in known.bare_covers:
        yield Point("The cover has no description", "Who cannot see it learns nothing of it.", "cover")
    if not content["tags"]:
        yield Point("There is no tag", "By tags readers find it, and what is related.", "tags")
    if not content["byline"]:
        yield Point("Nobody has signed it", "Readers and search engines want to know who wrote it.", "byline")


def _of_text(content: Content, outline: markup.Outline) -> Iterator[Point]:
    count = len(outline.words.split())
    if count < FEWEST_WORDS:
        yield Point(f"The text has {_count(count, 'word')}", "It may be on purpose; or something is missing.", "body")
    for field, text in [("title", content["title"]), ("lead", content["lead"]), ("body", outline.words)]:
        if marks := list(dict.fromkeys(MARKS.findall(text))):
            yield Point(f"{_named(marks)} still stands in the {_called(field)}", "Something was to come there.", field)


def _of_parts(content: Content, outline: markup.Outline, known: Known) -> Iterator[Point]:
    levels = [(1, content["title"]), *outline.headings]
    if jumps := [after for (above, _), (level, after) in pairwise(levels) if level > above + 1]:
        why = "Who listens to the page goes from heading to heading, and looks for the level between."
        yield Point(f"{_named(jumps)} skips a level of headings", why, "body")
    bare = [address for address, alt in outline.pictures if not alt and address not in known.described]
    if bare:
        why = "Who cannot see a picture learns nothing of it. Write it below the picture, or in the library."
        yield Point(f"{_count(len(bare), 'picture')} without a description", why, "body")
    if dead := [words or address for address, words in outline.links if own_path(address) in known.dead]:
        yield Point(f"{_named(dead)} leads nowhere", "Readers find no such page, or not yet.", "body")
    if vague := [words or address for address, words in outline.links if words.lower().strip(" .:!›»→") in EMPTY_WORDS]:
        why = "Who goes from link to link hears only these words. Better are those that say what is there."
        yield Point(f"{_named(vague)} says nothing as words of a link", why, "body")
    if outline.headless_tables:
        why = "With a first row of headers, who listens knows what a cell is about."
        yield Point(f"{_count(outline.headless_tables, 'table')} without headers", why, "body")


def _named(examples: Iterable[str]) -> str:
    """The first few in quotation marks."""
    examples = list(dict.fromkeys(examples))
    more = f" and {len(examples) - NAMED} more" if len(examples) > NAMED else ""
    return ", ".join(f"“{example}”" for example in examples[:NAMED]) + more


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def _called(field: str) -> str:
    return {"title": "headline", "body": "text"}.get(field, field)
