from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        """Whatever app keeps something about people says so in its module `own`, see `personal` and `retention`."""
        autodiscover_modules("own")
