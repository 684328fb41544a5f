from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

import markup
from articles.models import Article, Stats
from purging.log import purge

from .. import judging
from ..words import key_of
from .answered import Answered
from .appeal import Appeal
from .marked import Marked
from .mention import CommentMention, pages_called, people_called
from .moderated import Moderated, in_words
from .ranking import lower_bound
from .report import Report
from .status import Status
from .version import CommentVersion

MAX_LENGTH = 10_000  # characters of Markdown; a long comment is 2,000
FLOOD_COUNT = 5  # comments …
FLOOD_WINDOW = timedelta(minutes=2)  # … one person may write in this time

ROOTS = {
    "comment_roots_newest": ["-created_at", "-id"],
    "comment_roots_oldest": ["created_at", "id"],
    "comment_roots_best": ["-best", "-score", "-id"],
    "comment_roots_replied": ["-reply_count", "-id"],
}


def true_reply_count() -> Coalesce:
    """What `reply_count` should say."""
    # The status is no condition, else SQLite looks at every visible comment for each root
    visible = Count("pk", filter=Q(status=Status.VISIBLE))
    below = Comment.objects.filter(root=OuterRef("pk")).order_by().values("root")
    return Coalesce(Subquery(below.annotate(true=visible).values("true")), 0)


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

    def replies(self, statuses: Sequence[str]) -> Self:
        """Replies to show: those of these statuses, and what others answer; each after the one it answers."""
        answered = Exists(self.model.objects.using(self.db).filter(parent=OuterRef("pk")))
        return self.filter(Q(status__in=statuses) | answered, root__isnull=False).order_by("pk")

    def waiting(self) -> Self:
        """Held for a moderator; who is shadow banned waits for nothing."""
        return self.filter(status=Comment.Status.HELD, is_shadowed=False)

    def posted_for(self, user) -> Self:
        """What seems posted to `user`: what everybody reads, and what a shadow banned person wrote themselves."""
        shadowed = Q(author=user.pk, is_shadowed=True, status=Comment.Status.HELD)
        return self.filter(Q(status=Comment.Status.VISIBLE) | shadowed)

    def count_for(self, user, article: Article) -> int:
        """How many stand below an article for `user`: with what nobody else sees yet."""
        alone = self.filter(Comment.only_read_by(user), article=article.pk).count() if user.is_authenticated else 0
        return article.stats.comments + alone

    def new_to(self, reader, since: datetime) -> Self:
        """What others wrote after that moment."""
        return self.visible().filter(created_at__gt=since).exclude(author=reader)

    def rank(self) -> None:
        """Put them in their place among the best, after their votes were counted anew."""
        self.update(best=lower_bound(F("score"), F("votes")))

    def count_replies(self) -> None:
        """Anew, from what is visible below them."""
        self.update(reply_count=true_reply_count())

    def reported(self) -> Self:
        """Visible, and a report waits for a decision."""
        return self.visible().filter(Exists(Report.objects.waiting().filter(comment=OuterRef("pk"))))

    def of_published_articles(self) -> Self:
        return self.filter(Exists(Article.objects.published().filter(pk=OuterRef("article"))))


