from django.apps import AppConfig, apps
from django.conf import settings
from django.db import connections
from django.db.migrations import Migration
from django.db.models.signals import post_migrate, pre_migrate

SOURCES = {"accounts", "articles", "comments", "search"}


class SearchConfig(AppConfig):
    name = "search"

    def ready(self) -> None:
        pre_migrate.connect(stop_following, sender=self, dispatch_uid="search")
        post_migrate.connect(install_index, sender=apps.get_app_config("search"), dispatch_uid="search")
        from .engines import keep_up  # noqa: PLC0415 (its models are not loaded before the apps are)
        from .unanswered import keep_going  # noqa: PLC0415

        keep_going()
        keep_up()


def stop_following(using: str, plan: list[tuple[Migration, bool]], **kwargs) -> None:
    """SQLite changes no table that triggers name, and no engine writes into one that goes away."""
    from .engines import changes, of_database  # noqa: PLC0415 (its models are not loaded before the apps are)

    connection, migrated = connections[using], {migration.app_label for migration, _ in plan}
    if connection.vendor == "sqlite" and SOURCES & migrated:
        of_database(connection).drop(connection)
        changes.forget(connection)
    elif "search" in migrated:
        changes.forget(connection)


def install_index(using: str, **kwargs) -> None:
    """The index hangs on other tables by triggers, which a migration that rebuilds one of these would drop."""
    from .engines import changes, of_database  # noqa: PLC0415

    connection = connections[using]
    tables = set(connection.introspection.table_names())
    if {"articles_article", "comments_comment"} <= tables:
        of_database(connection).install(connection)
    if {"articles_article", "comments_comment", "search_change", "search_telling"} <= tables:
        (changes.follow if settings.OPENSEARCH_URL else changes.stop)(connection)
