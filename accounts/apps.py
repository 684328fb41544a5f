from allauth.account.signals import authentication_step_completed
from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        """Whatever app keeps something about people says so in its module `own`, see `personal` and `retention`."""
        autodiscover_modules("own")
        from .proving import lock_others_out  # noqa: PLC0415 (models exist only now)

        authentication_step_completed.connect(lock_others_out)
