from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class ReactionsConfig(AppConfig):
    name = "reactions"

    def ready(self) -> None:
        from .people import bring_along  # noqa: PLC0415 (models exist only now)

        user_logged_in.connect(bring_along)
