"""What people may call themselves."""

import hashlib
import unicodedata
from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.core.validators import MinLengthValidator, RegexValidator
from django.utils.translation import gettext_lazy as _

from sitesettings.models import site_settings

username_validators: list[Callable[[Any], None]] = [
    RegexValidator(
        r"^[A-Za-z0-9][A-Za-z0-9._-]*\Z",
        _("Use the letters a to z, digits, dots, hyphens and underscores, and begin with a letter or digit."),
    ),
    MinLengthValidator(3),
]

# Controls, direction overrides and blanks of every kind spoil the text around a name or make it look like another.
# The joiners inside emoji and the marks of right-to-left scripts stay.
display_name_validators: list[Callable[[Any], None]] = [
    RegexValidator(
        r"[\x00-\x1f\x7f-\x9f\u00ad\u034f\u115f\u1160\u180e\u200b\u2028-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0]",
        _("A name cannot contain control characters or invisible characters."),
        inverse_match=True,
    ),
    RegexValidator(
        r"[^\s\u200c-\u200f\ufe00-\ufe0f\U000e0000-\U000e0fff]", _("A name needs at least one visible character.")
    ),
]

DELETED = _("Deleted user")  # what somebody is called who has left
HELD_SECONDS = 24 * 60 * 60
# What nobody can tell from a Latin letter, after https://www.unicode.org/Public/security/latest/confusables.txt:
# Cyrillic, Greek, Armenian, Latin of other alphabets, digits, small capitals, Cherokee. Capital I, l and 1 are one
# letter, as O and 0 are.
LOOK_ALIKES = str.maketrans(
    "авсеԁһіјкмнорԛѕтухѵԝгьӏҽєԍαβεικνορτυχηωγσςμζօսոհցզյաքıɑɡɩʋꞵɪʀᴄᴏᴠᴡᴢəøđħłŧi10|ᴀʙᴅᴇꜰɢʜᴊᴋʟᴍɴᴘꞯꜱᴛᴜʏᎪᏴᏟᎠᎬᏀᎻᎥᎫᏦᏞᎷᏢᎡᏚᎢᏙᎳᏃ",
    "abcedhijkmhopqstyxvwrbleegabeikvoptuxnwyocuzounhgqjwpiagiubircovwzeodhltllolabdefghjklmnpqstuyabcdeghljklmprstvwz",
)
CAPITALS = str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "abezhikmnoptyx")  # whose small letters look like others
PAIRS = {"rn": "m", "vv": "w"}  # letters that together look like one

# Words that change nothing: "The editors" are the editors.
FILLERS = "a an at chief for from head in of our senior site the this your"
# Names that readers would take for the magazine speaking. Editors may be called so by the desk, nobody by signing up.
RESERVED = """
    abuse account accounts admin administrator administrators anonymous api author authors bot comments contact deleted
    deleteduser
    desk editor editorial editors everyone guest help helpdesk hostmaster info mail moderation moderator moderators
    news newsroom nobody noreply null official owner postmaster press privacy root security staff support sysadmin
    system team undefined user username webmaster
"""


def hold(username: str) -> None:
    """Taken for a day, as it would be had the sign-up made an account: whether the address is known must not show."""
    cache.set(_held(username), True, HELD_SECONDS)


def release(username: str) -> None:
    cache.delete(_held(username))


def is_held(username: str) -> bool:
    return _held(username) in cache


def _held(username: str) -> str:
    return f"held:{hashlib.sha256(skeleton(username).encode()).hexdigest()}"


def is_reserved(name: str) -> bool:
    """However it is spelt: `Ad.min`, `A D M I N`, `_admin_`, `adm1n` and `The Admin Team` all say admin."""
    reserved, fillers = (set(map(skeleton, names.split())) for names in (RESERVED, FILLERS))
    reserved.add(skeleton(str(DELETED)))
    magazine = skeleton(site_settings().name)
    words = [word for word in map(skeleton, name.split()) if word and word not in fillers]
    letters = "".join(words)
    return (
        letters in reserved
        or (words and reserved.issuperset(words))
        or (magazine != "" and letters.startswith(magazine))
    )


def skeleton(name: str) -> str:
    """What a reader sees of a name: without case, accents, blanks and signs, look-alikes as one letter."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).translate(CAPITALS).casefold()).translate(
        LOOK_ALIKES
    )
    seen = "".join(character for character in plain.translate(LOOK_ALIKES) if character.isalnum())
    for pair, letter in PAIRS.items():
        seen = seen.replace(pair, letter)
    return seen
