from collections.abc import Sequence
from typing import Any

from django.contrib.humanize.templatetags.humanize import naturaltime
from django.db import models, transaction
from django.utils import timezone

from .holding import HoldReason
from .moderation import ModerationEntry
from .notice import Notice
from .report import Report
from .rules import ModerationRules
from .spam import Label, SpamCount
from .status import Reason, RefusedError, Status

Act = ModerationEntry.Act
MOVES: dict[tuple[str, str], str] = {
    (Status.HELD, Status.VISIBLE): Act.APPROVED,
    (Status.REJECTED, Status.VISIBLE): Act.RESTORED,
}
# What settles reports, and what their readers are told.
SETTLING: dict[str, str] = {
    Act.REJECTED: Notice.Kind.FOLLOWED,
    **dict.fromkeys((Act.APPROVED, Act.RESTORED, Act.UPHELD, Act.KEPT), Notice.Kind.LEFT),
    Act.DELETED: "",
}
ARRIVALS: dict[str, str] = {Status.HELD: Act.HELD, Status.REJECTED: Act.REJECTED, Status.DELETED: Act.DELETED}


def in_words(reasons: Sequence[HoldReason]) -> str:
    """In the log."""
    return "; ".join(map(str, reasons))[:300]


class OvertakenError(RefusedError):
    """The comment is no longer what the moderator saw; the message says who did what, and nothing was changed."""

    def __init__(self, comment: "Moderated"):
        last = comment.log.order_by("-pk").first()
        told = f"{last}, {naturaltime(last.created_at)}" if last else "Its author changed the words"
        super().__init__(f"{told}. Nothing was changed.")


