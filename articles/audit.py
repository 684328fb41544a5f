"""Tables that are only ever added to: triggers refuse to change or remove a row, whoever tries by whatever means."""

from django.apps import AppConfig
from django.apps import apps as installed
from django.apps.registry import Apps
from django.db import connections
from django.db.migrations import Migration
from django.db.models.signals import post_migrate, pre_migrate


class AppendOnly:
    """The table of one model, with triggers that are put back after every `migrate`."""

    def __init__(self, app: str, model: str, name: str, words: str):
        self.app, self.model, self.name, self.words = app, model, name, words
        self.table = f"{app}_{model}"

    @property
    def sqlite(self) -> dict[str, str]:
        acts = {
            "update": f"UPDATE ON {self.table}",
            "delete": f"DELETE ON {self.table}",
            "replace": f"INSERT ON {self.table} WHEN EXISTS (SELECT 1 FROM {self.table} WHERE id = NEW.id)",  # noqa: S608 (ours)
        }
        return {act: f"BEFORE {event} BEGIN SELECT RAISE(ABORT, '{self.words}'); END" for act, event in acts.items()}

    @property
    def postgresql(self) -> str:
        return f"""
CREATE OR REPLACE FUNCTION {self.app}_{self.name}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION '{self.words}' USING ERRCODE = 'restrict_violation';
END $$;
CREATE OR REPLACE TRIGGER {self.name}_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON {self.table}
    FOR EACH STATEMENT EXECUTE FUNCTION {self.app}_{self.name}_refuse();
"""

    def follow_migrations(self, sender: AppConfig) -> None:
        pre_migrate.connect(self.before_migrate, sender=sender, dispatch_uid=self.name)
        post_migrate.connect(self.after_migrate, sender=sender, dispatch_uid=self.name)

    def before_migrate(self, using: str, plan: list[tuple[Migration, bool]], **kwargs) -> None:
        """Off while the table may change: a later release may have to."""
        if any(migration.app_label == self.app for migration, _ in plan):
            self.drop(connections[using])

    def after_migrate(self, using: str, apps: Apps = installed, **kwargs) -> None:
        if self.model in apps.all_models[self.app]:
            self.install(connections[using])

    def install(self, connection) -> None:
        """Safe to repeat."""
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(self.postgresql)
                return
            for act, trigger in self.sqlite.items():
                cursor.execute(f"CREATE TRIGGER IF NOT EXISTS {self.name}_no_{act} {trigger}")

    def drop(self, connection) -> None:
        """Until the next `install`."""
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP FUNCTION IF EXISTS {self.app}_{self.name}_refuse CASCADE")
                return
            for act in self.sqlite:
                cursor.execute(f"DROP TRIGGER IF EXISTS {self.name}_no_{act}")


AUDIT = AppendOnly("articles", "auditentry", "audit", "The audit log is only ever added to")
