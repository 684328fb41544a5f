from django.apps import AppConfig, apps
from django.db import connections
from django.db.models.signals import post_migrate

TABLE = "django_tasks_database_dbtaskresult"


class TasksConfig(AppConfig):
    name = "tasks"
    verbose_name = "Background work"

    def ready(self) -> None:
        from .tasks import keep_going  # noqa: PLC0415 (models exist only now)

        keep_going()
        post_migrate.connect(add_indexes, sender=apps.get_app_config("tasks"), dispatch_uid="tasks")


def add_indexes(using: str, **kwargs) -> None:
    """The table is the library's, whose own migrations rebuild it on SQLite and would drop what hangs on it."""
    connection = connections[using]
    if TABLE not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE INDEX IF NOT EXISTS task_by_status ON {TABLE} (status, enqueued_at)")
        cursor.execute(f"CREATE INDEX IF NOT EXISTS task_by_age ON {TABLE} (enqueued_at)")
