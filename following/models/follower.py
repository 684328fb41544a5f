from datetime import datetime
from typing import Self

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from articles.models import Category, Tag

MOST_FOLLOWED = 200
MOST_REFUSALS = 3  # one after the other, and no mail is tried any more

type Topic = Category | Tag | User


class FullError(Exception):
    """Nobody follows more than MOST_FOLLOWED."""


class FollowerQuerySet(models.QuerySet["Follower"]):
    def mailable(self, rhythm: str) -> Self:
        """Whom a digest of this rhythm is for."""
        stays = Q(user=None) | Q(user__is_active=True, user__leaving_since=None)
        return self.filter(stays, rhythm=rhythm, stopped_at=None)

    def of_user(self, user: User) -> "Follower":
        return self.get_or_create(user=user)[0]

    def known_to(self, user: User) -> "Follower | None":
        """With what they followed by an address of theirs before they had an account; None if they follow nothing."""
        proved = EmailAddress.objects.filter(user=user, verified=True).values("email")
        for other in self.filter(email__in=proved):
            self.of_user(user).take_over(other)
        return self.filter(user=user).first()

    def of_address(self, email: str) -> "Follower":
        """Of the account that has proved the address, where there is one; the address itself was proved just now."""
        proved = EmailAddress.objects.filter(email=email, verified=True, user__is_active=True)
        if address := proved.select_related("user").first():
            return self.known_to(address.user) or self.of_user(address.user)
        return self.get_or_create(email=email)[0]


class Follower(models.Model):
    """Somebody who gets digests: a person with an account, or an address that has been confirmed."""

    class Rhythm(models.TextChoices):
        DAILY = "daily", _("Every day")
        WEEKLY = "weekly", _("Once a week")
        OFF = "off", _("No mail")

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    email = models.EmailField(null=True, unique=True, help_text="In lower case.")
    rhythm = models.CharField(_("How often"), max_length=10, choices=Rhythm, default=Rhythm.WEEKLY)
    created_at = models.DateTimeField(default=timezone.now)
    told_up_to = models.DateTimeField(default=timezone.now, help_text="What appeared later is news to them.")
    refusals = models.PositiveSmallIntegerField(default=0, help_text="Of the last mails, one after the other.")
    refusal = models.CharField(max_length=300, default="", help_text="What their mail server said last.")
    stopped_at = models.DateTimeField(null=True, help_text="Their mail server refused too often.")

    objects = FollowerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False) ^ Q(email__isnull=False), name="follower_is_a_person_or_an_address"
            ),
        ]
        indexes = [models.Index(fields=["rhythm", "id"], name="follower_in_turn")]

    def __str__(self) -> str:
        return self.address

    # verbs

    @transaction.atomic
    def follow(self, topic: Topic) -> None:
        """Once; raises FullError."""
        Follower.objects.select_for_update().get(pk=self.pk)
        if self.follows.of(topic).exists():
            return
        if self.follows.count() >= MOST_FOLLOWED:
            raise FullError
        Follow.objects.create(follower=self, **lookup(topic))

    def unfollow(self, follows: models.QuerySet["Follow"]) -> None:
        """Nothing is kept of who follows nothing any more."""
        follows.filter(follower=self).delete()
        if not self.follows.exists():
            self.delete()

    def choose(self, rhythm: str) -> None:
        """From now on, also where mail was refused. What appeared while they wanted none is no news."""
        changed = {"rhythm": rhythm, "refusals": 0, "stopped_at": None}
        if self.rhythm == self.Rhythm.OFF or self.stopped_at:
            changed["told_up_to"] = timezone.now()
        Follower.objects.filter(pk=self.pk).update(**changed)  # who stops at the same moment is gone

    def stop(self) -> None:
        """No more mail. What a person with an account follows stays theirs; of an address nothing is kept."""
        if self.user_id:
            self.choose(self.Rhythm.OFF)
        else:
            self.delete()

    @transaction.atomic
    def take_over(self, other: "Follower") -> None:
        """With what `other` was told last, for who followed nothing before."""
        if not self.follows.exists():
            self.rhythm, self.told_up_to, self.created_at = other.rhythm, other.told_up_to, other.created_at
            self.save(update_fields=["rhythm", "told_up_to", "created_at"])
        for follow in other.follows.with_topics():
            if not self.follows.of(follow.topic).exists():
                other.follows.filter(pk=follow.pk).update(follower=self)
        other.delete()

    def note_refusal(self, words: str, *, since: datetime, for_good: bool) -> None:
        """What they were to be told of since then comes with the next digest; a server that was busy does not count."""
        self.told_up_to, self.refusal, self.refusals = since, words[:300], self.refusals + for_good
        if self.refusals >= MOST_REFUSALS:
            self.stopped_at = timezone.now()
        self.save(update_fields=["told_up_to", "refusal", "refusals", "stopped_at"])

    # what there is

    @property
    def address(self) -> str:
        return self.user.email if self.user else self.email

    @property
    def masked_address(self) -> str:
        """For whoever has a link, which people hand on with a mail."""
        name, _, domain = self.address.partition("@")
        return f"{name[:1]}…@{domain}"


class FollowQuerySet(models.QuerySet["Follow"]):
    def of(self, topic: Topic) -> Self:
        return self.filter(**lookup(topic))

    def with_topics(self) -> Self:
        return self.select_related(*Follow.KINDS)


class Follow(models.Model):
    """One section, tag or author that somebody follows."""

    KINDS = ("category", "tag", "author")

    follower = models.ForeignKey(Follower, models.CASCADE, related_name="follows")
    category = models.ForeignKey(Category, models.CASCADE, null=True, related_name="+")
    tag = models.ForeignKey(Tag, models.CASCADE, null=True, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = FollowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(category__isnull=False, tag=None, author=None)
                | Q(category=None, tag__isnull=False, author=None)
                | Q(category=None, tag=None, author__isnull=False),
                name="follow_of_exactly_one",
            ),
            *(
                models.UniqueConstraint(
                    fields=["follower", kind], condition=Q(**{f"{kind}__isnull": False}), name=f"follow_{kind}_once"
                )
                for kind in ("category", "tag", "author")
            ),
        ]

    def __str__(self) -> str:
        return str(self.topic)

    @property
    def kind(self) -> str:
        return next(kind for kind in self.KINDS if getattr(self, f"{kind}_id"))

    @property
    def topic(self) -> Topic:
        return getattr(self, self.kind)

    @property
    def key(self) -> tuple[str, int]:
        """As `news.Piece` names what an article is about."""
        return self.kind, getattr(self, f"{self.kind}_id")


def lookup(topic: Topic) -> dict[str, Topic]:
    """As a row names it: people are followed as authors."""
    return {"author" if isinstance(topic, User) else topic._meta.model_name: topic}
