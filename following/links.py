"""Links of mails: each is a secret of its own that needs no signing in."""

import time
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import Self

from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.http import Http404
from django.urls import reverse
from django.utils.crypto import salted_hmac

from articles.models import Category, Tag
from articles.people import authors

from .models import Follower
from .models.follower import Topic

MANAGE, CONFIRM, ENDED = "following.manage", "following.confirm", "following.ended"
CONFIRM_WITHIN = timedelta(days=3)
# How the address of a topic names it. Whoever may call themselves what they like is no author: names go into mails.
SOURCES = {
    "category": (Category.objects.all, "slug"),
    "tag": (Tag.objects.all, "slug"),
    "author": (authors, "username"),
}


class DeadLinkError(Http404):
    """Its text is for people: the page that says there is nothing shows it."""


@dataclass(frozen=True)
class Wish:
    """What somebody asked for who has no account.

    Until they confirm it, it is in the link, and in the row of the task that mailed it for as long as tasks are kept.
    """

    email: str
    rhythm: str
    kind: str
    key: int
    at: float = field(default_factory=time.time)

    def address(self) -> str:
        return _address("confirm", signing.dumps(asdict(self), salt=CONFIRM, compress=True))

    @classmethod
    def of(cls, token: str) -> Self | None:
        """None for what is no link of ours, too old, or from before an end."""
        try:
            wish = cls(**signing.loads(token, salt=CONFIRM, max_age=CONFIRM_WITHIN))
        except signing.BadSignature:
            return None
        return wish if wish.at > cache.get(_ended(wish.email), 0) else None

    @property
    def topic(self) -> Topic | None:
        rows, _ = SOURCES[self.kind]
        return rows().filter(pk=self.key).first()


def end_wishes(email: str) -> None:
    """Who ended something is not signed up again by a link from before, whoever has it."""
    cache.set(_ended(email), time.time(), CONFIRM_WITHIN.total_seconds())


def _ended(email: str) -> str:
    return f"{ENDED}-{salted_hmac(ENDED, email, algorithm='sha256').hexdigest()}"


def token_of(follower: Follower) -> str:
    return signing.dumps(follower.pk, salt=MANAGE)


def manage_address(follower: Follower) -> str:
    return _address("manage", token_of(follower))


def stop_address(follower: Follower) -> str:
    return _address("stop", token_of(follower))


def key_of(token: str) -> int | None:
    """Of the follower to whom a link was sent, who may have gone meanwhile; None for what is no link of ours."""
    try:
        return signing.loads(token, salt=MANAGE)
    except signing.BadSignature:
        return None


def _address(name: str, token: str) -> str:
    return settings.BASE_URL + reverse(f"following:{name}", args=[token])
