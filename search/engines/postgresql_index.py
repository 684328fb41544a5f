"""PostgreSQL full text: a vector for each article in its own table, kept by triggers; comments by an index alone."""

from django.db import transaction

from . import triggers

CONFIG = "magazine"
BLOCK = 10_000  # keys
GLUE = "./\\\\-:@_=&?+~#"  # what the parser takes for an address, a path or a sign and does not part


def words(text: str) -> str:
    return f"to_tsvector('{CONFIG}', translate({text}, E'{GLUE}', '{' ' * (len(GLUE) - 1)}'))"


COMMENT = words("body")
TAGGED = "FROM articles_article_tags JOIN articles_tag ON articles_tag.id = tag_id WHERE article_id = article.id"
SIGNED = "FROM articles_byline JOIN accounts_user ON accounts_user.id = author_id WHERE article_id = article.id"
NAMES = f"""(SELECT coalesce(string_agg(name, ' '), '') FROM (
    SELECT name {TAGGED}
    UNION ALL SELECT coalesce(nullif(display_name, ''), username) {SIGNED}
    UNION ALL SELECT caption FROM articles_image WHERE articles_image.id = article.cover_id) named)"""  # noqa: S608
KEYS = f"""(SELECT array_to_tsvector(array_agg('=' || key)) FROM (
    SELECT 'c' || article.category_id AS key
    UNION ALL SELECT 't' || tag_id {TAGGED}
    UNION ALL SELECT 'a' || author_id {SIGNED}
    UNION ALL SELECT to_char(article.published_at AT TIME ZONE 'UTC', said)
        FROM (VALUES ('"y"YYYY'), ('"m"YYYYMM')) moments (said) WHERE article.published_at IS NOT NULL) keys)"""  # noqa: S608
VECTOR = f"""
    setweight({words("title")}, 'A') || setweight({words("lead")}, 'B') || setweight({words(NAMES)}, 'C') ||
    setweight({words("left(body_text, 200000)")}, 'D') || {KEYS}"""
LEARN = f"INSERT INTO search_document (id, words) SELECT id, {VECTOR} FROM articles_article article"  # noqa: S608

TABLES = f"""
DROP TABLE IF EXISTS search_document;
ALTER TABLE articles_article DROP COLUMN IF EXISTS search_vector;
DROP TEXT SEARCH CONFIGURATION IF EXISTS {CONFIG} CASCADE;
CREATE EXTENSION IF NOT EXISTS btree_gin;
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE TEXT SEARCH CONFIGURATION {CONFIG} (COPY = english);
ALTER TEXT SEARCH CONFIGURATION {CONFIG} ALTER MAPPING FOR word, hword, hword_part WITH unaccent, english_stem;
CREATE TABLE search_document (id bigint PRIMARY KEY, words tsvector NOT NULL);
{LEARN};
CREATE INDEX search_index_newest ON search_document USING gin ((id / {BLOCK}), words);
CREATE INDEX search_index_comments ON comments_comment USING gin ((id / {BLOCK}), ({COMMENT})) WHERE status = 'visible';
"""
# The lock makes the second of two who change the same article see what the first one did.
FUNCTIONS = f"""
CREATE OR REPLACE FUNCTION search_learn(VARIADIC which bigint[]) RETURNS void LANGUAGE plpgsql AS $$ BEGIN
    PERFORM 1 FROM search_document WHERE id = ANY(which) ORDER BY id FOR UPDATE;
    {LEARN} WHERE id = ANY(which) ON CONFLICT (id) DO UPDATE SET words = excluded.words;
END $$;
"""
CALL = "CREATE OR REPLACE FUNCTION {0}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {1} RETURN NULL; END $$;"

OWN = {triggers.REMOVED: "DELETE FROM search_document WHERE id = old.id;"}
TRIGGERS = {
    "search_emptied": ("TRUNCATE ON articles_article", "TRUNCATE search_document;"),
    **{
        name: (event, OWN.get(name) or f"PERFORM search_learn(VARIADIC ARRAY({keys}));")
        for name, (event, keys) in triggers.ARTICLES.items()
    },
}


def install(connection) -> None:
    """Made anew when anything of it is missing: nobody knows what it missed meanwhile."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgname LIKE 'search%'")
        triggers = {name for (name,) in cursor.fetchall()}
        cursor.execute("SELECT to_regclass('search_index_newest'), to_regclass('search_index_comments')")
        if triggers >= TRIGGERS.keys() and None not in cursor.fetchone():
            return
        drop(connection)
        cursor.execute(TABLES)
        cursor.execute(FUNCTIONS)
        for name, (event, what) in TRIGGERS.items():
            cursor.execute(CALL.format(name, what))
            cursor.execute(f"CREATE TRIGGER {name} AFTER {event} EXECUTE FUNCTION {name}()")


def drop(connection) -> None:
    """The triggers and the index of comments, until the next `install`."""
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX IF EXISTS search_index_comments")
        for name in TRIGGERS:
            cursor.execute(f"DROP FUNCTION IF EXISTS {name} CASCADE")
