"""Two texts as templates show what differs: words that came and went are marked, unchanged paragraphs stand in runs."""

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from django.utils.safestring import SafeString

import markup


class Run(NamedTuple):
    """Neighbours among the blocks of a body to which the same happened."""

    kind: str
    blocks: list[SafeString]


class Part(NamedTuple):
    """Of a text: a line, or a body in runs."""

    label: str
    html: SafeString
    runs: Sequence[Run] = ()


def compared(label: str, old: str, new: str) -> Part:
    """Plain text, marked."""
    return Part(label, SafeString(markup.compare_text(old, new)))


def compared_bodies(label: str, old: str, new: str) -> Part:
    """Bodies that were cleaned when they were saved; what is marked in them is cleaned again."""
    runs = groupby(markup.compare_bodies(old, new), lambda block: block.kind)
    return Part(label, SafeString(), [Run(kind, [SafeString(block.html) for block in blocks]) for kind, blocks in runs])
