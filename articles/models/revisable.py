from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NamedTuple, Self

from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from ..content import COLUMNS, Content, cleaned, filing_note, refiled
from ..merging import Merge, merge
from .audit import AuditEntry, written
from .edition import Edition
from .image import Image
from .listing import Byline
from .old_slug import OldSlug
from .revision import LONGEST_NOTE, Revision
from .signed import Signed
from .taxonomy import Category, Tag
from .telling import NOTHING, Telling

Kind = Revision.Kind
Action = AuditEntry.Action
WRITTEN: dict[str, str] = {Kind.SAVED: Action.SAVED, Kind.MERGED: Action.SAVED, Kind.RESTORED: Action.RESTORED}


class Saved(NamedTuple):
    """What became of a save: the row it is kept in, and whose saves since then were merged with it or clash with it."""

    revision: Revision
    others: list[str]
    clashes: bool


class Revisable(Signed):
    """An article's texts: the one in its columns, which readers see, and the draft that may wait behind it.

    Only what is published has a draft; otherwise the columns themselves are the newest text.
    """

    version = models.PositiveIntegerField(
        default=1, editable=False, help_text="Number of the revision that stands in the columns."
    )
    draft = models.ForeignKey(
        Revision, models.SET_NULL, null=True, blank=True, editable=False, related_name="+", db_index=False,
        help_text="The newest text, as long as readers do not see it.",
    )  # fmt: skip

    class Meta:
        abstract = True

    # what there is

    @property
    def content(self) -> Content:
        """What stands in the columns, as a revision would keep it."""
        columns = {name: getattr(self, column) for name, column in COLUMNS.items()}
        lists = {
            "tags": sorted(tag.pk for tag in self.tags.all()),
            "byline": [byline.author_id for byline in self.bylines.all()],
        }
        return columns | lists  # type: ignore[return-value]

    @property
    def newest_content(self) -> Content:
        return self.draft.content if self.draft else self.content

    @property
    def newest_version(self) -> int:
        return self.draft.number if self.draft else self.version

    @property
    def scheduled_changes(self) -> Revision | None:
        return self.revisions.scheduled().first()

    @property
    def kept_address(self) -> bool:
        """Whether what readers see was to have an address that another article took before."""
        return self.entries.filter(action=Action.KEPT_ADDRESS, revision=self.version).exists()

    def saved_since(self, number: int) -> list[str]:
        """Names of who saved since then, each once."""
        later = self.revisions.in_line().filter(number__gt=number).select_related("author")
        return list(dict.fromkeys(str(revision.author or _("Somebody")) for revision in later.order_by("number")))

    # saving

    @classmethod
    def start(cls, content: Content, *, by) -> Self:
        """A new article of what somebody has just begun to write."""
        article = cls()
        article.show(content)
        with transaction.atomic(savepoint=False):
            article.save()
            article.tags.set(Tag.objects.filter(pk__in=content["tags"]))
            article.sign(content["byline"])
            article.begin(by=by, kind=Kind.AUTOSAVED)
        return article

    def begin(self, *, by, note: str = "", kind: str = Kind.SAVED) -> Revision:
        """The first text of a new article."""
        revision = self._keep(self.content, by=by, note=note, kind=kind)
        self.record(Action.CREATED, by=by, revision=revision.number)
        return revision

    def save_draft(self, content: Content, *, by, note: str = "", kind: str = Kind.SAVED) -> Revision:
        """The newest text from now on; readers of a published article see nothing of it."""
        content = cleaned(content)
        with self.locked():
            before = self._newest_revision()
            if content == before.content and not note and not before.gives_way_to(by):
                return before
            revision = self._keep(content, by=by, note=note, kind=kind, before=before, **before.telling)
            self._hold(revision, by=by)
            if action := WRITTEN.get(kind):
                self.record(action, by=by, revision=revision.number)
        return revision

    def save_over(self, mine: Content, *, by, based_on: int, note: str = "") -> Saved:
        """Save what somebody wrote who began with the text of that number, though others may have saved since.

        Nothing is overwritten: what cannot be merged is set aside, until somebody chooses (`settle`).
        """
        with self.locked():
            if based_on == self.newest_version:
                return Saved(self.save_draft(mine, by=by, note=note), [], False)
            others = self.saved_since(based_on)
            aside = self.set_aside(mine, by=by, based_on=based_on, note=note)
            if self.merge_of(aside).clashes:
                return Saved(aside, others, True)
            return Saved(self.settle(aside, {}, by=by), others, False)

    def autosave(self, mine: Content, *, by, based_on: int) -> Revision | Merge:
        """Keep what somebody is still writing, unless others have saved since what they began with.

        Then nothing is written, and the merge says what the writer's page has to take in first, or what clashes.
        """
        with self.locked():
            if based_on != self.newest_version:
                self._newest_revision()
                mine = cleaned(mine)
                merged = merge(self._text_before(based_on).content, mine, self.newest_content)
                if merged.clashes or merged.settled({}) != mine:
                    return merged
            return self.save_draft(mine, by=by, kind=Kind.AUTOSAVED)

    def merge_of(self, aside: Revision) -> Merge:
        """Of what was set aside, with the newest text."""
        return merge(self._text_before(aside.based_on).content, aside.content, self.newest_content)

    def settle(self, aside: Revision, choices: Mapping[str, str], *, by) -> Revision | None:
        """Merge, as was chosen for every clash (by its key); None where a save came between and clashes anew."""
        with self.locked():
            merge = self.merge_of(aside)
            if any(choices.get(clash.key) not in clash.choices for clash in merge.clashes):
                return None
            aside.kind = Kind.SETTLED
            aside.save(update_fields=["kind"])
            merged = self.save_draft(merge.settled(choices), by=by, note=aside.note, kind=Kind.MERGED)
            self.note_pictures()
            return merged

    def set_aside(self, content: Content, *, by, based_on: int, note: str = "") -> Revision:
        """Keep what somebody wrote without making it the newest text."""
        with self.locked():
            self._newest_revision()
            aside = self._keep(cleaned(content), by=by, note=note, kind=Kind.SET_ASIDE, based_on=based_on)
            self.note_pictures()
            return aside

    def restore(self, revision: Revision, *, by) -> Revision:
        note = f"As in revision {revision.number}"
        return self.save_draft(revision.content, by=by, note=note, kind=Kind.RESTORED)

    def refile(self, *, by, category: Category | None = None, add=(), remove=(), authors=()) -> bool:
        """File and sign what readers see at once, and all that waits behind it, which would undo it later.

        Nothing else of that goes live. What is not named stays; says whether anything was changed.
        """
        rows = {"add": add, "remove": remove, "byline": authors}
        keys: dict[str, Any] = {name: [row.pk for row in rows[name]] for name in rows}
        with self.locked():
            waiting = list(dict.fromkeys(filter(None, [self.scheduled_changes, self.draft])))
            before = [self.content, *(text.content for text in waiting)]
            after = [refiled(content, category=category.pk if category else None, **keys) for content in before]
            if after == before:
                return False
            newest = self._newest_revision()
            self._call_off()  # until each has its new row: later ones have higher numbers
            as_filed = {"by": by, "note": filing_note(category, add, remove, authors)[:LONGEST_NOTE]}
            if after[0] != before[0]:
                told = NOTHING if self.draft else newest.telling
                self._file(self._keep(after[0], based_on=self.version, **as_filed, **told), by=by)
            for text, content in zip(waiting, after[1:], strict=True):
                at = text.goes_live_at if content != after[0] else None
                revision = self._keep(content, based_on=text.number, goes_live_at=at, **as_filed, **text.telling)
                if text == self.draft:
                    self._hold(revision, by=by)
            self.record(Action.SAVED, by=by, after=as_filed["note"], revision=self.newest_version)
            return True

    # what readers see

    def tell_with_changes(self, told: str, told_as: str = Telling.As.CORRECTION, *, by) -> None:
        """What readers are told when what waits goes live; where nothing waits, from now on that does."""
        with self.locked():
            known = self.draft.telling if self.draft else NOTHING
            telling = {"told": told, "told_as": told_as} if told else NOTHING
            if self.status != self.Status.PUBLISHED or known == telling:
                return
            self._newest_revision()
            revision = self.draft or self._keep(self.content, by=by)
            revision.told, revision.told_as = telling.values()
            revision.save(update_fields=telling)
            self._hold(revision, by=by)

    def publish_changes(self, *, by=None) -> None:
        with self.locked():
            self._take_up_draft(by=by)
            self.close_submission("approved", by=by)

    def schedule_changes(self, at: datetime, *, by=None) -> None:
        """Have the draft that there is go live at a moment; a later one does not go with it."""
        with self.locked():
            before = self._call_off()
            if self.draft:
                self.draft.goes_live_at = at
                self.draft.save(update_fields=["goes_live_at"])
                self.close_submission("approved", by=by)
                if before != written(at):
                    number = self.draft.number
                    self.record(Action.CHANGES_SCHEDULED, by=by, before=before, after=written(at), revision=number)

    def unschedule_changes(self, *, by=None) -> None:
        with self.locked():
            if before := self._call_off():
                self.record(Action.CHANGES_UNSCHEDULED, by=by, before=before)
                self.note_pictures()

    def discard_changes(self, *, by=None) -> None:
        """What readers see is the newest text again; the dropped one stays in the history."""
        with self.locked():
            self._call_off()
            if self.draft:
                self.record(Action.CHANGES_DISCARDED, by=by, revision=self.draft.number)
            self.close_submission("withdrawn", by=by)
            self._point(draft=None)

    def publish_due_changes(self) -> bool:
        """False for whoever comes second and finds nothing left to do."""
        with self.locked():
            revision = self.revisions.due(timezone.now()).first()
            if revision:
                self._go_live(revision)
        return revision is not None

    def take(self, content: Content, *, by=None) -> None:
        """Make these words the article's own: rendered, filed and signed; links to the old address lead here."""
        old_slug = self.slug
        with transaction.atomic(savepoint=False):
            self.show(content)
            if self._belongs_to_another(self.slug):  # since it was written down
                taken = f"another has {self.slug} by now"
                self.record(Action.KEPT_ADDRESS, by=by, after=taken, revision=self.version)
                self.slug = old_slug
            self.save()
            self.tags.set(Tag.objects.filter(pk__in=content["tags"]))
            self.sign(content["byline"], by=by)
            if self.slug != old_slug:
                self.record(Action.MOVED, by=by, before=old_slug, after=self.slug)
                if self.published_at:
                    OldSlug.keep(self, old_slug)

    def show(self, content: Content) -> None:
        """Put the words into the columns, in memory; without a category or a picture that is gone since then."""
        values = {column: content[name] for name, column in COLUMNS.items()}  # type: ignore[literal-required]
        if not Category.objects.filter(pk=content["category"]).exists():
            del values["category_id"]
        if not Image.objects.filter(pk=content["cover"]).exists():
            values["cover_id"] = None
        for column, value in values.items():
            setattr(self, column, value)

    def preview(self, content: Content) -> None:
        """All that readers would see of these words, in memory: rendered, filed and signed. Not to be saved."""
        self.show(content)
        self.render()
        people = get_user_model().objects.in_bulk(content["byline"])
        signed = [Byline(article=self, author=people[key]) for key in content["byline"] if key in people]
        tags = Tag.objects.filter(pk__in=content["tags"])
        self._prefetched_objects_cache = {"tags": tags, "bylines": signed or list(self.bylines.all())}
        self.published_at = self.published_at or timezone.now()

    @contextmanager
    def locked(self) -> Iterator[None]:
        """A transaction in which nobody else changes this article, which is read again first."""
        with transaction.atomic(savepoint=False):
            self.refresh_from_db(from_queryset=type(self).objects.select_for_update())
            yield

    def _keep(self, content: Content, *, by, before: Revision | None = None, **fields) -> Revision:
        """As a row of its own, or in place of the autosave that came before; always with a new number."""
        revision = before if before and before.gives_way_to(by) else Revision(article=self, author=by)
        fields = {"note": "", "kind": Kind.SAVED, "number": self._next_number(), "created_at": timezone.now()} | fields
        for name, value in fields.items():
            setattr(revision, name, value)
        revision.content = content
        revision.save()
        return revision

    def _next_number(self) -> int:
        """From the version it has got where nothing was kept before."""
        last = self.revisions.aggregate(last=Max("number"))["last"]
        return self.version if last is None else last + 1

    def _newest_revision(self) -> Revision:
        """First of all, the columns are kept where they are not: from before there were revisions, or by a command."""
        kept = self.revisions.filter(number=self.version).first()
        if kept is None or kept.content != self.content:
            kept = self._keep(self.content, by=None, kind=Kind.FOUND)
            self._point(version=kept.number)
        return self.draft or kept

    def _text_before(self, number: int) -> Revision:
        """What somebody began with: an older text where that one gave way to a later save, the oldest for no number."""
        texts = self.revisions.in_line().newest_first()
        known = number if number <= self.newest_version else 0
        return texts.filter(number__lte=known).first() or texts.last()

    def _hold(self, revision: Revision, *, by) -> None:
        """As the text that comes next, in the columns when nobody reads them."""
        if self.status != self.Status.PUBLISHED:
            self._show(revision, by=by)
        elif revision.content == self.content and not revision.told:
            self._point(version=revision.number, draft=None)
        else:
            self._point(draft=revision)

    def _take_up_draft(self, *, by=None) -> None:
        self._newest_revision()
        self._call_off()
        if self.draft:
            self._go_live(self.draft, by=by)

    def _call_off(self) -> str:
        """When scheduled changes would have gone live, if there were any."""
        scheduled = self.scheduled_changes
        self.revisions.scheduled().update(goes_live_at=None)
        return written(scheduled.goes_live_at) if scheduled else ""

    def _go_live(self, revision: Revision, *, by=None) -> None:
        """A draft that is newer stays one."""
        self._show(revision, by=by)
        if self.status == self.Status.PUBLISHED:
            self._keep_what_is_read()
            self._tell(revision.telling)
            self.record(Action.CHANGES_PUBLISHED, by=by, after=revision.told, revision=revision.number)

    def _tell(self, telling: Mapping[str, str]) -> None:
        """Readers are told once, though a later draft was to say the same, or it is withdrawn and published again."""
        Edition.keep(self, at=timezone.now(), **telling)
        if telling["told"]:
            self._point(text_changed_at=timezone.now())
            self.revisions.filter(told=telling["told"]).update(**NOTHING)

    def _keep_what_is_read(self) -> None:
        """An autosave that readers see gives way to no other."""
        self.revisions.filter(number=self.version, kind=Kind.AUTOSAVED).update(kind=Kind.SAVED)

    def _show(self, revision: Revision, *, by) -> None:
        """In the columns, where everybody sees it who sees the article."""
        if self.status == self.Status.PUBLISHED:
            Edition.keep(self)
        self._call_off()
        self.version = revision.number
        if self.draft == revision:
            self.draft = None
        self.take(revision.content, by=by)

    def _file(self, revision: Revision, *, by) -> None:
        """What differs from the columns in its filing only: nothing is rendered."""
        self.version, self.category_id = revision.number, revision.content["category"]
        self.save(update_fields={"version", "category"})
        self.tags.set(Tag.objects.filter(pk__in=revision.content["tags"]))
        self.sign(revision.content["byline"], by=by)

    def _belongs_to_another(self, slug: str) -> bool:
        another = type(self).objects.filter(slug=slug).exclude(pk=self.pk)
        return another.exists() or OldSlug.objects.filter(slug=slug).exclude(article=self).exists()

    def _point(self, **fields) -> None:
        """Straight into the row: nothing that is rendered changes, nor when the article was modified."""
        for name, value in fields.items():
            setattr(self, name, value)
        type(self).objects.filter(pk=self.pk).update(**fields)
        if "draft" in fields:
            self.note_pictures()
