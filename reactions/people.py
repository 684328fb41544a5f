"""Who reacts: the account, or the browser by a random number in a signed cookie."""

import uuid

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from .bursts import network_key
from .models import Person, Reaction

COOKIE = "visitor"
COOKIE_AGE = 400 * 24 * 3600  # the longest that browsers keep a cookie


def person_of(request: HttpRequest) -> Person:
    """The account or the known browser; a new number for a browser without a valid cookie."""
    network = network_key(request.META["REMOTE_ADDR"], timezone.now().date())
    if request.user.is_authenticated:
        return Person(user=request.user, network=network)
    return Person(visitor=visitor_of(request) or uuid.uuid4(), network=network)


def visitor_of(request: HttpRequest) -> uuid.UUID | None:
    """The browser's number, None without a cookie or with one that we did not sign."""
    try:
        return uuid.UUID(request.get_signed_cookie(COOKIE, salt=COOKIE))
    except (KeyError, ValueError, signing.BadSignature):
        return None


def bring_along(request: HttpRequest, user, **kwargs) -> None:
    """At sign-in the account takes over what this browser said before."""
    if visitor := visitor_of(request):
        Reaction.objects.adopt(visitor, user)


def remember(person: Person, response: HttpResponse) -> HttpResponse:
    if person.visitor:
        response.set_signed_cookie(
            COOKIE,
            str(person.visitor),
            salt=COOKIE,
            max_age=COOKIE_AGE,
            secure=settings.HTTPS,
            httponly=True,
            samesite="Lax",
        )
    return response
