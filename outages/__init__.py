"""Services that the magazine can do without for a while."""

import logging
import time

logger = logging.getLogger(__name__)


class Outage:
    """What this process knows of a service: while it is away, one caller every few seconds waits to see it return.

    Threads share it without a lock: at worst a second one tries, or the log has a line twice.
    """

    RETRY_SECONDS = 5

    def __init__(self, service: str) -> None:
        self.service = service
        self.is_on = False
        self._next_try = 0.0

    def may_try(self) -> bool:
        if not self.is_on:
            return True
        now = time.monotonic()
        if now < self._next_try:
            return False
        self._next_try = now + self.RETRY_SECONDS
        return True

    def begin(self, error: Exception) -> None:
        self._next_try = time.monotonic() + self.RETRY_SECONDS
        if not self.is_on:
            self.is_on = True
            logger.warning("%s is away, going on without it: %s", self.service, error)

    def end(self) -> None:
        if self.is_on:
            self.is_on = False
            logger.warning("%s is back.", self.service)
