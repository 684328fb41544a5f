"""SQLite FTS5: an external-content index over the article table, kept by triggers (https://sqlite.org/fts5.html)."""

import re

from django.db import connection, transaction

from articles.models import Article
from articles.models.article import ArticleQuerySet

from .marks import MOST_RANKED, SNIPPET_WORDS, START, STOP

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
        is_new = "search_index" not in present
        if is_new:
            cursor.execute(CREATE)
        for name in missing:
            cursor.execute(f"CREATE TRIGGER {name} {TRIGGERS[name]}")
        if missing or is_new:
            cursor.execute("INSERT INTO search_index(search_index) VALUES ('rebuild')")


def find(text: str, start: int, stop: int) -> list[Article]:
    """Best first. Of words that more than five hundred articles have, only the newest of these are looked at.

    First the keys of the page, then what is shown of them: a snippet costs as much as all the rest of a match.
    """
    terms, candidates = _candidates(text)
    if not candidates:
        return []
    keys = _ranked(terms, candidates)[start:stop]
    cards = _matching(Article.objects.as_cards(), terms, keys)
    shown = cards.extra(select={"snippet": SNIPPET}).in_bulk(keys)  # noqa: S610 (constants)
    return [shown[key] for key in keys if key in shown]


def _ranked(terms: list[str], candidates: list[int]) -> list[int]:
    """Keys of what is visible, by those terms that tell articles apart; else with all terms in the headline first.

    To weigh a word that most articles have, the index would count them all.
    """
    telling = terms if len(terms) == 1 else [term for term in terms if len(_newest([term])) < MOST_RANKED]
    if telling and len(candidates) < MOST_RANKED:
        found = _matching(Article.objects.published(), telling, candidates)
        best = found.extra(select={"rank": RANK}, order_by=["rank", "-articles_article.published_at"])  # noqa: S610
        asked = set(candidates)
        return [key for key in best.values_list("pk", flat=True) if key in asked]
    named = set(_newest(["{title}: (", *terms, ")"], since=min(candidates)))
    newest = _matching(Article.objects.published(), terms, candidates).newest_first().values_list("pk", flat=True)
    return sorted(newest, key=lambda key: key not in named)


def newest(text: str) -> list[int]:
    """Keys of the newest articles with these words, published or not."""
    return _candidates(text)[1]


def _candidates(text: str) -> tuple[list[str], list[int]]:
    """The terms and what has them. A last word is only completed when few articles have it as it is: it costs most."""
    terms = match_terms(text)
    candidates = _newest(terms) if terms else []
    begun = match_terms(text, begin=True)
    if begun != terms and len(candidates) < MOST_RANKED:
        return begun, _newest(begun)
    return terms, candidates


def _newest(terms: list[str], since: int = 0) -> list[int]:
    """By key, which the index is sorted by: however many match, only these are looked at."""
    sql = "SELECT rowid FROM search_index WHERE search_index MATCH %s AND rowid >= %s ORDER BY rowid DESC LIMIT %s"
    with connection.cursor() as cursor:
        cursor.execute(sql, [" ".join(terms), since, MOST_RANKED])
        return [key for (key,) in cursor.fetchall()]


def _matching(articles: ArticleQuerySet, terms: list[str], keys: list[int]) -> ArticleQuerySet:
    """Between these keys. The plus keeps SQLite from asking the index once for every article there is."""
    return articles.extra(  # type: ignore[return-value]  # the stubs forget which QuerySet it was
        tables=["search_index"],
        where=[
            "+search_index.rowid = articles_article.id",
            "search_index MATCH %s",
            "search_index.rowid BETWEEN %s AND %s",
        ],
        params=[" ".join(terms), min(keys, default=0), max(keys, default=0)],
    )


def match_terms(text: str, *, begin: bool = False) -> list[str]:
    """What was typed as an FTS5 query that cannot fail: every term quoted, phrases kept; a last long word may be begun.

    A short word is taken as it is: who looks for AI does not want the air.
    """
    found = list(TERMS.finditer(text))[:MOST_TERMS]
    terms = [" ".join(re.findall(r"\w+", match[1] or match[2] or "")) for match in found]
    quoted = [f'"{term}"' for term in terms if term]
    if begin and quoted and found[-1][2] and len(found[-1][2]) >= SHORTEST_BEGINNING:
        quoted[-1] += "*"
    return quoted
