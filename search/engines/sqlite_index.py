"""SQLite FTS5 without a copy of the texts, kept by triggers (https://sqlite.org/fts5.html#contentless_tables).

Such an index forgets a text only when it is told it word for word. The text stands in the article; what is beside it,
names and keys, is remembered in a table.
"""

from django.db import transaction

from . import triggers

ARTICLES, COMMENTS, NAMES = "search_index_articles", "search_index_comments", "search_index_names"
TOKENS = "tokenize='porter unicode61 remove_diacritics 2', content=''"
TABLES = {
    NAMES: f"CREATE TABLE {NAMES} (id INTEGER PRIMARY KEY, names TEXT NOT NULL, keys TEXT NOT NULL)",
    ARTICLES: f"CREATE VIRTUAL TABLE {ARTICLES} USING fts5(title, lead, names, body, keys, {TOKENS})",
    COMMENTS: f"CREATE VIRTUAL TABLE {COMMENTS} USING fts5(body, {TOKENS})",
}

TAGGED = "FROM articles_article_tags JOIN articles_tag ON articles_tag.id = tag_id WHERE article_id = article.id"
SIGNED = "FROM articles_byline JOIN accounts_user ON accounts_user.id = author_id WHERE article_id = article.id"
LEARN_NAMES = f"""
INSERT INTO {NAMES} (id, names, keys) SELECT article.id,
    (SELECT coalesce(group_concat(name, ' '), '') FROM (
        SELECT name {TAGGED}
        UNION ALL SELECT CASE display_name WHEN '' THEN username ELSE display_name END {SIGNED}
        UNION ALL SELECT caption FROM articles_image WHERE articles_image.id = article.cover_id)),
    (SELECT group_concat(key, ' ') FROM (
        SELECT 'c' || article.category_id AS key
        UNION ALL SELECT 't' || tag_id {TAGGED}
        UNION ALL SELECT 'a' || author_id {SIGNED}
        UNION ALL SELECT strftime('y%Y m%Y%m', article.published_at)))
FROM articles_article article WHERE article.id IN ({{ids}});
"""  # noqa: S608 (nothing here comes from outside)
LEARN = f"""
INSERT INTO {ARTICLES} (rowid, title, lead, names, body, keys)
SELECT article.id, title, lead, names, body_text, keys
FROM articles_article article JOIN {NAMES} said ON said.id = article.id WHERE article.id IN ({{ids}});
"""  # noqa: S608
DELETE = f"INSERT INTO {ARTICLES} ({ARTICLES}, rowid, title, lead, names, body, keys) SELECT 'delete', said.id,"
FORGET = f"""
{DELETE} title, lead, names, body_text, keys
FROM articles_article article JOIN {NAMES} said ON said.id = article.id WHERE article.id IN ({{ids}});
DELETE FROM {NAMES} WHERE id IN ({{ids}});
"""  # noqa: S608
FORGET_OLD = f"""
{DELETE} old.title, old.lead, names, old.body_text, keys FROM {NAMES} said WHERE said.id = old.id;
DELETE FROM {NAMES} WHERE id = old.id;
"""  # noqa: S608
LEARN_NEW = (LEARN_NAMES + LEARN).format(ids="new.id")


def again(ids: str) -> str:
    """After something beside these articles has changed."""
    return (FORGET + LEARN_NAMES + LEARN).format(ids=ids)


COMMENT_GOES = (
    f"INSERT INTO {COMMENTS} ({COMMENTS}, rowid, body) SELECT 'delete', old.id, old.body WHERE old.status = 'visible';"
)
COMMENT_COMES = f"INSERT INTO {COMMENTS} (rowid, body) SELECT new.id, new.body WHERE new.status = 'visible';"
OWN = {triggers.ADDED: LEARN_NEW, triggers.CHANGED: FORGET_OLD + LEARN_NEW, triggers.REMOVED: FORGET_OLD}
OF_COMMENT = [COMMENT_COMES, COMMENT_GOES + COMMENT_COMES, COMMENT_GOES]  # added, changed, removed
TRIGGERS = {
    **{name: (event, OWN.get(name) or again(keys)) for name, (event, keys) in triggers.ARTICLES.items()},
    **{name: (event, what) for (name, (event, _)), what in zip(triggers.COMMENTS.items(), OF_COMMENT, strict=True)},
}
EVERY = "SELECT id FROM articles_article"
FILL = [
    LEARN_NAMES.format(ids=EVERY),
    LEARN.format(ids=EVERY),
    f"INSERT INTO {COMMENTS} (rowid, body) SELECT id, body FROM comments_comment WHERE status = 'visible'",  # noqa: S608
    *(f"INSERT INTO {table} ({table}) VALUES ('optimize')" for table in (ARTICLES, COMMENTS)),  # noqa: S608
]


def install(connection) -> None:
    """Made anew when anything of it is missing: nobody knows what it missed meanwhile."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE name GLOB 'search_*'")
        present = {name for (name,) in cursor.fetchall()}
        if present >= TABLES.keys() | TRIGGERS.keys():
            return
        for table in ("search_index", *TABLES):  # the first is what it was called in v0.1.0
            cursor.execute(f"DROP TABLE IF EXISTS {table}")
        drop(connection)
        for statement in (*TABLES.values(), *FILL):
            cursor.execute(statement)
        for name, (event, what) in TRIGGERS.items():
            cursor.execute(f"CREATE TRIGGER {name} AFTER {event} BEGIN {what} END")


def drop(connection) -> None:
    """The triggers, until the next `install`: SQLite changes no table that one of them names."""
    with connection.cursor() as cursor:
        for name in ("search_added", "search_changed", "search_removed", *TRIGGERS):
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
