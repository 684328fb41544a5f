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

from .moderation import ModerationEntry
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

    def reported(self) -> Self:
        """Visible, and a report waits for a decision."""
        return self.visible().filter(Exists(Report.objects.waiting().filter(comment=OuterRef("pk"))))

    def of_published_articles(self) -> Self:
        return self.filter(Exists(Article.objects.published().filter(pk=OuterRef("article"))))


class Comment(models.Model):
    Status = Status

    article = models.ForeignKey(Article, models.CASCADE, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="comments")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="replies")
    root = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="descendants")
    body = models.TextField(max_length=MAX_LENGTH)
    body_html = models.TextField(editable=False)
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
        ]

    def __str__(self) -> str:
        return self.body[:60]

    def get_absolute_url(self) -> str:
        return reverse("comments:permalink", args=[self.pk])

    def save(self, *args, update_fields=None, **kwargs) -> None:
        if update_fields is None or "body" in update_fields:
            self.render()
            update_fields = update_fields and {*update_fields, "body_html"}
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
        """Save a new comment and count it."""
        self.root = self.parent and (self.parent.root or self.parent)
        self.save()
        if self.is_visible:
            Stats.add(self.article_id, self.created_at, comments=1)
            self.purge_pages()

    @transaction.atomic
    def edit(self, body: str) -> None:
        """New words, unless the comment was taken away while they were written."""
        if self._locked().is_visible:
            self.body, self.edited_at = body, timezone.now()
            self.save(update_fields={"body", "edited_at"})
            self.purge_pages()

    @transaction.atomic
    def delete_by_author(self) -> None:
        """Take it back for good: the words are erased, replies stay below a tombstone."""
        self._move_to(self.Status.DELETED, self.author, "")
        self.body = ""
        self.save(update_fields={"body"})

    def hide(self, *, by, reason: str = "") -> None:
        self._move_to(self.Status.REJECTED, by, reason)

    @transaction.atomic
    def keep(self, *, by) -> None:
        """It was reported and stays as it is: the reports are settled."""
        before = self._locked().status
        self._settle_reports()
        self._log(by, before, before, "Kept")

    def restore(self, *, by) -> None:
        self._move_to(self.Status.VISIBLE, by, "")

    def report(self, *, by, reason: str, text: str = "") -> None:
        """Ask the moderators to look; a second report by the same reader changes the first."""
        told = {"reason": reason, "text": text, "settled_at": None}
        Report.objects.update_or_create(comment=self, reporter=by, defaults=told)

    @transaction.atomic
    def _move_to(self, status: str, by, reason: str) -> None:
        """Change the status once, whoever else tries at the same moment, and move the counter with it."""
        before = self.status = self._locked().status
        if before in (status, self.Status.DELETED):
            return
        self.status = status
        self.save(update_fields={"status"})
        step = (status == self.Status.VISIBLE) - (before == self.Status.VISIBLE)
        if step:
            Stats.add(self.article_id, self.created_at, comments=step)
        self.purge_pages()
        self._settle_reports()
        self._log(by, before, status, reason)

    def purge_pages(self) -> None:
        """Its article and its author's page are made anew; no copy stays of words that were taken away."""
        purge(f"comments-{self.article_id}", f"person-{self.author_id}", gone=not self.is_visible)

    def _settle_reports(self) -> None:
        self.reports.waiting().update(settled_at=timezone.now())

    def _log(self, by, before: str, after: str, reason: str) -> None:
        ModerationEntry.objects.create(comment=self, moderator=by, from_status=before, to_status=after, reason=reason)

    def _locked(self) -> "Comment":
        return Comment.objects.select_for_update().get(pk=self.pk)

    @property
    def anchor(self) -> str:
        """Its id on the page."""
        return f"comment-{self.pk}"

    @property
    def is_visible(self) -> bool:
        return self.status == self.Status.VISIBLE

    @property
    def has_reports_waiting(self) -> bool:
        return self.reports.waiting().exists()
