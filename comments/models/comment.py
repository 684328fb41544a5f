from collections.abc import Sequence
from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

import markup
from articles.models import Article, Stats
from purging.log import purge

from .. import judging
from ..words import key_of
from .moderated import Moderated
from .report import Report
from .status import Status

MAX_LENGTH = 10_000  # characters of Markdown; a long comment is 2,000
FLOOD_COUNT = 5  # comments …
FLOOD_WINDOW = timedelta(minutes=2)  # … one person may write in this time


class CommentQuerySet(models.QuerySet["Comment"]):
    def visible(self) -> Self:
        return self.filter(status=Comment.Status.VISIBLE)

    def visible_to(self, user) -> Self:
        """What `user` may read, see `Comment.readable_statuses`."""
        return self.filter(status__in=Comment.readable_statuses(user))

    def roots_of(self, article_id: int, statuses: Sequence[str]) -> Self:
        """Top-level comments to show: those of these statuses, and tombstones that still carry such replies."""
        answered = Exists(self.model.objects.using(self.db).filter(status__in=statuses, root=OuterRef("pk")))
        return self.filter(Q(status__in=statuses) | answered, article=article_id, parent=None)

    def replies_below(self, roots: list[int]) -> Self:
        """Every reply of these roots, each after the one it answers."""
        return self.filter(root__in=roots).order_by("pk")

    def waiting(self) -> Self:
        """Held for a moderator; who is shadow banned waits for nothing."""
        return self.filter(status=Comment.Status.HELD, is_shadowed=False)

    def reported(self) -> Self:
        """Visible, and a report waits for a decision."""
        return self.visible().filter(Exists(Report.objects.waiting().filter(comment=OuterRef("pk"))))

    def of_published_articles(self) -> Self:
        return self.filter(Exists(Article.objects.published().filter(pk=OuterRef("article"))))


class Comment(Moderated, models.Model):
    Status = Status

    article = models.ForeignKey(Article, models.CASCADE, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="comments")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="replies")
    root = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="descendants")
    body = models.TextField(max_length=MAX_LENGTH)
    body_html = models.TextField(editable=False)
    words_key = models.BigIntegerField(default=0, db_default=0, editable=False, help_text="See `words.key_of`.")
    status = models.CharField(max_length=10, choices=Status, default=Status.VISIBLE)
    score = models.IntegerField(default=0, db_default=0, help_text="Likes less dislikes.")
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(parent__isnull=True, root__isnull=True) | Q(parent__isnull=False, root__isnull=False),
                name="comment_reply_has_parent_and_root",
            ),
        ]
        indexes = [
            models.Index(
                fields=["article", "created_at", "id"], condition=Q(parent__isnull=True), name="comment_roots"
            ),
            models.Index(fields=["root", "created_at"], name="comment_replies"),
            models.Index(fields=["author", "-created_at"], name="comment_newest_of_author"),
            models.Index(fields=["status", "-created_at"], name="comment_desk"),
            models.Index(fields=["-created_at", "-id"], name="comment_newest"),
            models.Index(
                fields=["is_shadowed", "is_suspect", "created_at", "id"],
                condition=Q(status=Status.HELD),
                name="comment_waiting",
            ),
            models.Index(fields=["author", "status"], name="comment_record_of_author"),
            models.Index(fields=["words_key", "created_at"], condition=~Q(words_key=0), name="comment_same_words"),
        ]

    def __str__(self) -> str:
        return self.body[:60]

    def get_absolute_url(self) -> str:
        return reverse("comments:permalink", args=[self.pk])

    def save(self, *args, update_fields=None, **kwargs) -> None:
        if update_fields is None or "body" in update_fields:
            self.render()
            self.words_key = key_of(self.body)
            update_fields = update_fields and {*update_fields, "body_html", "words_key"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def render(self) -> None:
        self.body_html = markup.render_comment(self.body)

    @classmethod
    def readable_statuses(cls, user) -> list[str]:
        """Moderators also read what is held or hidden; nobody what its author took back."""
        if user.has_perm("comments.change_comment"):
            return [cls.Status.VISIBLE, cls.Status.HELD, cls.Status.REJECTED]
        return [cls.Status.VISIBLE]

    @transaction.atomic
    def post(self) -> None:
        """Save a new comment and count it, unless a rule lets it wait for a moderator."""
        self.root = self.parent and (self.parent.root or self.parent)
        reasons = judging.reasons_to_hold(self) if self.is_visible else []
        if reasons:
            self.status = self.Status.HELD
        self.save()
        self._note(reasons)
        if self.is_visible:
            self._count(1)
            self.purge_pages()

    @transaction.atomic
    def edit(self, body: str) -> None:
        """New words, unless the comment was taken away while they were written."""
        if self._locked().is_visible:
            self._learn("")
            self.body, self.edited_at = body, timezone.now()
            self.save(update_fields={"body", "edited_at"})
            self.purge_pages()
            if reasons := judging.reasons_in_words(self):
                self.hold(reasons)

    @transaction.atomic
    def delete_by_author(self) -> None:
        """Take it back for good: the words are erased, replies stay below a tombstone."""
        self._move_to(self.Status.DELETED, self.author, "")
        self.body = ""
        self.save(update_fields={"body"})

    def purge_pages(self) -> None:
        """Its article and its author's page are made anew; no copy stays of words that were taken away."""
        purge(f"comments-{self.article_id}", f"person-{self.author_id}", gone=not self.is_visible)

    def _count(self, step: int) -> None:
        Stats.add(self.article_id, self.created_at, comments=step)

    def _locked(self) -> "Comment":
        return Comment.objects.select_for_update().get(pk=self.pk)

    @property
    def anchor(self) -> str:
        """Its id on the page."""
        return f"comment-{self.pk}"

    @property
    def is_visible(self) -> bool:
        return self.status == self.Status.VISIBLE
