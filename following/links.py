"""Links of mails: each is a secret of its own that needs no signing in."""

from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Self

from django.conf import settings
from django.core import signing
from django.urls import reverse

from articles.models import Category, Tag
from articles.people import people

from .models import Follower
from .models.follower import Topic

MANAGE, CONFIRM = "following.manage", "following.confirm"
CONFIRM_WITHIN = timedelta(days=3)
# How the address of a topic names it.
SOURCES = {
    "category": (Category.objects.all, "slug"),
    "tag": (Tag.objects.all, "slug"),
    "author": (people, "username"),
}


@dataclass(frozen=True)
class Wish:
    """What somebody asked for who has no account. It is in the link and nowhere else until they confirm it."""

    email: str
    rhythm: str
    kind: str
    key: int

    def address(self) -> str:
        return _address("confirm", signing.dumps(asdict(self), salt=CONFIRM, compress=True))

    @classmethod
    def of(cls, token: str) -> Self | None:
        """None for what is no link of ours, or too old."""
        try:
            return cls(**signing.loads(token, salt=CONFIRM, max_age=CONFIRM_WITHIN))
        except signing.BadSignature:
            return None

    @property
    def topic(self) -> Topic | None:
        rows, _ = SOURCES[self.kind]
        return rows().filter(pk=self.key).first()


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
