"""Many people at once, who remember what the magazine has acknowledged and how it failed otherwise."""

import http.client
import itertools
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import contextmanager

from .browser import Answer
from .magazines import READERS, STORIES

PAUSE = 0.2  # seconds between two comments of one person
DESK = "/admin/articles/article/1/change/"  # of story 0
NO_ANSWER = (OSError, http.client.HTTPException)


class Load:
    def __init__(self, magazine):
        self.magazine = magazine
        self.comments: list[str] = []
        self.likes: Counter[str] = Counter()
        self.title = ""
        self.pages: list[Answer] = []
        self.unanswered: list[Exception] = []
        self._readers = [magazine.signed_in(f"reader{number}") for number in range(READERS)]
        self._editor = magazine.signed_in("editor")
        self._stopping = threading.Event()

    @contextmanager
    def running(self):
        tasks = [
            *((self._comment, reader) for reader in self._readers),
            *((self._react, guest) for guest in range(3)),
            *((self._read,) for _ in range(3)),
            (self._edit,),
        ]
        threads = [threading.Thread(target=task, args=args) for task, *args in tasks]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._stopping.set()
            for thread in threads:
                thread.join()

    def _comment(self, reader) -> None:
        """Until it is a flood; those of which nobody knows whether they arrived count too."""
        for number in itertools.count():
            body = f"Words number {number} of {id(reader)}"
            answer = self._try(lambda body=body: reader.post("/articles/story-1/comments/", body=body))
            if answer and answer.status == 302:
                self.comments.append(body)
            if self._stopping.wait(PAUSE) or (answer and answer.status == 422):
                return

    def _react(self, guest: int) -> None:
        for number in itertools.count():
            story = f"story-{2 + number % (STORIES - 2)}"
            browser = self.magazine.browser(f"10.1.{guest}.{number % 250}")
            answer = self._try(lambda story=story, to=browser: to.post(f"/articles/{story}/reactions/", value="like"))
            if answer and answer.status == 302:
                self.likes[story] += 1
            if self._stopping.is_set():
                return

    def _read(self) -> None:
        for number in itertools.count():
            if answer := self._try(lambda n=number: self.magazine.read(f"/articles/story-{n % STORIES}/")):
                self.pages.append(answer)
            if self._stopping.is_set():
                return

    def _edit(self) -> None:
        """From the version that is there now, so that a save without an answer holds up nothing."""
        for number in itertools.count():
            title = f"Edited {number:03} times"
            page = self._try(lambda: self._editor.get(DESK))
            if page and page.status == 200:
                form = page.form(DESK) | {"title": title, "_publish_changes": "anyway"}
                answer = self._try(lambda form=form: self._editor.post(DESK, **form))
                if answer and answer.status == 302:
                    self.title = title
            if self._stopping.wait(PAUSE):
                return

    def _try(self, request: Callable[[], Answer]) -> Answer | None:
        try:
            return request()
        except NO_ANSWER as error:
            self.unanswered.append(error)
            time.sleep(PAUSE)
            return None
