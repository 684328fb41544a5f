from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate

from . import listings
from .audit import AUDIT


class ArticlesConfig(AppConfig):
    name = "articles"

    def ready(self) -> None:
        pre_migrate.connect(listings.before_migrate, sender=self, dispatch_uid="listings")
        AUDIT.follow_migrations(self)
        post_migrate.connect(listings.after_migrate, sender=self, dispatch_uid="listings")
        post_migrate.connect(note_pictures, sender=self, dispatch_uid="pictures")


def note_pictures(**kwargs) -> None:
    from .picture_uses import after_migrate  # noqa: PLC0415 (its models are not loaded before the apps are)

    after_migrate(**kwargs)
