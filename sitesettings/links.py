"""Addresses that editors type."""

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator
from django.utils.translation import gettext, gettext_lazy

LONGEST = 200
is_web_address = URLValidator(
    schemes=["http", "https"], message=gettext_lazy("A web address begins with https:// or http://.")
)


def clean_address(text: str, longest: int = LONGEST) -> str:
    """A web address, as other sites have them."""
    if len(text) > longest:
        raise ValidationError(gettext("An address has at most %(longest)s characters.") % {"longest": longest})
    is_web_address(text)
    return text


def clean_link(text: str) -> str:
    """Where a menu may lead: a path of this site, a web address, or mailto:."""
    text = text.strip()
    if text.startswith("mailto:"):
        EmailValidator(gettext("Write it like mailto:desk@example.com."))(text.removeprefix("mailto:"))
        return text
    if text.startswith("/") and not text.startswith("//") and "\\" not in text and text.isprintable():
        return text
    return clean_address(text)
