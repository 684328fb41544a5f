from importlib import import_module

from django.apps import AppConfig
from django.conf import settings
from django.contrib.admin.apps import AdminConfig


class MagazineConfig(AppConfig):
    name = "magazine"

    def ready(self) -> None:
        if settings.SENTRY_DSN:
            import_module("magazine.sentry").start()


class MagazineAdminConfig(AdminConfig):
    default_site = "magazine.admin_site.MagazineAdminSite"

    def ready(self) -> None:
        import_module("magazine.labels").translate_names()
        super().ready()
