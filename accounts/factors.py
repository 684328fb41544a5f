"""Second factors and passkeys: allauth's, in the magazine's words."""

import struct

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base import forms as base
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from cryptography.exceptions import InvalidSignature
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from markup import printable
from sitesettings.models import site_settings

from .browsers import browser_name
from .forms import Labelled
from .models import User

LONGEST_NAME = 60
NONSENSE = (ValueError, KeyError, TypeError, IndexError, AttributeError, OverflowError, struct.error, InvalidSignature)


class FactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This is not the right code. Codes change every half minute; please type the newest."),
        "unverified_email": _("Please confirm your e-mail addresses first."),
        "cannot_generate_recovery_codes": _("Recovery codes are for accounts with a second factor. Set one up first."),
    }

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002 (allauth's name)
        """After the device, which is how people tell their keys apart."""
        return browser_name(context.request.headers.get("User-Agent", ""))

    def _get_site_name(self) -> str:
        return site_settings().name


class Code(Labelled):
    """Codes are typed from another screen: large, and with the keyboard for numbers."""

    labels = {"code": _("Code")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "autofocus": True}


class AuthenticateForm(Code, base.AuthenticateForm):
    help_texts = {"code": _("From your authenticator app, or one of your recovery codes.")}


class ReauthenticateForm(Code, base.ReauthenticateForm):
    help_texts = AuthenticateForm.help_texts


class ActivateForm(Code, totp.ActivateTOTPForm):
    labels = {"code": _("Code from the app")}


class Key:
    """What a browser sends for a key may be anything, and allauth's parsers fail in many ways: all are one error."""

    def _parsed(self, parse):
        try:
            return parse()
        except ValidationError as error:
            raise (self._refused() if error.code == "incorrect_code" else error) from error
        except NONSENSE as error:
            raise self._refused() from error

    def _refused(self) -> ValidationError:
        return ValidationError(gettext("This key was not accepted. Please try it again, or sign in another way."))


class AddPasskeyForm(Key, Labelled, webauthn.AddWebAuthnForm):
    labels = {"name": _("Name"), "passwordless": _("Sign in with it alone, without a password")}
    help_texts = {"name": _("So that you can tell your keys apart.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True
        self.fields["name"].widget.attrs["maxlength"] = LONGEST_NAME

    def clean_name(self) -> str:
        """Cut, not refused: the key itself is made already."""
        return printable(super().clean_name())[:LONGEST_NAME]

    def clean(self) -> dict:
        return self._parsed(super().clean)


class RenamePasskeyForm(Labelled, webauthn.EditWebAuthnForm):
    labels = {"name": _("Name")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["maxlength"] = LONGEST_NAME

    def clean_name(self) -> str:
        return printable(self.cleaned_data["name"])[:LONGEST_NAME] or self.instance.wrap().name


class PasskeyForm(Key, webauthn.AuthenticateWebAuthnForm):
    def clean_credential(self) -> Authenticator:
        return self._parsed(super().clean_credential)


class PasskeyLoginForm(Key, webauthn.LoginWebAuthnForm):
    def clean_credential(self) -> Authenticator:
        return self._parsed(super().clean_credential)


class PasskeyAgainForm(Key, webauthn.ReauthenticateWebAuthnForm):
    def clean_credential(self) -> Authenticator:
        return self._parsed(super().clean_credential)
