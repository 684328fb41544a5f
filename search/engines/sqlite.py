"""Questions to SQLite FTS5; what it knows is in `sqlite_index`."""

from django.db import connection

from ..words import Term
from . import MOST, sqlite_index
from .sqlite_index import ARTICLES, COMMENTS

install, drop = sqlite_index.install, sqlite_index.drop

TEXT = "{title lead names body}"
PLACES = ["{title}", "{title lead}", "{title lead names}"]
WEIGHTS = "10.0, 4.0, 3.0, 1.0, 0.0"
# By key, which the index is sorted by: however many match, only these are looked at.
NEWEST = "SELECT rowid FROM {0} WHERE {0} MATCH %s AND rowid >= %s ORDER BY rowid DESC LIMIT %s"
SCORE = (
    f"SELECT rowid, bm25({ARTICLES}, {WEIGHTS}) FROM {ARTICLES} WHERE {ARTICLES} MATCH %s AND rowid BETWEEN %s AND %s"  # noqa: S608
)


def newest(terms: list[Term], keys: list[str]) -> list[int]:
    return _newest(ARTICLES, f"{TEXT}: ({match(terms)}){_filed(keys)}", MOST) if terms else []


def with_any(words: list[str], most: int) -> list[int]:
    return _newest(ARTICLES, f"{TEXT}: ({' OR '.join(map(quoted, words))})", most)


def places(terms: list[Term], keys: list[str], found: list[int]) -> dict[int, tuple[int, float]]:
    """To weigh a word that very many articles have, the index would count them all: those words weigh nothing."""
    place = dict.fromkeys(found, len(PLACES))
    for number, columns in reversed(list(enumerate(PLACES))):
        place |= dict.fromkeys(
            _newest(ARTICLES, f"{columns}: ({match(terms)}){_filed(keys)}", MOST, min(found)), number
        )
    score = _scores(terms, found)
    return {key: (place[key], round(score.get(key, 0), 1)) for key in found}


def comments(terms: list[Term]) -> list[int]:
    return _newest(COMMENTS, match(terms), MOST) if terms else []


def _scores(terms: list[Term], found: list[int]) -> dict[int, float]:
    telling = terms if len(terms) == 1 else [term for term in terms if len(newest([term], [])) < MOST]
    if not telling or len(found) >= MOST:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(SCORE, [f"{TEXT}: ({match(telling)})", min(found), max(found)])
        return dict(cursor.fetchall())


def _filed(keys: list[str]) -> str:
    return "".join(f" AND {{keys}}: {key}" for key in keys)


def _newest(table: str, expression: str, most: int, since: int = 0) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(NEWEST.format(table), [expression, since, most])
        return [key for (key,) in cursor.fetchall()]


def match(terms: list[Term]) -> str:
    """As FTS5 reads it. It cannot fail: there is nothing in it but words in quotes."""
    return " AND ".join(map(_any_form, terms))


def _any_form(term: Term) -> str:
    return "(" + " OR ".join([*map(quoted, term.wholes), *(f"{quoted(word)} *" for word in term.beginnings)]) + ")"


def quoted(words: str) -> str:
    return f'"{words}"'
