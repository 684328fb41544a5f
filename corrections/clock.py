"""What corrections do by themselves."""

from django.utils import timezone

from articles import clock

from .marks import NETWORK_KNOWN, Mark

SECONDS = 3600


def keep_going() -> None:
    clock.every(SECONDS, forget_networks)


def forget_networks() -> None:
    """Sooner than `tidy` comes round."""
    Mark.objects.forget_networks(timezone.now() - NETWORK_KNOWN)
