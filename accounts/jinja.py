"""What templates may say about people."""

from textwrap import wrap

from .avatar import avatar_html
from .browsers import browser_name
from .elsewhere import place_name, places
from .factors import lacks_second_factor

# The account area, in the order of its menu.
ACCOUNT_PAGES = [
    ("accounts:profile", "Profile"),
    ("account_email", "E-mail"),
    ("account_change_password", "Password"),
    ("mfa_index", "Passkeys"),
    ("usersessions_list", "Devices"),
]
WAYS_TO_CONFIRM = {
    "reauthenticate": "Use your password",
    "mfa_reauthenticate": "Use a code from your app, or a recovery code",
    "mfa_reauthenticate:webauthn": "Use a passkey",
}


def grouped(secret: str) -> str:
    """In fours, as people read keys out to themselves."""
    return " ".join(wrap(secret, 4))


GLOBALS = {
    "account_pages": ACCOUNT_PAGES,
    "avatar": avatar_html,
    "browser_name": browser_name,
    "grouped": grouped,
    "lacks_second_factor": lacks_second_factor,
    "place_name": place_name,
    "places": places,
    "ways_to_confirm": WAYS_TO_CONFIRM,
}
