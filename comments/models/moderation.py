from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Left
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from .status import Reason, Status
from .version import CommentVersion

THE_MAGAZINE = "The magazine"  # who acts when nobody does: a rule
WORDS = 300  # characters that a list shows of a comment


class ModerationEntryQuerySet(models.QuerySet["ModerationEntry"]):
    def with_words(self) -> Self:
        """`words`: the beginning of what the comment said then, as far as it is still kept."""
        later = CommentVersion.objects.filter(comment=OuterRef("comment"), replaced_at__gt=OuterRef("created_at"))
        replaced = Subquery(later.order_by("replaced_at").values(words=Left("body", WORDS))[:1])
        was_changed = When(comment__edited_at__gt=F("created_at"), then=replaced)
        words = Case(was_changed, default=Left("comment__body", WORDS))
        return self.annotate(words=Coalesce(words, Value("")))

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-pk")

    def last_of_each(self, comments) -> dict[int, "ModerationEntry"]:
        """The last decision about each of these comments, by key."""
        latest = self.filter(comment__in=comments).order_by().values("comment").annotate(last=models.Max("pk"))
        return {entry.comment_id: entry for entry in self.filter(pk__in=latest.values("last"))}


class ModerationEntry(models.Model):
    """One decision about a comment or a person, for good: the database refuses to change or remove it.

    Its keys have no constraint, so that articles and people can go; the name of who decided is kept as it was.
    """

    class Act(models.TextChoices):
        """Each reads on from the name of who did it."""

        APPROVED = "approved", _("approved")
        HELD = "held", _("held")
        REJECTED = "rejected", _("hid")
        KEPT = "kept", _("kept")
        RESTORED = "restored", _("restored")
        UPHELD = "upheld", _("upheld the appeal about")
        REFUSED = "refused", _("refused the appeal about")
        DELETED = "deleted", pgettext_lazy("log", "deleted")
        MARKED = "marked", _("marked")
        UNDONE = "undone", _("took back a decision on")
        SANCTIONED = "sanctioned", _("restricted")
        LIFTED = "lifted", _("lifted a restriction of")

    comment = models.ForeignKey("Comment", models.DO_NOTHING, null=True, db_constraint=False, related_name="log")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,
        db_constraint=False,
        related_name="+",
        help_text=_("Whose comment it is, or who is restricted."),
    )
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, db_constraint=False, related_name="+"
    )
    moderator_name = models.CharField(max_length=200, default=THE_MAGAZINE, db_default="")
    act = models.CharField(max_length=10, choices=Act, db_default="")
    from_status = models.CharField(max_length=10, choices=Status, blank=True)
    to_status = models.CharField(max_length=10, choices=Status, blank=True)
    code = models.CharField(_("reason"), max_length=10, choices=Reason, blank=True, db_default="")
    reason = models.CharField(_("in words"), max_length=300, blank=True)
    undoes = models.ForeignKey("self", models.DO_NOTHING, null=True, db_constraint=False, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ModerationEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="moderation_newest"),
            models.Index(fields=["person", "-created_at"], name="moderation_of_person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(act="rejected") | ~Q(code=""), name="moderation_rejected_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        told = {"name": self.moderator_name, "act": self.get_act_display(), "why": self.why}
        return (gettext("%(name)s %(act)s it (%(why)s)") if self.why else gettext("%(name)s %(act)s it")) % told

    @property
    def day(self) -> date:
        """Under which it stands in the list of all."""
        return timezone.localdate(self.created_at)

    @property
    def why(self) -> str:
        """Such as `Spam: third advert today`; words alone where no reason of the list fitted."""
        code = "" if self.code == Reason.OTHER and self.reason else self.get_code_display()
        return ": ".join(filter(None, [code, self.reason]))

    @property
    def can_be_undone(self) -> bool:
        """What its author took back stays away; a new comment that waits was never anything else."""
        decided = {self.Act.APPROVED, self.Act.REJECTED, self.Act.KEPT, self.Act.RESTORED, self.Act.HELD}
        return self.act in decided and bool(self.from_status)
