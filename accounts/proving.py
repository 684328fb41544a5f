"""Whoever proves an address first need not be who signed up with it."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.internal.flows.sessions import end_other_sessions
from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .models import User

PROOFS = {"code", "password_reset", "socialaccount"}  # what only the owner of an address gets through
GONE = _("The password from before you confirmed your address no longer works. Choose a new one in your account.")


def lock_others_out(request: HttpRequest, user: User, method: str, **kwargs) -> None:
    """allauth says so just before it notes the proof: a stranger may know the password and wait for this moment."""
    if method in PROOFS and not EmailAddress.objects.filter(user=user, verified=True).exists():
        with transaction.atomic():
            _forget_ways_in(request, user, method, **kwargs)


def _forget_ways_in(request: HttpRequest, user: User, method: str, provider="", uid="", **kwargs) -> None:
    if method != "password_reset" and user.has_usable_password():
        user.set_unusable_password()
        user.save(update_fields=["password"])
        messages.info(request, GONE)
    SocialAccount.objects.filter(~Q(provider=provider, uid=uid), user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    end_other_sessions(request, user)
