"""The people of the demo: the five accounts that may sign in, writers and readers."""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from accounts.models import DEMO_DOMAIN, User

SIGN_IN = {"admin", "editor", "author", "moderator", "reader"}
GROUPS = {"author": "Authors", "editor": "Editors", "moderator": "Moderators"}


def load_people(people: list[dict]) -> dict[str, User]:
    """Users by username; whoever exists is left as they are."""
    password = make_password(settings.DEMO_PASSWORD)  # once: hashing is slow on purpose
    known = {
        user.username: user for user in User.objects.filter(username__in=[person["username"] for person in people])
    }
    return known | {
        person["username"]: _create(person, password) for person in people if person["username"] not in known
    }


def _create(person: dict, password: str) -> User:
    username, role = person["username"], person["role"]
    user = User.objects.create(
        username=username,
        email=f"{username}@{DEMO_DOMAIN}",
        display_name=person["name"],
        bio=person["bio"],
        is_staff=role in GROUPS or role == "admin",
        is_superuser=role == "admin",
        password=password if username in SIGN_IN else make_password(None),
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    if role in GROUPS:
        user.groups.add(Group.objects.get(name=GROUPS[role]))
    return user
