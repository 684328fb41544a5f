"""What differs between two texts, marked word by word with `<ins>` and `<del>`."""

import re
from collections.abc import Iterator
from dataclasses import replace
from difflib import SequenceMatcher
from html import escape
from itertools import groupby
from time import monotonic
from typing import NamedTuple

from .policy import ARTICLE, sanitise
from .tree import blocks

# A tag, or a word, an entity or a sign with the space behind it.
TOKEN = re.compile(r"<[^>]+>|(?:&#?\w+;|[\w'’-]+|[^\w\s<])\s*|\s+")
DIFFERENCE = replace(ARTICLE, tags=ARTICLE.tags | {"ins"})
SIMILAR = 0.5  # share of the words that two blocks have in common when one is the other, changed
MOST_TOKENS = 2000  # of one block; comparing takes time by the cube when somebody means it to
MOST_BLOCKS = 2000
SECONDS = 2  # in which blocks that look alike are found; what is left then is shown as removed and added


class Change(NamedTuple):
    """A block of a body: `same`, `added`, `removed`, or `changed` with its differences marked."""

    kind: str
    html: str


def compare_bodies(old: str, new: str) -> list[Change]:
    """The blocks of both, in order; of a body, not of anything that was not cleaned."""
    before, after = blocks(_without_del(old)), blocks(_without_del(new))
    if max(len(before), len(after)) > MOST_BLOCKS:
        return [Change("removed", old), Change("added", new)]
    changes: list[Change] = []
    until = monotonic() + SECONDS
    for kind, i, j, k, m in SequenceMatcher(None, before, after).get_opcodes():
        if kind == "equal":
            changes += [Change("same", block) for block in after[k:m]]
        else:
            changes += _aligned(before[i:j], after[k:m], until)
    return changes


def compare_text(old: str, new: str) -> str:
    """Two plain texts as HTML."""
    return _marked(escape(old, quote=False), escape(new, quote=False))


def compare_blocks(old: str, new: str) -> str:
    """Two pieces of a body in one."""
    return sanitise(_marked(_without_del(old), _without_del(new)), DIFFERENCE)


def _aligned(before: list[str], after: list[str], until: float) -> Iterator[Change]:
    """Each old block beside the next new one that looks like it."""
    for old in before:
        at = next((at for at, new in enumerate(after) if monotonic() < until and _is_similar(old, new)), None)
        if at is None:
            yield Change("removed", old)
            continue
        yield from (Change("added", new) for new in after[:at])
        yield Change("changed", compare_blocks(old, after[at]))
        after = after[at + 1 :]
    yield from (Change("added", new) for new in after)


def _is_similar(old: str, new: str) -> bool:
    before, after = TOKEN.findall(old), TOKEN.findall(new)
    if max(len(before), len(after)) > MOST_TOKENS:
        return False
    matcher = SequenceMatcher(None, before, after)
    return matcher.quick_ratio() > SIMILAR and matcher.ratio() > SIMILAR


def _marked(old: str, new: str) -> str:
    before, after = TOKEN.findall(old), TOKEN.findall(new)
    if max(len(before), len(after)) > MOST_TOKENS:
        return f"<del>{old}</del><ins>{new}</ins>"
    out = ""
    for kind, i, j, k, m in SequenceMatcher(None, _words(before), _words(after)).get_opcodes():
        if kind == "equal":
            out += "".join(max(pair, key=len) for pair in zip(before[i:j], after[k:m], strict=True))
        else:
            out += _wrapped(_text_of(before[i:j]), "del") + _wrapped(after[k:m], "ins")
    return out


def _words(tokens: list[str]) -> list[str]:
    """Without the space behind them, which counts in code only."""
    return tokens if "<pre>" in tokens else [token.rstrip() for token in tokens]


def _wrapped(tokens: list[str], tag: str) -> str:
    """Words inside the mark, tags and the last space around it: whatever is nested stays nested."""
    out = ""
    for is_structure, run in groupby(tokens, _is_structure):
        text = "".join(run)
        words = text.rstrip()
        out += text if is_structure or not words else f"<{tag}>{words}</{tag}>{text[len(words) :]}"
    return out


def _text_of(removed: list[str]) -> list[str]:
    """With its tags where all that are opened are closed again; else they would break what is new."""
    opened = 0
    for token in removed:
        opened += token.startswith("<") - 2 * token.startswith("</")
        if opened < 0:
            break
    is_whole = opened == 0 and not any(map(_is_void, removed))
    return removed if is_whole else [token for token in removed if not _is_structure(token)]


def _is_structure(token: str) -> bool:
    return token.startswith("<") and not token.startswith("<img")


def _is_void(token: str) -> bool:
    return token.startswith(("<img", "<br", "<hr"))


def _without_del(body: str) -> str:
    """What is struck out in the text itself is not what was taken out of it."""
    return re.sub(r"(</?)del>", r"\1s>", body)
