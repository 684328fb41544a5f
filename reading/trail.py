"""What was read just now, written soon."""

from articles import clock
from articles.waiting import SECONDS, Waiting

from .models import HistoryOff, Read


def _write(key: tuple[int, int], read: Read) -> None:
    """Who has turned the history off meanwhile has none."""
    if not HistoryOff.objects.filter(reader=key[0]).exists():
        Read.objects.put(read)


trail = Waiting(_write)


def note(reader_id: int, article_id: int) -> None:
    trail.put((reader_id, article_id), Read(reader_id=reader_id, article_id=article_id))


def keep_going() -> None:
    clock.every(SECONDS, trail.write)
