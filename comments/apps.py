from django.apps import AppConfig

from .audit import MODERATION


class CommentsConfig(AppConfig):
    name = "comments"

    def ready(self) -> None:
        MODERATION.follow_migrations(self)
