"""Questions to PostgreSQL full text; what it knows is in `postgresql_index`."""

from django.db import connection

from ..words import Term
from . import MOST, postgresql_index
from .postgresql_index import BLOCK, COMMENT, CONFIG

install, drop = postgresql_index.install, postgresql_index.drop

BLOCKS_BACK = (1, 10)  # where enough is found for most words; the newest block may have hardly begun
# By blocks of keys, so that the newest with a word are found without all the others. `id + 0`, lest it believes that a
# word is everywhere and walks the table from its end.
NEWEST = "SELECT id FROM {table} WHERE {words} @@ ({query}) AND {since} ORDER BY id + 0 DESC LIMIT %s"
# One word after the other: of hundreds at once it is believed that most articles have one, and all would be read.
ANY = f"""
SELECT DISTINCT id FROM unnest(%s::text[]) word, LATERAL (
    SELECT id FROM search_document WHERE words @@ phraseto_tsquery('{CONFIG}', word) AND {{since}}
    ORDER BY id + 0 DESC LIMIT %s) found
ORDER BY id DESC LIMIT %s
"""  # noqa: S608 (our own name)
ARTICLES = {"table": "search_document", "words": "words"}
COMMENTS = {"table": "comments_comment", "words": f"status = 'visible' AND {COMMENT}"}
PLACES = """
SELECT id, CASE
    WHEN ts_filter(words, '{{a}}') @@ asked THEN 0 WHEN ts_filter(words, '{{a,b}}') @@ asked THEN 1
    WHEN ts_filter(words, '{{a,b,c}}') @@ asked THEN 2 ELSE 3 END, -ts_rank(words, asked)
FROM search_document, (SELECT {} AS asked) query WHERE id = ANY(%s)
"""


def newest(terms: list[Term], keys: list[str]) -> list[int]:
    query, said = match(terms)
    query = " && ".join([query, *["%s::tsquery"] * len(keys)])
    return _newest(ARTICLES, query, [*said, *(f"'={key}'" for key in keys)]) if terms else []


def with_any(words: list[str], most: int) -> list[int]:
    return _by_blocks("search_document", ANY, [words, most], most)


def places(terms: list[Term], keys: list[str], found: list[int]) -> dict[int, tuple[int, float]]:
    query, said = match(terms)
    with connection.cursor() as cursor:
        cursor.execute(PLACES.format(query), [*said, found])
        return {key: (place, round(score, 2)) for key, place, score in cursor.fetchall()}


def comments(terms: list[Term]) -> list[int]:
    return _newest(COMMENTS, *match(terms)) if terms else []


def _newest(where: dict[str, str], query: str, said: list[str]) -> list[int]:
    return _by_blocks(where["table"], NEWEST.format(**where, query=query, since="{since}"), said, MOST)


def _by_blocks(table: str, sql: str, said: list, most: int) -> list[int]:
    """Blocks are named one by one and as what their column is, else the index does not look for them."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT max(id) / {BLOCK} FROM {table}")  # noqa: S608 (our own name)
        last = cursor.fetchone()[0] or 0
        newest = [list(range(last - back, last + 1)) for back in BLOCKS_BACK if back < last]
        for since in [*(f"id / {BLOCK} = ANY(ARRAY{blocks}::bigint[])" for blocks in newest), "true"]:
            cursor.execute(sql.format(since=since), [*said, most])
            if len(found := cursor.fetchall()) == most:
                break
    return [key for (key,) in found]


def match(terms: list[Term]) -> tuple[str, list[str]]:
    """An expression and what goes into it."""
    parts = [_any_form(term) for term in terms]
    return " && ".join(sql for sql, _ in parts), [word for _, words in parts for word in words]


def _any_form(term: Term) -> tuple[str, list[str]]:
    if len(term.wholes) == 1 and not term.beginnings:
        return f"phraseto_tsquery('{CONFIG}', replace(%s, '_', ' '))", [term.wholes[0]]
    forms = [*(f"'{word}'" for word in term.wholes), *(f"'{word}':*" for word in term.beginnings)]
    return f"to_tsquery('{CONFIG}', replace(%s, '_', ' '))", [" | ".join(forms)]
