"""Searches without results, for editors."""

from articles import clock
from articles.waiting import SECONDS, Waiting

from .models import Unanswered

searches = Waiting(Unanswered.objects.note)


def note(typed: str) -> None:
    """Somebody looked for this and found nothing."""
    searches.put(typed, (searches.get(typed) or 0) + 1)


def keep_going() -> None:
    clock.every(SECONDS, searches.write)
