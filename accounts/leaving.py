"""Leaving: asked for, taken back by signing in, and done when the days of grace are over."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import get_random_string

from purging.log import purge

from .models import Export, Ignored, User
from .names import DELETED
from .personal import parts
from .tasks import delete_avatar, tell_of_leaving, tell_of_staying

NOBODY = "deleted.invalid"  # where no mail ever goes


@transaction.atomic
def leave(person: User) -> None:
    """Signed out everywhere; forgotten in a few days."""
    person.leaving_since = timezone.now()
    person.save(update_fields=["leaving_since"])
    end_sessions(person)
    tell_of_leaving.enqueue(person.pk)


@transaction.atomic
def stay(person: User) -> None:
    person.leaving_since = None
    person.save(update_fields=["leaving_since"])
    tell_of_staying.enqueue(person.pk)


def end_sessions(person: User) -> None:
    for session in UserSession.objects.filter(user=person):
        session.end()


@transaction.atomic
def forget(person: User) -> None:
    """What is left of them is a row without a face, which their comments hang on, and for authors a name."""
    person = User.objects.select_for_update().get(pk=person.pk)
    keeps_name = any(part.keeps_name(person) for part in parts)
    for part in parts:
        part.forget(person)
    end_sessions(person)
    EmailAddress.objects.filter(user=person).delete()
    Authenticator.objects.filter(user=person).delete()
    SocialAccount.objects.filter(user=person).delete()
    Export.objects.filter(user=person).delete()
    Ignored.objects.filter(Q(reader=person) | Q(person=person)).delete()
    person.groups.clear()
    person.user_permissions.clear()
    if person.avatar:
        delete_avatar.enqueue(person.avatar.name)
    _empty(person, keeps_name)
    purge(f"person-{person.pk}", gone=True)


def _empty(person: User, keeps_name: bool) -> None:
    if not keeps_name:
        person.username = f"deleted-{get_random_string(16).lower()}"
        person.display_name = str(DELETED)
    person.email = f"{get_random_string(24).lower()}@{NOBODY}"
    person.bio = person.website = person.avatar = ""
    person.is_active = person.is_staff = person.is_superuser = False
    person.last_login = person.leaving_since = None
    person.set_unusable_password()
    person.save()


def forget_due(before) -> None:
    """Who asked before that moment and has not come back."""
    for person in User.objects.filter(leaving_since__lt=before):
        forget(person)
