"""What was read just now, written soon."""

from articles import clock
from articles.waiting import SECONDS, Waiting

from .models import HistoryChoice, Read


def _write(key: tuple[int, int], read: Read) -> None:
    """What has been cleared meanwhile does not come back, and who has turned it off has none."""
    if not HistoryChoice.objects.against(read).exists():
        Read.objects.put(read)


trail = Waiting(_write)


def note(reader_id: int, article_id: int) -> None:
    trail.put((reader_id, article_id), Read(reader_id=reader_id, article_id=article_id))


def keep_going() -> None:
    clock.every(SECONDS, trail.write)
