"""What templates may say about people."""

from datetime import timedelta
from textwrap import wrap

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from . import personal, retention
from .avatar import avatar_html
from .browsers import browser_name
from .columns import column
from .elsewhere import place_name, places
from .models import GRACE

# The account area, in the order of its menu.
ACCOUNT_PAGES = [
    ("accounts:profile", _("Profile")),
    ("account_email", _("E-mail")),
    ("account_change_password", _("Password")),
    ("mfa_index", _("Passkeys")),
    ("usersessions_list", _("Devices")),
    ("accounts:ignored", _("Ignored people")),
    ("accounts:data", _("Your data")),
]
WAYS_TO_CONFIRM = {
    "reauthenticate": _("Use your password"),
    "mfa_reauthenticate": _("Use a code from your app, or a recovery code"),
    "mfa_reauthenticate:webauthn": _("Use a passkey"),
}


def how_long(kept: timedelta) -> str:
    """“7 days”, as a page says it."""
    days = kept.days
    if days < 1:
        hours = kept.seconds // 3600
        return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}


def what_is_kept() -> dict:
    """For the privacy page: the very rules by which things are taken away."""
    return {"parts": personal.parts, "rules": retention.rules, "cookies": retention.cookies}


def grouped(secret: str) -> str:
    """In fours, as people read keys out to themselves."""
    return " ".join(wrap(secret, 4))


GLOBALS = {
    "account_pages": ACCOUNT_PAGES,
    "avatar": avatar_html,
    "browser_name": browser_name,
    "column": column,
    "grace": GRACE,
    "grouped": grouped,
    "how_long": how_long,
    "place_name": place_name,
    "places": places,
    "what_is_kept": what_is_kept,
    "ways_to_confirm": WAYS_TO_CONFIRM,
}
