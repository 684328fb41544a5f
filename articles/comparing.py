"""Two texts side by side as templates show them: words that came and went are marked, unchanged paragraphs in runs."""

from itertools import groupby
from typing import Any

from django.utils.safestring import SafeString

import markup


def compared(label: str, old: str, new: str) -> dict[str, Any]:
    """Plain text, marked."""
    return {"label": label, "html": SafeString(markup.compare_text(old, new))}


def compared_bodies(label: str, old: str, new: str) -> dict[str, Any]:
    """Bodies that were cleaned when they were saved; what is marked in them is cleaned again."""
    blocks = markup.compare_bodies(old, new)
    return {"label": label, "runs": [_run(*run) for run in groupby(blocks, lambda block: block.kind)]}


def _run(kind: str, blocks) -> dict[str, Any]:
    return {"kind": kind, "blocks": [SafeString(block.html) for block in blocks]}
