from email.utils import formataddr, parseaddr
from typing import cast
from urllib.parse import urljoin

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core import context as allauth_context
from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sitesettings.models import site_settings

from .browsers import Devices, browser_name
from .leaving import stay
from .mails import with_html
from .models import User
from .names import is_held, is_reserved
from .tasks import tell_of_device

MISMATCH = _(
    "The e-mail address or username and the password do not belong together, or the address was never confirmed. "
    "A code by mail lets you in either way."
)


class MailUnavailableError(Exception):
    """The mail server does not answer or does not take the message."""


class AccountAdapter(DefaultAccountAdapter):
    """Where allauth meets the magazine."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": MISMATCH,
        "username_password_mismatch": MISMATCH,
        "username_taken": _("This username is taken."),
        "username_look_alike": _("This username looks like one that is taken."),
        "username_blacklisted": _("This username is reserved for the magazine."),
        "duplicate_email": _("This address already belongs to your account."),
        "email_taken": _("This address belongs to another account."),
        "invalid_email": _("Enter a valid e-mail address."),
        "email_too_long": _("No e-mail address is longer than 254 characters."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_password": _("This is not your password."),
        "incorrect_code": _("This is not the code from the mail. Please look at it again."),
        "too_many_login_attempts": _("Too many failed attempts. Please wait five minutes and try again."),
        "rate_limited": _("That was a little fast. Please wait a moment and try again."),
    }

    def clean_username(self, username: str, shallow: bool = False) -> str:
        if is_reserved(username):
            raise self.validation_error("username_blacklisted")
        if not shallow and is_held(username):
            raise self.validation_error("username_taken")
        if not shallow and User.objects.looks_like(username).exclude(username__iexact=username).exists():
            raise self.validation_error("username_look_alike")
        return super().clean_username(username, shallow)

    def clean_email(self, email: str) -> str:
        """allauth would cut it to the length of the column; what looks like ASCII to a pattern may still not be."""
        if not email.isprintable() or not email.rpartition("@")[0].isascii():
            raise self.validation_error("invalid_email")
        if len(email) > EmailAddress._meta.get_field("email").max_length:
            raise self.validation_error("email_too_long")
        return super().clean_email(email)

    def get_from_email(self) -> str:
        """In the magazine's own name, unless EMAIL_SENDER says another one."""
        name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
        return formataddr((site_settings().name if name == settings.SITE_NAME else name, address))

    def can_delete_email(self, email_address: EmailAddress) -> bool:
        """Everybody keeps the address that mail goes to; it is the way back in."""
        return email_address.email != email_address.user.email

    def pre_login(self, request: HttpRequest, user: User, **kwargs) -> HttpResponse | None:  # type: ignore[override]
        """allauth comes here even with people whom the backend has refused."""
        if not user.can_sign_in:
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **kwargs)

    def post_login(self, request: HttpRequest, user: User, *, signup: bool, **kwargs) -> HttpResponse:  # type: ignore[override]
        """Whoever comes by a browser that this account has not been seen in is told of it; who was leaving, stays."""
        response = super().post_login(request, user, signup=signup, **kwargs)
        if user.leaving_since:
            stay(user)
            messages.success(request, gettext("Welcome back. Your account stays."))
        devices = Devices(request)
        if not (signup or devices.know(user)):
            agent, address = request.headers.get("User-Agent", ""), self.get_client_ip(request)
            tell_of_device.enqueue(user.pk, browser_name(agent), address, timezone.now().isoformat())
        devices.remember(user, response)
        return response

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        return reverse("account_email")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:profile")

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Links begin with the magazine's address, whatever host and port the request named."""
        here = allauth_context.request.build_absolute_uri("/")
        for name, value in context.items():
            if isinstance(value, str) and value.startswith(here):
                context[name] = urljoin(settings.BASE_URL, value.removeprefix(here.rstrip("/")))
        try:
            super().send_mail(template_prefix, email, context)
        except OSError as error:
            ratelimit.clear(
                allauth_context.request, action="confirm_email", key=email.lower()
            )  # no mail, so none too many
            raise MailUnavailableError from error

    def render_mail(
        self, template_prefix: str, email: str | list[str], context: dict, headers: dict | None = None
    ) -> EmailMessage:
        """The words are in the text templates; the HTML is made of them, for mail programs that prefer it."""
        context |= {"site_name": site_settings().name, "base_url": settings.BASE_URL}
        message = cast(EmailMultiAlternatives, super().render_mail(template_prefix, email, context, headers))
        return with_html(message, context)
