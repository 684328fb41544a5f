from django.apps import AppConfig, apps
from django.db import connections
from django.db.models.signals import post_migrate


class SearchConfig(AppConfig):
    name = "search"

    def ready(self) -> None:
        post_migrate.connect(install_index, sender=apps.get_app_config("articles"), dispatch_uid="search")


def install_index(using: str, **kwargs) -> None:
    """The index hangs on the article table by triggers, which a migration that rebuilds the table would drop."""
    from .engines import engine  # noqa: PLC0415 (its models are not loaded before the apps are)

    connection = connections[using]
    if "articles_article" in connection.introspection.table_names():
        engine(connection).install(connection)
