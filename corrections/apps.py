from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class CorrectionsConfig(AppConfig):
    name = "corrections"

    def ready(self) -> None:
        from .clock import keep_going  # noqa: PLC0415 (models exist only now)
        from .marks import bring_along  # noqa: PLC0415

        keep_going()
        user_logged_in.connect(bring_along, dispatch_uid="marks")
