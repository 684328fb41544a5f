"""The sentence that was found, whichever engine found it."""

import re
import sqlite3
from collections.abc import Hashable
from contextlib import closing

from .engines.sqlite import match
from .words import Term

START, STOP = "\x02", "\x03"  # around a match: no text that people see contains them
WORDS = 36
LONGEST_TEXT = 200_000  # characters that are looked at
SENTENCE = re.compile(r"(?<=[.!?…])\s+")
CREATE = "CREATE VIRTUAL TABLE sentences USING fts5(words, tokenize='porter unicode61 remove_diacritics 2')"
SNIPPET = f"snippet(sentences, 0, '{START}', '{STOP}', '…', {WORDS})"
BEST = f"SELECT rowid, {SNIPPET} FROM sentences WHERE sentences MATCH ? ORDER BY rank"  # noqa: S608 (constants)
WHOLE = f"SELECT rowid, highlight(sentences, 0, '{START}', '{STOP}') FROM sentences WHERE sentences MATCH ?"  # noqa: S608


def snippets[Key: Hashable](terms: list[Term], texts: dict[Key, str]) -> dict[Key, str]:
    """The best sentence of each text that has one of the terms, these between START and STOP.

    SQLite's full text can do that for any text, in memory; on PostgreSQL too.
    """
    return _asked(
        BEST, terms, [(key, part) for key, text in texts.items() for part in SENTENCE.split(text[:LONGEST_TEXT])]
    )


def highlights[Key: Hashable](terms: list[Term], texts: dict[Key, str]) -> dict[Key, str]:
    """Whole, those that have one of the terms."""
    return _asked(WHOLE, terms, list(texts.items()))


def _asked[Key: Hashable](question: str, terms: list[Term], rows: list[tuple[Key, str]]) -> dict[Key, str]:
    if not terms or not rows:
        return {}
    telling = [term for term in terms if term.is_telling] or terms
    with closing(sqlite3.connect(":memory:")) as memory:
        memory.execute(CREATE)
        memory.executemany("INSERT INTO sentences (rowid, words) VALUES (?, ?)", enumerate(part for _, part in rows))
        found: dict[Key, str] = {}
        for number, text in memory.execute(question, [" OR ".join(match([term]) for term in telling)]):
            found.setdefault(rows[number][0], text)
        return found
