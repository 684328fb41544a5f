"""What templates may say about people."""

from datetime import timedelta
from textwrap import wrap

from . import personal, retention
from .avatar import avatar_html
from .browsers import browser_name
from .elsewhere import place_name, places
from .models import GRACE

# The account area, in the order of its menu.
ACCOUNT_PAGES = [
    ("accounts:profile", "Profile"),
    ("account_email", "E-mail"),
    ("account_change_password", "Password"),
    ("mfa_index", "Passkeys"),
    ("usersessions_list", "Devices"),
    ("accounts:ignored", "Ignored people"),
    ("accounts:data", "Your data"),
]
WAYS_TO_CONFIRM = {
    "reauthenticate": "Use your password",
    "mfa_reauthenticate": "Use a code from your app, or a recovery code",
    "mfa_reauthenticate:webauthn": "Use a passkey",
}


def how_long(kept: timedelta) -> str:
    """“7 days”, as a page says it."""
    days = kept.days
    if days < 1:
        return f"{kept.seconds // 3600} hours"
    return f"{days} day{'' if days == 1 else 's'}"


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
    "grace": GRACE,
    "grouped": grouped,
    "how_long": how_long,
    "place_name": place_name,
    "places": places,
    "what_is_kept": what_is_kept,
    "ways_to_confirm": WAYS_TO_CONFIRM,
}
