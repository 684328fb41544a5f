"""What the accounts themselves keep about a person: parts of the export, and rules of how long."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db.models import Exists, OuterRef

from . import browsers
from .leaving import forget_due
from .models import EXPORT_KEPT, GRACE, Export, Ignored, User
from .personal import Part, in_words, parts
from .retention import Cookie, Rule, cookies, rules

GOES = "Deleted with the account."
SESSION_KEPT = timedelta(seconds=settings.SESSION_COOKIE_AGE)
UNCONFIRMED_KEPT = timedelta(days=30)


def profile(person: User) -> list[dict]:
    names = ["username", "email", "display_name", "bio", "website", "date_joined", "last_login", "leaving_since"]
    groups = list(person.groups.values_list("name", flat=True))
    return [{name: getattr(person, name) for name in names} | {"picture": person.avatar.name or None, "groups": groups}]


def addresses(person: User):
    return EmailAddress.objects.filter(user=person).values("email", "verified", "primary")


def factors(person: User) -> list[dict]:
    """What they are called; their secrets leave the database for nobody."""
    found = Authenticator.objects.filter(user=person)
    return [
        {"kind": key.get_type_display(), "name": str(key), "added": key.created_at, "last_used": key.last_used_at}
        for key in found
    ]


def elsewhere(person: User):
    found = SocialAccount.objects.filter(user=person)
    return in_words(
        found, at="provider", known_there_as="uid", told="extra_data", tied="date_joined", last_used="last_login"
    )


def sign_ins(person: User):
    found = UserSession.objects.filter(user=person)
    return in_words(found, signed_in="created_at", last_seen="last_seen_at", network_address="ip", browser="user_agent")


def ignored(person: User) -> list[dict]:
    found = Ignored.objects.filter(reader=person).select_related("person")
    return [{"person": str(row), "since": row.created_at} for row in found]


def drop_sessions(before: datetime) -> None:
    call_command("clearsessions")
    alive = Session.objects.filter(session_key=OuterRef("session_key"))
    UserSession.objects.filter(~Exists(alive), created_at__lt=before).delete()


parts += [
    Part("profile", "Profile", "Deleted; whoever signed an article keeps their name there.", profile),
    Part("addresses", "E-mail addresses", GOES, addresses),
    Part("factors", "Passkeys, apps and codes", GOES, factors),
    Part("elsewhere", "Accounts elsewhere", GOES, elsewhere),
    Part("sign_ins", "Sign-ins, with network address and browser", GOES, sign_ins),
    Part("ignored", "People whose comments are collapsed", GOES, ignored),
]
rules += [
    Rule("Sign-ins that were not used any more", SESSION_KEPT, drop_sessions),
    Rule(
        "Sign-ups whose address nobody confirmed",
        UNCONFIRMED_KEPT,
        lambda before: User.objects.never_confirmed(before).delete(),
    ),
    Rule(
        "Files for people who asked for their data",
        EXPORT_KEPT,
        lambda before: Export.objects.filter(asked_at__lt=before).delete(),
    ),
    Rule("Accounts whose owner asked to be forgotten", GRACE, forget_due),
]
cookies += [
    Cookie(settings.SESSION_COOKIE_NAME, "that you are signed in", SESSION_KEPT),
    Cookie(settings.CSRF_COOKIE_NAME, "that a form was sent from here", timedelta(seconds=settings.CSRF_COOKIE_AGE)),
    Cookie(browsers.COOKIE, "which accounts were used in this browser", browsers.COOKIE_KEPT),
]
