from django.db import models, transaction

from purging.log import purge
from sitesettings.languages import LANGUAGES, Language
from sitesettings.models import site_settings

from ..content import Content
from .revisable import Revisable


class Translated(Revisable):
    """The language of an article, and the one it is a translation of.

    An original and what points to it are a group; what would point to a translation points to its original.
    """

    language = models.CharField(
        max_length=12, blank=True, default="", db_default="", help_text="Its tag; empty: that of the magazine."
    )
    translation_of = models.ForeignKey(
        "Article", models.SET_NULL, null=True, blank=True, related_name="translations", help_text="The original."
    )

    class Meta:
        abstract = True

    @property
    def lang(self) -> str:
        return self.language or site_settings().language

    @property
    def spoken(self) -> Language:
        return LANGUAGES.get(self.lang) or Language(self.lang, self.lang, self.lang, False)

    @property
    def original_id(self) -> int:
        """The key of its group."""
        return self.translation_of_id or self.pk

    @property
    def translations_tag(self) -> str:
        """The cache tag of every page of the group."""
        return f"translations-{self.original_id}"

    def show(self, content: Content) -> None:
        super().show(content)
        self.translation_of_id = content["translation_of"] and self._original(content["translation_of"])

    def take(self, content: Content, *, by=None) -> None:
        former = self.translations_tag
        with transaction.atomic(savepoint=False):
            super().take(content, by=by)
            if former != self.translations_tag:
                purge(former)

    def hand_on_translations(self) -> None:
        """Before an original is deleted: its first translation takes its place."""
        translations = self.translations.all()  # type: ignore[attr-defined]
        keys = list(translations.order_by("pk").values_list("pk", flat=True))
        if keys:
            translations.exclude(pk=keys[0]).update(translation_of=keys[0])
            purge(*(f"article-{key}" for key in keys))

    def _original(self, key: int) -> int | None:
        others = type(self).objects.exclude(pk=self.pk)  # type: ignore[attr-defined]
        found = others.filter(pk=key).values_list("pk", "translation_of").first()
        original = found and (found[1] or found[0])
        return original if original != self.pk else None
