"""A passage of a body: its words as one line, replaced inside the tags that they stand in."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import accumulate
from typing import NamedTuple

from lxml import html as lxml_html

from .tree import INLINE, parse, serialise

PIECE = re.compile(r"\w+|\s+|[^\w\s]")
BREAK = "\n"  # between blocks, where no sentence goes on


class Run(NamedTuple):
    """Characters that stand together in the tree: the text of an element, or what follows it; a break has none."""

    element: lxml_html.HtmlElement | None
    attribute: str
    text: str


class Passages:
    """All words of a body, each known by where it stands; footnotes come last, as readers find them."""

    def __init__(self, body: str) -> None:
        self.root = parse(body)
        notes: list[lxml_html.HtmlElement] = []
        runs = list(_runs(self.root, notes))
        for note in notes:
            runs += [Run(None, "", BREAK), *_runs(note, [])]
        self.runs = [run for run in runs if run.text]
        self.text = "".join(run.text for run in self.runs)
        self.starts = list(accumulate((len(run.text) for run in self.runs), initial=0))

    def replaced(self, start: int, end: int, new: str) -> str | None:
        """The body with other words there; None where a change would go across tags."""
        old, wanted = PIECE.findall(self.text[start:end]), PIECE.findall(new)
        places = list(accumulate(map(len, old), initial=start))
        texts = [run.text for run in self.runs]
        for i, j, k, m in reversed(_changes(old, wanted)):
            number = self._run_with(places[i], places[j])
            if number is None:
                return None
            first, last = (place - self.starts[number] for place in (places[i], places[j]))
            texts[number] = texts[number][:first] + "".join(wanted[k:m]) + texts[number][last:]
        for run, text in zip(self.runs, texts, strict=True):
            if run.element is not None:
                setattr(run.element, run.attribute, text)
        return serialise(self.root)

    def relinked(self, start: int, end: int, address: str) -> str | None:
        """The body with another address for the one link that the passage is in or has in it."""
        links = {link for run in self._between(start, end) for link in _links_around(run)}
        if len(links) != 1:
            return None
        links.pop().set("href", address)
        return serialise(self.root)

    def block_around(self, start: int, end: int) -> tuple[int, int]:
        """From where to where the paragraphs go that the passage is in."""
        breaks = [at for at, run in zip(self.starts, self.runs, strict=False) if run.element is None]
        first = max((at + 1 for at in breaks if at < start), default=0)
        return first, min((at for at in breaks if at >= end), default=len(self.text))

    def _run_with(self, start: int, end: int) -> int | None:
        """The number of the run that has all of it; what is only put in goes on from the character before."""
        for number, run in enumerate(self.runs):
            first, last = self.starts[number], self.starts[number + 1]
            if run.element is not None and first <= start and end <= last and (start < last or start == end):
                return number
        return None

    def _between(self, start: int, end: int) -> list[Run]:
        return [
            run
            for number, run in enumerate(self.runs)
            if run.element is not None and self.starts[number] < end and start < self.starts[number + 1]
        ]


def _runs(element: lxml_html.HtmlElement, notes: list[lxml_html.HtmlElement]) -> Iterator[Run]:
    yield Run(element, "text", element.text or "")
    for inner in element:
        if inner.tag == "small":
            notes.append(inner)
        else:
            edge = "" if inner.tag in INLINE and inner.tag != "br" else BREAK
            yield Run(None, "", edge)
            yield from _runs(inner, notes)
            yield Run(None, "", edge)
        yield Run(inner, "tail", inner.tail or "")


def _changes(old: list[str], new: list[str]) -> list[tuple[int, int, int, int]]:
    """Ranges of the pieces that differ; one kind of space is as good as another."""
    before, after = ([" " if piece.isspace() else piece for piece in pieces] for pieces in (old, new))
    found = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return [(i, j, k, m) for kind, i, j, k, m in found if kind != "equal"]


def _links_around(run: Run) -> list[lxml_html.HtmlElement]:
    """A tail stands outside of the element that it follows."""
    inside = [run.element] if run.attribute == "text" else []
    return [element for element in (*inside, *run.element.iterancestors()) if element.tag == "a"]
