"""SQLite FTS5: an external-content index over the article table, kept by triggers (https://sqlite.org/fts5.html)."""

import re

from django.db import transaction
from django.db.models import QuerySet

from articles.models import Article

from .marks import SNIPPET_WORDS, START, STOP

MOST_TERMS = 16
SHORTEST_BEGINNING = 4  # letters
TERMS = re.compile(r'"([^"]*)"|([\w]+)')

# A match in the headline outweighs one in the lead, and that one in the body.
RANK = "bm25(search_index, 10.0, 4.0, 1.0)"
SNIPPET = f"snippet(search_index, 2, '{START}', '{STOP}', '…', {SNIPPET_WORDS})"

COLUMNS = "title, lead, body_text"
CREATE = f"""
CREATE VIRTUAL TABLE search_index USING fts5(
    {COLUMNS}, content='articles_article', content_rowid='id', tokenize="porter unicode61 remove_diacritics 2"
)"""
ADD = "INSERT INTO search_index(rowid, title, lead, body_text) VALUES (new.id, new.title, new.lead, new.body_text);"
REMOVE = (
    "INSERT INTO search_index(search_index, rowid, title, lead, body_text)"
    " VALUES ('delete', old.id, old.title, old.lead, old.body_text);"
)
TRIGGERS = {
    "search_added": f"AFTER INSERT ON articles_article BEGIN {ADD} END",
    "search_changed": f"AFTER UPDATE OF {COLUMNS} ON articles_article BEGIN {REMOVE} {ADD} END",
    "search_removed": f"AFTER DELETE ON articles_article BEGIN {REMOVE} END",
}


def install(connection) -> None:
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE name = 'search_index' OR type = 'trigger'")
        present = {name for (name,) in cursor.fetchall()}
        missing = TRIGGERS.keys() - present
        if "search_index" not in present:
            cursor.execute(CREATE)
        for name in missing:
            cursor.execute(f"CREATE TRIGGER {name} {TRIGGERS[name]}")
        if missing:
            cursor.execute("INSERT INTO search_index(search_index) VALUES ('rebuild')")


def find(text: str, start: int, stop: int) -> list[Article]:
    """First the keys of the page, then what is shown of them: a snippet costs as much as all the rest of a match."""
    query = match_expression(text)
    if not query:
        return []
    keys = list(_matching(Article.objects.published(), query).values_list("pk", flat=True)[start:stop])
    return list(_matching(Article.objects.filter(pk__in=keys).as_cards(), query)) if keys else []


def _matching(articles: QuerySet[Article], query: str) -> QuerySet[Article]:
    """Best first. The plus keeps SQLite from asking the index once for every article there is."""
    return articles.extra(  # noqa: S610 (the query is a parameter; the rest is constant)
        select={"snippet": SNIPPET, "rank": RANK},
        tables=["search_index"],
        where=["+search_index.rowid = articles_article.id", "search_index MATCH %s"],
        params=[query],
        order_by=["rank", "-articles_article.published_at"],
    )


def match_expression(text: str) -> str:
    """What was typed as an FTS5 query that cannot fail: every term quoted, phrases kept, a last long word also begun.

    A short word is taken as it is: who looks for AI does not want the air.
    """
    found = list(TERMS.finditer(text))[:MOST_TERMS]
    terms = [" ".join(re.findall(r"\w+", match[1] or match[2] or "")) for match in found]
    quoted = [f'"{term}"' for term in terms if term]
    if quoted and found[-1][2] and len(found[-1][2]) >= SHORTEST_BEGINNING:
        quoted[-1] += "*"
    return " ".join(quoted)
