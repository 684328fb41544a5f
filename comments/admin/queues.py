"""What waits for moderators, in queues, each comment with what is needed to decide about it."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Count, QuerySet, Value

from accounts.models import User

from ..models import Appeal, Comment, HoldReason, ModerationEntry, PersonNote, Report, Sanction

Status = Comment.Status
SIZE = 25  # comments of one page
MOST_COUNTED = 100  # beside the name of a queue
HIDDEN = set(Status) - {Status.VISIBLE}


def _waiting() -> QuerySet[Comment]:
    return Comment.objects.waiting().filter(is_suspect=False).order_by("created_at", "pk")


def _reported() -> QuerySet[Comment]:
    """Not "visible", for which SQLite would go through all comments."""
    return Comment.objects.filter(pk__in=Report.objects.waiting().values("comment")).exclude(status__in=HIDDEN)


def _spam() -> QuerySet[Comment]:
    return Comment.objects.waiting().filter(is_suspect=True).order_by("created_at", "pk")


def _appealed() -> QuerySet[Comment]:
    waiting = Appeal.objects.waiting().values("comment")
    return Comment.objects.filter(pk__in=waiting, status=Status.REJECTED).order_by("pk")


def _recent() -> QuerySet[Comment]:
    return Comment.objects.exclude(status=Status.DELETED).order_by("-created_at", "-pk")


def _rejected() -> QuerySet[Comment]:
    return Comment.objects.filter(status=Status.REJECTED).order_by("-created_at", "-pk")


class Queue(NamedTuple):
    name: str
    comments: Callable[[], QuerySet[Comment]]
    is_counted: bool
    empty: str


QUEUES = {
    "waiting": Queue("Waiting", _waiting, True, "Nothing waits. What the rules hold stands here, the oldest first."),
    "reported": Queue(
        "Reported",
        lambda: _reported().order_by("-pk"),
        True,
        "Nobody complained. What readers report stands here until you decide.",
    ),
    "spam": Queue("Likely spam", _spam, True, "No spam. What reads or behaves like it is held and stands here."),
    "appeals": Queue(
        "Appeals", _appealed, True, "No appeals. Who asks for another look at a rejection stands here, for a colleague."
    ),
    "recent": Queue("Recent", _recent, False, "No comments yet."),
    "rejected": Queue("Rejected", _rejected, False, "Nothing was rejected."),
}


def counts() -> dict[str, str]:
    """Of the queues that somebody has to empty, in words: no number of what is more than a hundred. By one query."""
    first, *others = [_named(name, queue) for name, queue in QUEUES.items() if queue.is_counted]
    counted = Counter(first.union(*others, all=True))
    return {name: _told(counted[name]) for name, queue in QUEUES.items() if queue.is_counted}


def _named(name: str, queue: Queue) -> QuerySet:
    """The name of the queue for each comment in it, as far as anybody counts."""
    keys = queue.comments().order_by().values("pk")[: MOST_COUNTED + 1]
    return Comment.objects.filter(pk__in=keys).order_by().values_list(Value(name), flat=True)


def _told(count: int) -> str:
    return f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count)


@dataclass
class Record:
    """What moderators know of somebody who comments."""

    person: User
    by_status: dict[str, int] = field(default_factory=dict)
    notes: list[PersonNote] = field(default_factory=list)
    sanctions: list[Sanction] = field(default_factory=list)

    @property
    def visible(self) -> int:
        return self.by_status.get(Status.VISIBLE, 0)

    @property
    def rejected(self) -> int:
        return self.by_status.get(Status.REJECTED, 0)

    @property
    def held(self) -> int:
        return self.by_status.get(Status.HELD, 0)


def records_of(people: Iterable[User]) -> dict[int, Record]:
    """Three queries, however many people."""
    records = {person.pk: Record(person) for person in people}
    by_status = Comment.objects.filter(author__in=records).order_by().values_list("author", "status")
    for author, status, count in by_status.annotate(Count("pk")):
        records[author].by_status[status] = count
    for note in PersonNote.objects.filter(person__in=records).select_related("author").order_by("-pk"):
        records[note.person_id].notes.append(note)
    for sanction in Sanction.objects.active().filter(person__in=records).select_related("by"):
        records[sanction.person_id].sanctions.append(sanction)
    return records


@dataclass
class Card:
    """A comment as it is shown for a decision."""

    viewer: User
    comment: Comment
    record: Record
    reasons: list[HoldReason]
    reports: list[Report]
    last: ModerationEntry | None
    rejection: ModerationEntry | None

    @property
    def can_be_approved(self) -> bool:
        return self.comment.status in {Status.HELD, Status.REJECTED}

    @property
    def appeal(self) -> Appeal | None:
        """That waits, and that something can still be decided about."""
        appeal = self.comment.appeal_or_none
        return appeal if appeal and appeal.is_waiting and self.comment.status == Status.REJECTED else None

    @property
    def is_for_a_colleague(self) -> bool:
        """Its author asks for another look, and the viewer rejected or wrote it."""
        rejected_by = self.rejection and self.rejection.moderator_id
        return bool(self.appeal) and self.viewer.pk in (self.comment.author_id, rejected_by)

    @property
    def earlier_rejection(self) -> ModerationEntry | None:
        """Where something happened since, and readers still do not see it."""
        return self.rejection if self.rejection != self.last and not self.comment.is_visible else None

    @property
    def can_be_rejected(self) -> bool:
        return self.comment.status in {Status.HELD, Status.VISIBLE}

    @property
    def can_be_kept(self) -> bool:
        return self.comment.is_visible and bool(self.reports)


def cards_of(comments: QuerySet[Comment], viewer: User) -> list[Card]:
    """Nine queries, however many comments."""
    found = list(
        comments.select_related("article", "author", "parent__author", "appeal").defer("article__body", *HEAVY)
    )
    keys = [comment.pk for comment in found]
    records = records_of({comment.author for comment in found})
    held = [comment.pk for comment in found if comment.status == Status.HELD]
    reasons = _by_comment(HoldReason.objects.filter(comment__in=held).order_by("pk"))
    reports = _by_comment(Report.objects.waiting().filter(comment__in=keys).select_related("reporter").order_by("pk"))
    last = ModerationEntry.objects.last_of_each(keys)
    rejections = ModerationEntry.objects.filter(act=ModerationEntry.Act.REJECTED).last_of_each(keys)
    return [
        Card(
            viewer,
            comment,
            records[comment.author_id],
            reasons.get(comment.pk, []),
            reports.get(comment.pk, []),
            last.get(comment.pk),
            rejections.get(comment.pk),
        )
        for comment in found
    ]


HEAVY = ["article__body_html", "article__body_text"]


def _by_comment(rows: Iterable) -> dict[int, list]:
    found: dict[int, list] = {}
    for row in rows:
        found.setdefault(row.comment_id, []).append(row)
    return found
