"""What following does by itself."""

from articles import clock

from .sending import SECONDS, look


def keep_going() -> None:
    clock.every(SECONDS, look)
