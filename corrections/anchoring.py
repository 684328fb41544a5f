"""Where a quoted sentence is in a text that may have changed since.

As a TextQuoteSelector of the W3C's Web Annotation Data Model: the words themselves, with what stood before and after.
Spaces do not count, nor which kind of quotation mark or hyphen somebody typed.
"""

from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import islice, takewhile
from typing import NamedTuple, Self

CONTEXT = 48  # characters before and after
LONGEST = 1000  # characters that are quoted
ALIKE = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "‑": "-", "…": "."})
SEED = 8  # characters that a changed sentence must still have in a row
MOST_SEEDS, MOST_PLACES = 40, 60  # that are looked for, and that are compared: a text may repeat itself on purpose
SIMILAR = 0.7  # share of its characters by which a sentence is still the same one


class Span(NamedTuple):
    start: int
    end: int
    is_exact: bool = True


class Quote(NamedTuple):
    exact: str
    prefix: str = ""
    suffix: str = ""

    @classmethod
    def of(cls, text: str, span: Span) -> Self:
        before = text[max(0, span.start - CONTEXT) : span.start]
        return cls(*map(one_line, (text[span.start : span.end], before, text[span.end : span.end + CONTEXT])))

    def find(self, text: str) -> Span | None:
        """Its best place: word by word, by context where there are several, else where something like it stands."""
        exact, prefix, suffix = (_solid(words)[0] for words in self)
        solid, places = _solid(text)
        if not exact or not solid:
            return None
        starts = list(islice(_all(solid, exact), MOST_PLACES))
        if starts:
            start = max(starts, key=lambda at: _agreement(solid, at, at + len(exact), prefix, suffix))
            return Span(places[start], places[start + len(exact) - 1] + 1)
        return _like(exact, prefix, suffix, solid, places)


def one_line(text: str) -> str:
    return " ".join(text.split())


def _like(exact: str, prefix: str, suffix: str, solid: str, places: list[int]) -> Span | None:
    """By pieces of it that are still there, and by what stood around it."""
    step = max(1, len(exact) // MOST_SEEDS)
    starts = {
        at - offset
        for offset in range(0, max(1, len(exact) - SEED + 1), step)
        for at in islice(_all(solid, exact[offset : offset + SEED]), MOST_PLACES)
    }
    starts |= {at + len(prefix) for at in islice(_all(solid, prefix), MOST_PLACES)} if prefix else set()
    best, found = SIMILAR, None
    for start in sorted(start for start in starts if 0 <= start < len(solid))[:MOST_PLACES]:
        end = min(len(solid), start + len(exact))
        close = solid.find(suffix[:SEED], start, end + len(exact) // 2) if len(suffix) >= SEED else -1
        for stop in {end, close} - {-1, start}:
            matcher = SequenceMatcher(None, exact, solid[start:stop], autojunk=False)
            if matcher.quick_ratio() > best and (score := matcher.ratio()) > best:
                best, found = score, Span(places[start], places[stop - 1] + 1, is_exact=False)
    return found


def _solid(text: str) -> tuple[str, list[int]]:
    """Its characters without spaces, and where each stands in it."""
    places = [at for at, sign in enumerate(text) if not sign.isspace()]
    return "".join(text[at] for at in places).translate(ALIKE), places


def _all(text: str, part: str) -> Iterator[int]:
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


def _agreement(solid: str, start: int, end: int, prefix: str, suffix: str) -> int:
    """How many characters before and after are as they were."""
    before = zip(reversed(solid[:start][-CONTEXT:]), reversed(prefix), strict=False)
    after = zip(solid[end : end + CONTEXT], suffix, strict=False)
    return sum(sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs)) for pairs in (before, after))
