"""What is kept of what people follow, for their export, for forgetting them, and for how long."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.personal import Part, parts
from accounts.retention import Rule, rules

from .models import Digest, Follow, Follower

DIGESTS_KEPT, REFUSED_KEPT, IDLE_KEPT = timedelta(days=60), timedelta(days=180), timedelta(days=2)


def rows(person: User) -> Iterable[dict]:
    if not (follower := Follower.objects.known_to(person)):
        return []
    follows = follower.follows.with_topics().order_by("pk")
    return [
        {"follows": str(follow), "kind": follow.kind, "since": follow.at, "mail": follower.rhythm} for follow in follows
    ]


def drop(person: User) -> None:
    """Nobody follows an author either who has left."""
    if follower := Follower.objects.known_to(person):
        follower.delete()
    Follow.objects.filter(author=person).delete()


def drop_digests(before: datetime) -> None:
    Digest.objects.filter(until__lt=before).delete()


def drop_idle(before: datetime) -> None:
    """Whose last author left, or whose last section or tag was deleted."""
    Follower.objects.filter(follows=None, created_at__lt=before).delete()


def drop_refused(before: datetime) -> None:
    Follower.objects.filter(user=None, stopped_at__lt=before).delete()


parts += [
    Part(
        "following", _("What you follow, and how often you want mail of it"), _("Deleted with the account."), rows, drop
    )
]
rules += [
    Rule(_("Which digest went to whom"), DIGESTS_KEPT, drop_digests),
    Rule(_("Addresses without an account that refuse our mail, and what they follow"), REFUSED_KEPT, drop_refused),
    Rule(_("Addresses that follow nothing any more"), IDLE_KEPT, drop_idle),
]
