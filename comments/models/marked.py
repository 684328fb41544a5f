from django.db import models, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.models import Stats

from .moderation import ModerationEntry
from .status import Status

MOST_PINNED = 3  # comments of one article


class PinnedEnoughError(Exception):
    """As many comments of the article are pinned as may be."""


class Marked(models.Model):
    """What editors and moderators point out to readers; it ends when the comment is taken away."""

    is_pinned = models.BooleanField(_("pinned"), default=False, db_default=False, editable=False)
    is_picked = models.BooleanField(_("editor’s pick"), default=False, db_default=False, editable=False)

    class Meta:
        abstract = True

    @transaction.atomic
    def pin(self, *, by) -> None:
        """On top of the discussion, in every order; raises PinnedEnoughError."""
        Stats.objects.select_for_update().get(article=self.article_id)  # one at a time: two would both find room
        others = type(self).objects.filter(article=self.article_id, parent=None, is_pinned=True).exclude(pk=self.pk)
        if others.count() >= MOST_PINNED:
            raise PinnedEnoughError
        self._mark(by, gettext("Pinned"), is_pinned=True)

    def unpin(self, *, by) -> None:
        self._mark(by, gettext("No longer pinned"), is_pinned=False)

    def pick(self, *, by) -> None:
        self._mark(by, gettext("Editor’s pick"), is_picked=True)

    def unpick(self, *, by) -> None:
        self._mark(by, gettext("No longer an editor’s pick"), is_picked=False)

    @transaction.atomic
    def _mark(self, by, said: str, **mark: bool) -> None:
        """Once, and only what everybody can read."""
        if type(self).objects.visible().filter(pk=self.pk).exclude(**mark).update(**mark):
            self._log(by, Status.VISIBLE, Status.VISIBLE, said, act=ModerationEntry.Act.MARKED)
            self.purge_pages()
