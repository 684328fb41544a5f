"""What comments do by themselves."""

from articles import clock, waiting

from .mailing import hand_over
from .visits import visits

SECONDS = 5  # from one look at what is to be mailed to the next


def keep_going() -> None:
    clock.every(SECONDS, hand_over)
    clock.every(waiting.SECONDS, visits.write)
