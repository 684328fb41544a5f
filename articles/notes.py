"""What readers were told about changes, for those who read an article elsewhere than on its page."""

from html import escape

from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from .models import Article, Edition


def notes_for_readers(article: Article) -> list[tuple[str, str]]:
    """Such as `("Correction, 3 May 2026:", "It has two cores.")`, the newest first."""
    return [
        (_("%(kind)s, %(when)s:") % {"kind": edition.get_told_as_display(), "when": _day(edition)}, edition.told)
        for edition in article.notes_for_readers
    ]


def _day(edition: Edition) -> str:
    return date_format(localdate(edition.published_at), "DATE_FORMAT")


def notes_html(article: Article) -> str:
    notes = notes_for_readers(article)
    return "".join(f"<p><strong>{escape(when)}</strong> {escape(note)}</p>" for when, note in notes)
