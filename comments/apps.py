from django.apps import AppConfig

from .audit import MODERATION


class CommentsConfig(AppConfig):
    name = "comments"

    def ready(self) -> None:
        MODERATION.follow_migrations(self)
        from .clock import keep_going  # noqa: PLC0415 (its models are not loaded before the apps are)

        keep_going()
