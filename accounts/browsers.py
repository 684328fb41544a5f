"""What browsers and devices are called, and which accounts were used in one."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

COOKIE = "devices"
COOKIE_KEPT = timedelta(days=400)  # the longest that browsers keep one
MOST_ACCOUNTS = 8  # that one browser is known to


# The first that is found counts: Edge and Opera also say Chrome, and Chrome also says Safari.
BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}


def browser_name(user_agent: str) -> str:
    """“Firefox on Windows”, as a person would say it."""
    browser, system = (
        next((name for mark, name in names.items() if mark in user_agent), "") for names in (BROWSERS, SYSTEMS)
    )
    browser = browser or _("A browser")
    return _("%(browser)s on %(system)s") % {"browser": browser, "system": system} if system else browser


class Devices:
    """A signed cookie says which accounts have been used in a browser; only the account pages ever see it."""

    def __init__(self, request: HttpRequest) -> None:
        try:
            self.known = request.get_signed_cookie(COOKIE, salt=COOKIE, max_age=COOKIE_KEPT).split(".")
        except (KeyError, signing.BadSignature):
            self.known = []

    def know(self, person) -> bool:
        return _mark(person) in self.known

    def remember(self, person, response: HttpResponse) -> None:
        marks = [_mark(person), *(mark for mark in self.known if mark != _mark(person))]
        response.set_signed_cookie(
            COOKIE,
            ".".join(marks[:MOST_ACCOUNTS]),
            salt=COOKIE,
            max_age=COOKIE_KEPT,
            path="/accounts/",
            secure=settings.HTTPS,
            httponly=True,
            samesite="Lax",
        )


def _mark(person) -> str:
    return salted_hmac(COOKIE, str(person.pk), algorithm="sha256").hexdigest()[:16]
