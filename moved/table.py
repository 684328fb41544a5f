"""Redirects as a table: old address, new address, status."""

import csv
import io
from collections.abc import Iterable

from django.conf import settings
from django.contrib.redirects.models import Redirect
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from articles.actions import REDIRECTS
from purging.log import purge

from .rules import Move, check

MOST_LINES = 5000
MOVED, GONE = "301", "410"
HEADS = {"old", "old_path", "from", "source"}


def read(text: str) -> list[Move]:
    """Every line with what is wrong with it; raises ValidationError only for what is no such table at all."""
    try:
        rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=_delimiter(text)))
    except csv.Error as error:
        raise ValidationError(_("This cannot be read as a table: %(error)s.") % {"error": error}) from error
    numbered = [(line, [cell.strip() for cell in row]) for line, row in enumerate(rows, 1) if any(map(str.strip, row))]
    if numbered and numbered[0][1][0].lower() in HEADS:
        numbered = numbered[1:]
    if not numbered:
        raise ValidationError(_("There is no line in it. Each one says: old address, new address."))
    if len(numbered) > MOST_LINES:
        raise ValidationError(
            _("There are more than %(most)s lines in it. Please import it in parts.") % {"most": MOST_LINES}
        )
    moves = [_move(line, row) for line, row in numbered]
    check(moves)
    return moves


@transaction.atomic
def store(moves: Iterable[Move]) -> int:
    """All of them; says how many are new or lead elsewhere now."""
    changed = [move for move in moves if move.before != move.new]
    rows = [Redirect(site_id=settings.SITE_ID, old_path=move.old, new_path=move.new) for move in changed]
    Redirect.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["site", "old_path"], update_fields=["new_path"], batch_size=200
    )
    purge(REDIRECTS, "missing", gone=True)
    return len(rows)


def write() -> str:
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(["old", "new", "status"])
    for old, new in Redirect.objects.filter(site=settings.SITE_ID).values_list("old_path", "new_path").iterator():
        table.writerow([old, new, MOVED if new else GONE])
    return out.getvalue()


def _delimiter(text: str) -> str:
    """What the first line has most of: spreadsheets of many countries write semicolons."""
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def _move(line: int, row: list[str]) -> Move:
    old, new, status, *more = [*row, "", ""] if len(row) < 3 else row
    move = Move(old, new, line)
    if any(more) and len(row) > 3:
        move.problems.append(_("There are more than three columns."))
    if status not in ("", MOVED, GONE):
        said = _("The status is %(moved)s (moved for good) or %(gone)s (gone), not %(status)s.")
        move.problems.append(said % {"moved": MOVED, "gone": GONE, "status": status[:20]})
    elif status == GONE and new:
        said = _("What is gone (%(gone)s) leads nowhere: leave the new address empty.")
        move.problems.append(said % {"gone": GONE})
    elif not new and status != GONE:
        said = _("The new address is missing. For a page that is gone write %(gone)s as its status.")
        move.problems.append(said % {"gone": GONE})
    return move