class Moderated(models.Model):
    """What moderators decide about a comment: each decision moves the counter, settles the reports and is logged."""

    decisions = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    is_suspect = models.BooleanField("likely spam", default=False, db_default=False, editable=False)
    is_shadowed = models.BooleanField(
        default=False, db_default=False, editable=False, help_text="Held, and its author is not to notice."
    )
    learned_as = models.CharField(max_length=4, blank=True, default="", db_default="", editable=False)

    class Meta:
        abstract = True

    robot_signs: Sequence[str] = ()  # what in the form that it came by looked like a program

    @property
    def seen_as(self) -> str:
        """What a decision is made on: it changes with every other decision and with the words."""
        return f"{self.decisions}-{self.edited_at.timestamp() if self.edited_at else 0:.0f}"

    def hide(self, *, by, code: str = Reason.OTHER, reason: str = "", seen: str | None = None) -> None:
        self._move_to(Status.REJECTED, by, reason, code=code, seen=seen)

    @transaction.atomic
    def restore(self, *, by, seen: str | None = None) -> None:
        """Back to readers, or to them for the first time; where its author asked for that, it is their answer."""
        self._unchanged(seen)
        if self.has_appeal_waiting:
            self.decide_appeal(by=by, is_upheld=True)
        else:
            self._move_to(Status.VISIBLE, by, "")

    @transaction.atomic
    def hold(self, reasons: Sequence[HoldReason], *, by=None, seen: str | None = None) -> None:
        """Away from readers until somebody has decided; only what they can read, so that no decision is undone."""
        if self._unchanged(seen).status == Status.VISIBLE:
            self._note(reasons)
            self._move_to(Status.HELD, by, in_words(reasons))

    @transaction.atomic
    def keep(self, *, by, seen: str | None = None) -> None:
        """It was reported and stays as it is: the reports are settled."""
        before = self._unchanged(seen).status
        self._log(by, before, before, act=Act.KEPT)

    @transaction.atomic
    def report(self, *, by, reason: str, text: str = "") -> None:
        """Ask the moderators to look; a second report by the same reader changes the first. Enough of them hold it."""
        told = {"reason": reason, "text": text, "settled_at": None, "settled_by": None, "upheld": None}
        self._locked()
        Report.objects.update_or_create(comment=self, reporter=by, defaults=told)
        enough = ModerationRules.current().reports_to_hold
        if enough and (count := self.reports.waiting().that_count()) >= enough:
            self.hold([HoldReason(kind=HoldReason.Kind.REPORTS, words=f"{count} times")])

    @transaction.atomic
    def undo(self, entry: ModerationEntry, *, by) -> None:
        """As it was before this decision, if that is the last one; its reports wait again."""
        now = self._locked()
        if now.log.order_by("-pk").first() != entry or not entry.can_be_undone or now.status == Status.DELETED:
            raise OvertakenError(now)
        if self.has_appeal_waiting:
            raise RefusedError("Its author asked for another look: decide about that instead. Nothing was changed.")
        reopened = list(self.reports.filter(settled_by=entry).values_list("pk", flat=True))
        if entry.from_status == entry.to_status:
            self._log(by, now.status, now.status, act=Act.UNDONE, undoes=entry)
        else:
            self._move_to(entry.from_status, by, "", act=Act.UNDONE, undoes=entry)
        Report.objects.filter(pk__in=reopened).update(settled_at=None, settled_by=None, upheld=None)

    @transaction.atomic
    def _move_to(self, status: str, by, reason: str, *, seen: str | None = None, **told) -> None:
        """Change the status once, whoever else tries at the same moment, and move the counter with it."""
        if status == Status.VISIBLE and by and by.pk == self.author_id and not by.is_superuser:
            raise RefusedError("It is your own comment: another moderator decides about it.")
        now = self._unchanged(seen)
        before, self.decisions = now.status, now.decisions
        self.status = before
        if before in (status, Status.DELETED):
            return
        self.status = status
        self.is_pinned, self.is_picked = (mark and self.is_visible for mark in (now.is_pinned, now.is_picked))
        self.save(update_fields={"status", "is_pinned", "is_picked"})
        if step := (status == Status.VISIBLE) - (before == Status.VISIBLE):
            self._count(step)
        self.purge_pages()
        self._log(by, before, status, reason, **told)
        self._tell(by, status)

    def _log(self, by, before: str, after: str, reason: str = "", **told) -> None:
        """Belongs into the transaction of the act; what waited for a decision waits no longer."""
        told = {"act": MOVES.get((before, after)) or ARRIVALS.get(after, Act.KEPT)} | told
        if told["act"] != Act.REJECTED:
            told.pop("code", None)
        if by:
            told |= {"moderator": by, "moderator_name": str(by)}
        entry = ModerationEntry.objects.create(
            comment=self, person_id=self.author_id, from_status=before, to_status=after, reason=reason, **told
        )
        self.decisions = type(self).objects.get(pk=self.pk).decisions + 1
        type(self).objects.filter(pk=self.pk).update(decisions=self.decisions)
        if by and entry.act in SETTLING:
            self._settle_reports(entry)
        if by and entry.act not in {Act.MARKED, Act.REFUSED}:
            self._teach(entry)

    def _settle_reports(self, entry: ModerationEntry) -> None:
        kind = SETTLING[entry.act]
        settled = {"settled_at": timezone.now(), "settled_by": entry}
        if not self.reports.waiting().update(**settled, upheld=entry.act == Act.REJECTED if kind else None) or not kind:
            return
        told = self.reports.filter(settled_by=entry).exclude(reporter=entry.moderator).order_by("reporter")
        for report in told.select_related("reporter"):
            address = f"{self.article.get_absolute_url()}#{self.anchor}"
            Notice.objects.tell(report.reporter, kind, address=address, words=self.article.title)

    def _teach(self, entry: ModerationEntry) -> None:
        """Let the classifier know, and forget what it was told before about this comment."""
        label: Label = ""
        match entry.act:
            case Act.REJECTED:
                label = "spam" if entry.code == Reason.SPAM else ""
            case Act.APPROVED | Act.RESTORED | Act.UPHELD | Act.KEPT:
                label = "ham"
        self._learn(label)

    def _learn(self, label: Label) -> None:
        """Also before its words change: what was learned is forgotten with the words that it was learned from."""
        known, words = type(self).objects.values_list("learned_as", "body").get(pk=self.pk)
        if label != known:
            SpamCount.learn(words, known, -1)
            SpamCount.learn(words, label)
            type(self).objects.filter(pk=self.pk).update(learned_as=label)

    def _note(self, reasons: Sequence[HoldReason]) -> None:
        """Why it waits now; what it waited for before is in the log."""
        self.hold_reasons.all().delete()
        for reason in reasons:
            reason.comment = self
        HoldReason.objects.bulk_create(reasons)
        self.is_suspect = any(reason.is_of_spam for reason in reasons)
        self.is_shadowed = any(reason.kind == HoldReason.Kind.SHADOW for reason in reasons)
        marks = {"is_suspect": self.is_suspect, "is_shadowed": self.is_shadowed}
        type(self).objects.filter(pk=self.pk).update(**marks)

    def _unchanged(self, seen: str | None) -> Any:
        """The comment, locked; raises OvertakenError where it is not what `seen` says (None: whatever it is)."""
        now = self._locked()
        if seen is not None and seen != now.seen_as:
            raise OvertakenError(now)
        return now

    @property
    def seems_posted(self) -> bool:
        """To its author."""
        return self.status == Status.VISIBLE or (self.status == Status.HELD and self.is_shadowed)

    @property
    def has_reports_waiting(self) -> bool:
        return self.reports.waiting().exists()
