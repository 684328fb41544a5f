"""What was said and done about an article, as one conversation: notes, reviews, and acts of the audit log."""

from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from .models import Article, AuditEntry

MOST = 100  # of each kind, the newest
Action = AuditEntry.Action
# What notes and reviews tell better themselves.
TOLD = {Action.NOTED, Action.SETTLED, Action.SUBMITTED, Action.WITHDRAWN, Action.SENT_BACK, Action.APPROVED}


class Line(NamedTuple):
    at: datetime
    kind: str
    who: str
    what: Any  # a note, a submission or an entry of the audit log
    times: int = 1


def conversation_about(article: Article) -> list[Line]:
    """The oldest first, as one reads it."""
    return sorted([*_notes(article), *_reviews(article), *_acts(article)], key=attrgetter("at"))


def _notes(article: Article) -> list[Line]:
    notes = article.notes.select_related("author", "settled_by").order_by("-created_at")[:MOST]
    return [Line(note.created_at, "note", str(note.author or _("Somebody")), note) for note in notes]


def _reviews(article: Article) -> list[Line]:
    rows = list(article.submissions.with_people().order_by("-pk")[:MOST])
    asked = [Line(row.at, "asked", str(row.by or _("Somebody")), row) for row in rows]
    decided = [row for row in rows if row.decided_at]
    return asked + [Line(row.decided_at, row.verdict, str(row.decided_by or _("Somebody")), row) for row in decided]


def _acts(article: Article) -> list[Line]:
    """Somebody's saves in a row are one line: with the last of them, and how many there were."""
    entries = article.entries.exclude(action__in=TOLD).newest_first()[:MOST]
    lines = []
    for (action, who), rows in groupby(entries, key=attrgetter("action", "actor_name")):
        same = list(rows)
        runs = [same] if action == Action.SAVED else [[entry] for entry in same]
        lines += [Line(run[0].at, "act", who, run[0], len(run)) for run in runs]
    return lines
