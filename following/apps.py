from django.apps import AppConfig


class FollowingConfig(AppConfig):
    name = "following"

    def ready(self) -> None:
        from .clock import keep_going  # noqa: PLC0415 (its models are not loaded before the apps are)

        keep_going()
