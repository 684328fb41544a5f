"""Triggers that copy the dates of an article beside its tags and bylines, whoever changes them by whatever means."""

from django.apps import apps as installed
from django.apps.registry import Apps
from django.db import connections, transaction
from django.db.migrations import Migration

TABLES = ["articles_article_tags", "articles_byline"]
DATES = "CASE status WHEN 'published' THEN published_at END, expires_at"
COPY = f"UPDATE {{}} SET (listed_at, expires_at) = (SELECT {DATES} FROM articles_article WHERE id = article_id)"  # noqa: S608
CORRECT = """
UPDATE {0} SET listed_at = said.listed_at, expires_at = said.expires_at
FROM (SELECT id, CASE status WHEN 'published' THEN published_at END AS listed_at, expires_at FROM articles_article) said
WHERE said.id = article_id AND ({0}.listed_at {differs} said.listed_at OR {0}.expires_at {differs} said.expires_at)
"""
MOVED = "AFTER UPDATE OF status, published_at, expires_at ON articles_article FOR EACH ROW"
BEFORE, AFTER = (f"({row}.status, {row}.published_at, {row}.expires_at)" for row in ("old", "new"))
COPIES = " ".join(f"{COPY.format(table)} WHERE article_id = new.id;" for table in TABLES)

SQLITE = {
    **{
        f"listing_added_{table}": f"AFTER INSERT ON {table} BEGIN {COPY.format(table)} WHERE id = new.id; END"
        for table in TABLES
    },
    "listing_moved": f"{MOVED} WHEN {BEFORE} IS NOT {AFTER} BEGIN {COPIES} END",
}
POSTGRESQL = {
    **{
        f"listing_added_{table}": f"BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION articles_listing_added()"
        for table in TABLES
    },
    "listing_moved": f"{MOVED} WHEN ({BEFORE} IS DISTINCT FROM {AFTER}) EXECUTE FUNCTION articles_listing_moved()",
}
# The lock makes who adds a tag and who publishes at the same moment wait for one another.
POSTGRESQL_FUNCTIONS = f"""
CREATE OR REPLACE FUNCTION articles_listing_added() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    SELECT {DATES} INTO new.listed_at, new.expires_at FROM articles_article WHERE id = new.article_id FOR SHARE;
    RETURN new;
END $$;
CREATE OR REPLACE FUNCTION articles_listing_moved() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    {COPIES}
    RETURN NULL;
END $$;
"""  # noqa: S608 (nothing here comes from outside)


def before_migrate(using: str, plan: list[tuple[Migration, bool]], **kwargs) -> None:
    """Off before tables change: SQLite rebuilds none that triggers name, and who goes back drops the columns."""
    connection = connections[using]
    steps = [is_backwards for migration, is_backwards in plan if migration.app_label == "articles"]
    if any(steps) or (steps and connection.vendor == "sqlite"):
        drop(connection)


def after_migrate(using: str, apps: Apps = installed, **kwargs) -> None:
    if "tagging" in apps.all_models["articles"]:
        install(connections[using])


def install(connection) -> None:
    """Safe to repeat; where triggers were missing, what they missed is made good."""
    triggers = SQLITE if connection.vendor == "sqlite" else POSTGRESQL
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        missing = triggers.keys() - _present(cursor, connection.vendor)
        if missing and connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL_FUNCTIONS)
        for name in missing:
            cursor.execute(f"CREATE TRIGGER {name} {triggers[name]}")
        differs = "IS NOT" if connection.vendor == "sqlite" else "IS DISTINCT FROM"
        for table in TABLES if missing else []:
            cursor.execute(CORRECT.format(table, differs=differs))


def drop(connection) -> None:
    """Until the next `install`."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DROP FUNCTION IF EXISTS articles_listing_added, articles_listing_moved CASCADE")
            return
        for name in _present(cursor, connection.vendor):
            cursor.execute(f"DROP TRIGGER {name}")


def _present(cursor, vendor: str) -> set[str]:
    if vendor == "sqlite":
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    else:
        cursor.execute("SELECT tgname FROM pg_trigger")
    return {name for (name,) in cursor.fetchall() if name.startswith("listing_")}
