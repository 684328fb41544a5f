from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from articles.models import Article

from .status import Status

DIGEST_AFTER = timedelta(days=1)


class NoticeQuerySet(models.QuerySet["Notice"]):
    def of(self, person) -> Self:
        """What there still is to read: nothing of comments that were taken away or whose article is not published."""
        articles = Article.objects.published().filter(pk=models.OuterRef("comment__article"))
        readable = Q(models.Exists(articles), comment__status=Status.VISIBLE)
        return self.filter(Q(comment=None) | Q(kind__in=Notice.OF_ONES_OWN) | readable, person=person)

    def unseen(self) -> Self:
        return self.filter(seen_at__isnull=True)

    def due(self) -> Self:
        """To be mailed: at once, or a day after they came."""
        at_once = Q(person__notice_mails=User.NoticeMails.INSTANT)
        return self.filter(at_once | Q(at__lte=timezone.now() - DIGEST_AFTER), mailed_at__isnull=True)

    def newest_first(self) -> Self:
        return self.order_by("-at", "-pk")

    def with_comments(self) -> Self:
        return self.select_related("comment__author", "comment__article")


class NoticeManager(models.Manager.from_queryset(NoticeQuerySet)):  # type: ignore[misc]
    @transaction.atomic
    def tell(self, person: User, kind: str, comment=None, *, address: str = "", words: str = "") -> None:
        """A decision takes the place of an earlier one about the same; an answer is told of once.

        What is about no comment has an address and words.
        """
        person = User.objects.select_for_update(of=("self",)).get(pk=person.pk)
        now = timezone.now()
        is_to_mail = person.notice_mails != User.NoticeMails.OFF
        news = {"at": now, "seen_at": None, "mailed_at": None if is_to_mail else now, "words": words}
        if address:
            self.filter(person=person, address=address).delete()
        if comment and kind in Notice.OF_ONES_OWN:
            self.filter(person=person, comment=comment, kind__in=Notice.OF_ONES_OWN).delete()
        self.get_or_create(person=person, kind=kind, comment=comment, address=address, defaults=news)
        self.count(person)

    @transaction.atomic
    def see(self, person: User) -> None:
        self.filter(person=person).unseen().update(seen_at=timezone.now())
        self.count(person)

    def count(self, person: User) -> None:
        """For the head of every page; kept with the person, so that it costs no query there."""
        person.unread_notices = self.of(person).unseen().count()
        User.objects.filter(pk=person.pk).update(unread_notices=person.unread_notices)


class Notice(models.Model):
    """That something happened which concerns this person: an answer, a mention, a decision about what they sent."""

    class Kind(models.TextChoices):
        REPLY = "reply", "answers you"
        MENTION = "mention", "mentions you"
        APPROVED = "approved", "Your comment is published"
        REJECTED = "rejected", "Your comment was not published"
        UPHELD = "upheld", "Your appeal was heard: the comment is back"
        REFUSED = "refused", "Your appeal was heard: the comment stays hidden"
        CORRECTED = "corrected", "Your correction was accepted"
        DECLINED = "declined", "Your correction was not taken over"
        FOLLOWED = "followed", "Your report was followed: the comment is hidden"
        LEFT = "left", "We looked at the comment you reported and left it"

    OF_ONES_OWN = (Kind.APPROVED, Kind.REJECTED, Kind.UPHELD, Kind.REFUSED)

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind)
    comment = models.ForeignKey("Comment", models.CASCADE, null=True, related_name="notices")
    address = models.CharField(max_length=300, blank=True, default="", db_default="")
    words = models.CharField(max_length=300, blank=True, default="", db_default="")
    at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True, help_text="When it was handed to a task that mails it.")

    objects = NoticeManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "comment", "kind"], name="notice_once"),
            models.CheckConstraint(
                condition=Q(comment__isnull=False) ^ ~Q(address=""), name="notice_of_a_comment_or_an_address"
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-at", "-id"], name="notice_newest_of_person"),
            models.Index(fields=["at"], condition=Q(mailed_at__isnull=True), name="notice_to_mail"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def is_of_ones_own(self) -> bool:
        return self.kind in self.OF_ONES_OWN
