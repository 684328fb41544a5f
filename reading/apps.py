from django.apps import AppConfig


class ReadingConfig(AppConfig):
    name = "reading"

    def ready(self) -> None:
        from .trail import keep_going  # noqa: PLC0415 (its models are not loaded before the apps are)

        keep_going()
