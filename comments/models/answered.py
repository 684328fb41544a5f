from django.db import models, transaction
from django.utils import timezone

from .appeal import Appeal, AppealError
from .mention import MOST_MENTIONED
from .moderation import ModerationEntry
from .notice import Notice
from .status import Status

TOLD: dict[str, str] = {Status.VISIBLE: Notice.Kind.APPROVED, Status.REJECTED: Notice.Kind.REJECTED}


class Answered(models.Model):
    """Who hears of a comment: whom it answers and calls, and its author, who may answer a decision."""

    class Meta:
        abstract = True

    @transaction.atomic
    def send_again(self, body: str) -> None:
        """Corrected by its author after it was rejected: it waits for a moderator, and an appeal for the earlier words
        is withdrawn. Raises AppealError."""
        before = self._locked()
        if before.status != Status.REJECTED:
            raise AppealError("This comment is not rejected any more.")
        self._learn("")
        self.body, self.edited_at, self.status = body, timezone.now(), Status.HELD.value
        self.versions.create(body=before.body, replaced_at=self.edited_at)
        self.save(update_fields={"body", "edited_at", "status"})
        self._note([])
        withdrawn, _ = Appeal.objects.waiting().filter(comment=self).delete()
        said = "Corrected by its author and sent again" + ("; their appeal is withdrawn" if withdrawn else "")
        self._log(None, before.status, self.status, said)

    @transaction.atomic
    def ask_for_another_look(self, text: str) -> Appeal:
        """Once, and while it is rejected. Raises AppealError."""
        if self._locked().status != Status.REJECTED:
            raise AppealError("This comment is not rejected any more.")
        appeal, is_new = Appeal.objects.get_or_create(comment=self, defaults={"text": text})
        if not is_new:
            raise AppealError("You have already asked for another look at this comment.")
        return appeal

    @transaction.atomic
    def decide_appeal(self, *, by, is_upheld: bool, seen: str | None = None) -> None:
        """By another moderator than who rejected it; raises AppealError, also when it was decided meanwhile."""
        if self._unchanged(seen).status != Status.REJECTED:
            raise AppealError("This comment is not hidden any more. Nothing was changed.")
        appeal = Appeal.objects.waiting().filter(comment=self).first()
        if appeal is None:
            raise AppealError("This appeal has been decided already. Nothing was changed.")
        if not appeal.may_be_decided_by(by):
            raise AppealError(
                "You rejected or wrote it, so somebody else decides about the appeal. Nothing was changed."
            )
        appeal.decide(by=by, is_upheld=is_upheld)
        if is_upheld:
            self._move_to(Status.VISIBLE, by, "", act=ModerationEntry.Act.UPHELD)
        else:
            self._log(by, Status.REJECTED, Status.REJECTED, act=ModerationEntry.Act.REFUSED)
        Notice.objects.tell(self.author, Notice.Kind.UPHELD if is_upheld else Notice.Kind.REFUSED, self)

    def tell_addressed(self) -> None:
        """Whom it answers and calls, once everybody can read it; nobody of somebody whom they ignore."""
        people = dict.fromkeys(self._called_now(), Notice.Kind.MENTION)
        if self.parent:
            people[self.parent.author] = Notice.Kind.REPLY
        for person, kind in people.items():
            if person.pk != self.author_id and self.author_id not in person.ignored_ids:
                Notice.objects.tell(person, kind, self)

    def _called_now(self) -> list:
        """Whom it calls and has not told; however often it is edited, it tells no more than one comment may call."""
        if not (called := [mention.person for mention in self.mentions.select_related("person")]):
            return []
        told = set(self.notices.filter(kind=Notice.Kind.MENTION).values_list("person", flat=True))
        return [person for person in called if person.pk not in told][: max(MOST_MENTIONED - len(told), 0)]

    def _tell(self, by, status: str) -> None:
        """Its author, unless it was their own act; and whom it addresses, if it can be read now."""
        if status == Status.VISIBLE:
            self.tell_addressed()
        if status in TOLD and by != self.author:
            Notice.objects.tell(self.author, TOLD[status], self)

    @property
    def state_in_words(self) -> str:
        """For its author."""
        if self.seems_posted:
            return "Published"
        return "Waiting for a moderator. Only you see it." if self.status == Status.HELD else "Not published"

    @property
    def has_appeal_waiting(self) -> bool:
        return Appeal.objects.waiting().filter(comment=self).exists()

    @property
    def appeal_or_none(self) -> Appeal | None:
        return getattr(self, "appeal", None)

    @property
    def rejection(self) -> ModerationEntry | None:
        """The last decision to hide it."""
        entries = [entry for entry in self.log.all() if entry.act == ModerationEntry.Act.REJECTED]
        return max(entries, key=lambda entry: entry.pk, default=None)
