"""What was read just now: written soon, for reading must not wait for the database (as `comments.visits`)."""

from django.conf import settings
from django.db import Error as DatabaseFailure
from django.db import IntegrityError

from articles import clock

from .models import HistoryOff, Read

SECONDS = 5  # from one writing to the next


class Trail:
    """Of this process, as far as it is not written yet; a stop loses the last seconds."""

    def __init__(self) -> None:
        self._waiting: dict[tuple[int, int], Read] = {}

    def note(self, reader_id: int, article_id: int) -> None:
        self._waiting[reader_id, article_id] = Read(reader_id=reader_id, article_id=article_id)
        if not settings.VIEWS_FLUSH_SECONDS:
            self.write()

    def write(self) -> None:
        """What the database does not take now is kept for the next time; who has turned it off meanwhile has none."""
        for key in list(self._waiting):
            read = self._waiting.pop(key)
            try:
                if not HistoryOff.objects.filter(reader=read.reader_id).exists():
                    Read.objects.put(read)
            except IntegrityError:
                continue  # the reader or the article went meanwhile
            except DatabaseFailure:
                self._waiting.setdefault(key, read)
                raise


trail = Trail()


def keep_going() -> None:
    clock.every(SECONDS, trail.write)