class Comment(Answered, Marked, Moderated, models.Model):
    Status = Status

    article = models.ForeignKey(Article, models.CASCADE, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="comments")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="replies")
    root = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="descendants", db_index=False)
    body = models.TextField(max_length=MAX_LENGTH)
    body_html = models.TextField(editable=False)
    words_key = models.BigIntegerField(default=0, db_default=0, editable=False, help_text="See `words.key_of`.")
    status = models.CharField(max_length=10, choices=Status, default=Status.VISIBLE)
    score = models.IntegerField(default=0, db_default=0, help_text="Likes less dislikes.")
    votes = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    best = models.PositiveIntegerField(default=0, db_default=0, editable=False, help_text="See `lower_bound`.")
    reply_count = models.PositiveIntegerField(
        default=0,
        db_default=0,
        editable=False,
        help_text="Visible ones below it, if it begins a thread.",
    )
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
            *(  # one for each order of `comments.orders`, in which a page is a walk along it
                models.Index(fields=["article", "-is_pinned", *keys], condition=Q(parent__isnull=True), name=name)
                for name, keys in ROOTS.items()
            ),
            models.Index(fields=["article", "created_at"], name="comment_of_article"),
            models.Index(fields=["root", "id"], name="comment_replies_in_order"),
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
        self.body_html = markup.render_comment(self.body, pages_called)

    @classmethod
    def readable_statuses(cls, user) -> list[str]:
        """Moderators also read what is held or hidden; nobody what its author took back."""
        if user.has_perm("comments.change_comment"):
            return [cls.Status.VISIBLE, cls.Status.HELD, cls.Status.REJECTED]
        return [cls.Status.VISIBLE]

    @staticmethod
    def only_read_by(author) -> Q:
        """What `author` wrote and nobody but moderators reads."""
        return Q(author=author.pk, status=Status.HELD)

    @transaction.atomic
    def post(self) -> None:
        """Save a new comment and count it, unless a rule lets it wait for a moderator."""
        self.root = self.parent and (self.parent.root or self.parent)
        reasons = judging.reasons_to_hold(self) if self.is_visible else []
        if reasons:
            self.status = self.Status.HELD
        self.save()
        if reasons:
            self._note(reasons)
            self._log(None, "", self.status, in_words(reasons))
        self._note_mentions()
        if self.is_visible:
            self._count(1)
            self.purge_pages()
            self.tell_addressed()

    @transaction.atomic
    def edit(self, body: str) -> None:
        """New words, unless the comment was taken away while they were written; moderators can still read the old."""
        before = self._locked()
        if before.seems_posted and before.body != body:
            self._learn("")
            self.body, self.edited_at = body, timezone.now()
            CommentVersion.objects.create(comment=self, body=before.body, replaced_at=self.edited_at)
            if not self.author.is_staff:
                self.is_pinned = self.is_picked = False  # they were given to other words
            self.save(update_fields={"body", "edited_at", "is_pinned", "is_picked"})
            self._note_mentions()
            if before.is_visible:
                self.purge_pages()
                if reasons := judging.reasons_to_hold_again(self):
                    self.hold(reasons)
                else:
                    self.tell_addressed()

    @transaction.atomic
    def delete_by_author(self) -> None:
        """Take it back for good: the words are erased, replies stay below a tombstone."""
        self._move_to(self.Status.DELETED, self.author, "")
        self.body = ""
        self.save(update_fields={"body"})
        self.versions.all().delete()
        self.mentions.all().delete()
        Appeal.objects.filter(comment=self).delete()

    def purge_pages(self) -> None:
        """Its article and its author's page are made anew; no copy stays of words that were taken away."""
        purge("comments", f"comments-{self.article_id}", f"person-{self.author_id}", gone=not self.is_visible)

    def _count(self, step: int) -> None:
        Comment.objects.filter(pk=self.root_id).update(reply_count=F("reply_count") + step)
        Stats.add(self.article_id, self.created_at, comments=step)

    def _note_mentions(self) -> None:
        """Whom the words call, but for their author; who was called before stays as they were."""
        people = [person for person in people_called(markup.mentions(self.body)) if person.pk != self.author_id]
        self.mentions.exclude(person__in=people).delete()
        CommentMention.objects.bulk_create(
            [CommentMention(comment=self, person=person) for person in people], ignore_conflicts=True
        )

    def _locked(self) -> "Comment":
        """With the root that counts it, and that first: whoever locks two takes the older one first."""
        rows = Comment.objects.select_for_update().filter(pk__in=[self.pk, self.root_id or self.pk]).order_by("pk")
        return list(rows)[-1]

    @property
    def anchor(self) -> str:
        """Its id on the page."""
        return f"comment-{self.pk}"

    @property
    def excerpt(self) -> str:
        """What it says itself, in plain words."""
        return markup.own_words(self.body_html)

    @property
    def quotation(self) -> str:
        """Its words as the beginning of an answer."""
        return "".join(f"> {line}\n" for line in self.body.splitlines()) + "\n"

    @property
    def is_visible(self) -> bool:
        return self.status == self.Status.VISIBLE

    def is_held_of(self, user) -> bool:
        """It begins a thread that only its author sees: on top of the first page."""
        is_alone = self.parent_id is None and not self.reply_count
        return is_alone and self.author_id == user.pk and self.status not in self.readable_statuses(user)
