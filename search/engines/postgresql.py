"""PostgreSQL full text: a generated, indexed vector beside the article's own columns."""

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank, SearchVectorField
from django.db import connection
from django.db.models import F, Max
from django.db.models.expressions import RawSQL

from articles.models import Article

from .marks import MOST_RANKED, SNIPPET_WORDS, START, STOP

CONFIG = "english"
VECTOR = "articles_article.search_vector"
BLOCK = 10_000  # keys
BLOCKS_BACK = (1, 10)  # where enough is found for most words; the newest block may have hardly begun
INSTALL = f"""
ALTER TABLE articles_article ADD COLUMN IF NOT EXISTS search_vector tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('{CONFIG}', title), 'A') ||
    setweight(to_tsvector('{CONFIG}', lead), 'B') ||
    setweight(to_tsvector('{CONFIG}', left(body_text, 200000)), 'D')
) STORED;
CREATE EXTENSION IF NOT EXISTS btree_gin;
CREATE INDEX IF NOT EXISTS search_index_newest ON articles_article USING gin ((id / {BLOCK}), search_vector);
DROP INDEX IF EXISTS search_index;
"""
# By blocks of keys, so that the newest articles with a word are found without all the others.
NEWEST = f"""
SELECT id FROM articles_article
WHERE search_vector @@ websearch_to_tsquery('{CONFIG}', %s) AND {{since}} ORDER BY id DESC LIMIT %s
"""  # noqa: S608 (constants)


def install(connection) -> None:
    with connection.cursor() as cursor:
        cursor.execute(INSTALL)


def find(text: str, start: int, stop: int) -> list[Article]:
    """Best first. Of words that more than five hundred articles have, only the newest of these are looked at."""
    keys = newest(text)
    if not keys:
        return []
    query = SearchQuery(text, config=CONFIG, search_type="websearch")
    vector = RawSQL(VECTOR, [], output_field=SearchVectorField())  # noqa: S611 (a constant)
    snippet = SearchHeadline(
        "body_text",
        query,
        config=CONFIG,
        start_sel=START,
        stop_sel=STOP,
        max_words=SNIPPET_WORDS,
        min_words=12,
        max_fragments=1,
        short_word=0,  # type: ignore[arg-type]  # a number, whatever the stubs say; else “a hat” at the end is cut off
    )
    found = (
        Article.objects.published()
        .as_cards()
        .annotate(vector=vector)
        .filter(pk__in=keys)
        .annotate(rank=SearchRank(F("vector"), query), snippet=snippet)
        .order_by("-rank", "-published_at")
    )
    return list(found[start:stop])


def newest(text: str) -> list[int]:
    """Keys of the newest articles with these words, published or not."""
    last = (Article.objects.aggregate(last=Max("pk"))["last"] or 0) // BLOCK
    for first in (last - back for back in BLOCKS_BACK if back < last):
        found = _newest(text, f"id / {BLOCK} >= {first}::bigint")
        if len(found) == MOST_RANKED:
            return found
    return _newest(text, "true")


def _newest(text: str, since: str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(NEWEST.format(since=since), [text, MOST_RANKED])
        return [key for (key,) in cursor.fetchall()]
