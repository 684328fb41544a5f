"""PostgreSQL full text: a generated, indexed vector beside the article's own columns."""

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank, SearchVectorField
from django.db.models import F
from django.db.models.expressions import RawSQL

from articles.models import Article

from .marks import SNIPPET_WORDS, START, STOP

CONFIG = "english"
VECTOR = "articles_article.search_vector"
INSTALL = f"""
ALTER TABLE articles_article ADD COLUMN IF NOT EXISTS search_vector tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('{CONFIG}', title), 'A') ||
    setweight(to_tsvector('{CONFIG}', lead), 'B') ||
    setweight(to_tsvector('{CONFIG}', left(body_text, 200000)), 'D')
) STORED;
CREATE INDEX IF NOT EXISTS search_index ON articles_article USING gin (search_vector);
"""


def install(connection) -> None:
    with connection.cursor() as cursor:
        cursor.execute(INSTALL)


def find(text: str, start: int, stop: int) -> list[Article]:
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
        .filter(vector=query)
        .annotate(rank=SearchRank(F("vector"), query), snippet=snippet)
        .order_by("-rank", "-published_at")
    )
    return list(found[start:stop])
