import hashlib
from typing import Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, AuditEntry

from .anchoring import CONTEXT, LONGEST, Quote, one_line
from .passage import Passage

MOST_NAMED = 20  # readers who are thanked below one article
LONGEST_REMARK, LONGEST_REASON = 1000, 300
Action = AuditEntry.Action


class CorrectionError(Exception):
    """Why it cannot be decided so, in words for the desk."""


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def waiting(self) -> Self:
        """Each once, however many readers sent it."""
        return self.filter(status=Correction.Status.WAITING, same_as=None)

    def open_to(self, user) -> Self:
        """Of the articles whose drafts they may read: editors all, authors those of what they sign."""
        if user.has_perm("articles.publish_article"):
            return self
        if user.has_perm("articles.change_article"):
            return self.filter(article__bylines__author=user)
        return self.none()

    def oldest_first(self) -> Self:
        return self.order_by("created_at", "pk")

    def thankable(self) -> Self:
        return self.filter(status=Correction.Status.ACCEPTED, thanks=True, reader__is_active=True)


class Correction(models.Model):
    """A mistake that a reader found in an article, tied to the sentence it is in."""

    class Kind(models.TextChoices):
        TYPO = "typo", "A typo or a slip of grammar"
        FACT = "fact", "Something is not true"
        LINK = "link", "A link leads nowhere"
        CODE = "code", "Code that does not work"

    class Status(models.TextChoices):
        WAITING = "waiting", "Waiting"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"

    article = models.ForeignKey(Article, models.CASCADE, related_name="corrections", db_index=False)
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="corrections")
    kind = models.CharField("what is wrong", max_length=10, choices=Kind, default=Kind.TYPO)
    exact = models.TextField("the sentence", max_length=LONGEST)
    prefix = models.CharField(max_length=CONTEXT, blank=True)
    suffix = models.CharField(max_length=CONTEXT, blank=True)
    replacement = models.TextField("how it should read", max_length=LONGEST, blank=True)
    remark = models.TextField("anything else", max_length=LONGEST_REMARK, blank=True)
    thanks = models.BooleanField("name me below the article", default=False)
    fingerprint = models.CharField(max_length=64, editable=False, help_text="The same for the same correction.")
    same_as = models.ForeignKey("self", models.CASCADE, null=True, editable=False, related_name="others")
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    created_at = models.DateTimeField("sent", default=timezone.now)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    revision = models.PositiveIntegerField(null=True, help_text="Number of the text that has it.")

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["article", "reader", "fingerprint"],
                condition=Q(status="waiting"),
                name="correction_once_per_reader",
            ),
            models.CheckConstraint(
                condition=Q(status="waiting", decided_at=None) | ~Q(status="waiting") & Q(decided_at__isnull=False),
                name="correction_decided_has_a_date",
            ),
        ]
        indexes = [
            models.Index(fields=["article", "status", "fingerprint"], name="correction_of_article"),
            models.Index(fields=["status", "created_at", "id"], name="correction_oldest"),
        ]

    def __str__(self) -> str:
        return f"“{self.exact[:80]}”"

    def get_absolute_url(self) -> str:
        return f"{reverse('corrections:mine')}#correction-{self.pk}"

    # verbs

    def post(self) -> "Correction":
        """Joined with what other readers sent; the row that was there when this reader has sent it before."""
        words = (self.kind, one_line(self.exact), one_line(self.replacement))
        self.fingerprint = hashlib.sha256(repr(words).encode()).hexdigest()
        with transaction.atomic():
            list(Article.objects.select_for_update().filter(pk=self.article_id).values_list("pk"))
            same = Correction.objects.filter(article=self.article, status="waiting", fingerprint=self.fingerprint)
            if mine := same.filter(reader=self.reader).first():
                return mine
            self.same_as = same.filter(same_as=None).first()
            self.save()
        return self

    def take_over(self, *, by, publish: bool = False) -> None:
        """Make the suggested words the newest text, on top of whatever others have saved meanwhile."""
        article = self.article
        with article.locked():
            self._claim()
            passage = self.passage
            content = passage and passage.corrected(self.replacement, is_link=self.kind == self.Kind.LINK)
            if not content:
                raise CorrectionError("The words cannot be replaced by themselves. Please correct them in the text.")
            if publish and article.draft:
                raise CorrectionError("Other changes wait and would be published too. Take it over as a draft.")
            saved = article.save_draft(content, by=by, note=self.credit)
            if publish and article.draft:
                article.publish_changes(by=by)
            self._decide(self.Status.ACCEPTED, by=by, revision=saved.number)

    def accept(self, *, by) -> None:
        """Whoever corrected the text says that it is done."""
        with self.article.locked():
            self._claim()
            self._decide(self.Status.ACCEPTED, by=by, revision=self.article.newest_version)

    def decline(self, *, by, reason: str) -> None:
        with self.article.locked():
            self._claim()
            self._decide(self.Status.DECLINED, by=by, reason=reason)

    def _claim(self) -> None:
        """Belongs under the lock of the article: of two who decide, the second is told."""
        self.refresh_from_db(fields=["status", "decided_by"])
        if self.status != self.Status.WAITING:
            raise CorrectionError(f"{self.decided_by or 'Somebody'} was faster: it is {self.status} already.")

    def _decide(self, status: str, *, by, **fields) -> None:
        """For all readers who sent it."""
        self.status = status
        fields |= {"status": status, "decided_by": by, "decided_at": timezone.now()}
        self.all_of_it.update(**fields)
        self.article.record(
            Action.CORRECTED if status == self.Status.ACCEPTED else Action.CORRECTION_DECLINED,
            by=by, before=self.exact, after=fields.get("reason") or self.replacement, revision=fields.get("revision"),
        )  # fmt: skip
        self.article.purge_pages()  # which may thank them

    # what there is

    @property
    def quote(self) -> Quote:
        return Quote(self.exact, self.prefix, self.suffix)

    @property
    def passage(self) -> Passage | None:
        """Where it is in the newest text; None when it is not found any more."""
        return Passage.find(self.quote, self.article.newest_content)

    @property
    def credit(self) -> str:
        return f"Correction by {self.reader or 'a reader'}"

    @property
    def all_of_it(self) -> CorrectionQuerySet:
        """A row for each reader who sent it."""
        return Correction.objects.filter(Q(pk=self.pk) | Q(same_as=self.pk))

    @property
    def readers(self) -> int:
        """How many sent it."""
        return self.others.count() + 1

    @property
    def is_waiting(self) -> bool:
        return self.status == self.Status.WAITING
