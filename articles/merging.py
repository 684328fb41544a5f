"""What two people made of the same text, brought together: field by field, and in the body block by block.

After Khanna, Kunal and Pierce, "A Formal Investigation of Diff3" (2007), but by changed ranges of the old text: two
changes clash where their ranges overlap, so that neighbouring paragraphs do not.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, NamedTuple

import markup

from .content import Content

MOST_BLOCKS = 2000  # more are taken for one: comparing takes time by the square
MINE, THEIRS, BOTH = "mine", "theirs", "both"


class Clash(NamedTuple):
    """Both changed it, and each to something else. Of the body, a piece of it."""

    field: str
    base: Any
    mine: Any
    theirs: Any

    @property
    def key(self) -> str:
        """Says which texts somebody chose between, so that a choice never falls on another one."""
        return hashlib.sha256(json.dumps(self).encode()).hexdigest()[:16]

    @property
    def choices(self) -> list[str]:
        return [MINE, THEIRS, BOTH] if self.field == "body" else [MINE, THEIRS]

    def settled(self, choice: str) -> Any:
        return self.mine + self.theirs if choice == BOTH else getattr(self, choice)


@dataclass(frozen=True)
class Merge:
    """The fields, and the body in pieces; each a value, or the clash that keeps it from having one."""

    fields: Mapping[str, Any]
    body: list[str | Clash]

    @property
    def clashes(self) -> list[Clash]:
        """Each once, though the same may be found in several places."""
        found = [part for part in (*self.fields.values(), *self.body) if isinstance(part, Clash)]
        return list({clash.key: clash for clash in found}.values())

    def settled(self, choices: Mapping[str, str]) -> Content:
        """One text again, by what was chosen for the key of every clash."""

        def value(part):
            return part.settled(choices[part.key]) if isinstance(part, Clash) else part

        fields = {name: value(part) for name, part in self.fields.items()}
        return fields | {"body": "".join(map(value, self.body))}  # type: ignore[return-value]


def merge(base: Content, mine: Content, theirs: Content) -> Merge:
    texts: tuple[Mapping, ...] = (base, mine, theirs)
    fields = {name: _merge_field(name, *(text[name] for text in texts)) for name in base if name != "body"}
    return Merge(fields, merge_bodies(*(text["body"] for text in texts)))


def merge_bodies(base: str, mine: str, theirs: str) -> list[str | Clash]:
    if theirs in (mine, base):
        return [mine]
    if mine == base:
        return [theirs]
    parts = merge_blocks(*map(_blocks, (base, mine, theirs)))
    return ["".join(part) if isinstance(part, list) else Clash("body", *map("".join, part)) for part in parts]


def merge_blocks(base: list[str], mine: list[str], theirs: list[str]) -> list[list[str] | tuple[list[str], ...]]:
    """Runs of blocks on which all agree; in between, where they do not, what each has in that place."""
    merged: list[list[str] | tuple[list[str], ...]] = []
    done = 0
    for region in _regions([*_edits(base, mine, MINE), *_edits(base, theirs, THEIRS)]):
        start, end = region[0].start, max(edit.end for edit in region)
        old = base[start:end]
        texts = [_apply([edit for edit in region if edit.side == side], base, start, end) for side in (MINE, THEIRS)]
        if len({edit.side for edit in region}) == 1:
            agreed = texts[0] if region[0].side == MINE else texts[1]
        else:
            agreed = texts[0] if texts[0] == texts[1] else None
        merged += [base[done:start], (old, *texts) if agreed is None else agreed]
        done = end
    return [*merged, base[done:]]


class Edit(NamedTuple):
    """`new` blocks instead of those of the old text from `start` up to `end`."""

    start: int
    end: int
    side: str
    new: list[str]

    def touches(self, start: int, end: int) -> bool:
        """Changes what stands there; of two insertions at one place nobody knows which comes first."""
        return self.start < end or (self.start, self.end) == (start, end) == (start, start)


def _edits(base: list[str], text: list[str], side: str) -> Iterator[Edit]:
    """As small as they can be told apart: block by block where as many came as went, or where they only went."""
    for kind, i, j, k, m in SequenceMatcher(None, base, text).get_opcodes():
        if kind == "delete":
            yield from (Edit(at, at + 1, side, []) for at in range(i, j))
        elif j - i == m - k and kind == "replace":
            yield from (Edit(i + at, i + at + 1, side, [text[k + at]]) for at in range(j - i))
        elif kind != "equal":
            yield Edit(i, j, side, text[k:m])


def _regions(edits: list[Edit]) -> Iterator[list[Edit]]:
    """Edits that overlap, together."""
    region: list[Edit] = []
    end = 0
    for edit in sorted(edits):
        if region and not edit.touches(region[0].start, end):
            yield region
            region = []
        end = max(end, edit.end) if region else edit.end
        region.append(edit)
    if region:
        yield region


def _apply(edits: list[Edit], base: list[str], start: int, end: int) -> list[str]:
    """That part of the old text as one side has it."""
    text: list[str] = []
    for edit in edits:
        text += base[start : edit.start] + edit.new
        start = edit.end
    return text + base[start:end]


def _merge_field(name: str, base, mine, theirs):
    if theirs in (mine, base):
        return mine
    if mine == base:
        return theirs
    if name == "tags":
        return sorted({*mine} & {*theirs} | {*mine} - {*base} | {*theirs} - {*base})
    return Clash(name, base, mine, theirs)


def _blocks(body: str) -> list[str]:
    found = markup.blocks(body)
    return found if len(found) <= MOST_BLOCKS else [body]
