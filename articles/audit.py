"""Triggers that refuse to change or remove what the audit log says, whoever tries by whatever means."""

from django.apps import apps as installed
from django.apps.registry import Apps
from django.db import connections
from django.db.migrations import Migration

TABLE = "articles_auditentry"
WORDS = "The audit log is only ever added to"
ACTS = {
    "update": f"UPDATE ON {TABLE}",
    "delete": f"DELETE ON {TABLE}",
    "replace": f"INSERT ON {TABLE} WHEN EXISTS (SELECT 1 FROM {TABLE} WHERE id = NEW.id)",  # noqa: S608 (ours)
}
SQLITE = {act: f"BEFORE {event} BEGIN SELECT RAISE(ABORT, '{WORDS}'); END" for act, event in ACTS.items()}
POSTGRESQL = f"""
CREATE OR REPLACE FUNCTION articles_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'restrict_violation';
END $$;
CREATE OR REPLACE TRIGGER audit_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON {TABLE}
    FOR EACH STATEMENT EXECUTE FUNCTION articles_audit_refuse();
"""


def before_migrate(using: str, plan: list[tuple[Migration, bool]], **kwargs) -> None:
    """Off while the table may change: a later release may have to."""
    if any(migration.app_label == "articles" for migration, _ in plan):
        drop(connections[using])


def after_migrate(using: str, apps: Apps = installed, **kwargs) -> None:
    if "auditentry" in apps.all_models["articles"]:
        install(connections[using])


def install(connection) -> None:
    """Safe to repeat."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL)
            return
        for act, trigger in SQLITE.items():
            cursor.execute(f"CREATE TRIGGER IF NOT EXISTS audit_no_{act} {trigger}")


def drop(connection) -> None:
    """Until the next `install`."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DROP FUNCTION IF EXISTS articles_audit_refuse CASCADE")
            return
        for act in SQLITE:
            cursor.execute(f"DROP TRIGGER IF EXISTS audit_no_{act}")
