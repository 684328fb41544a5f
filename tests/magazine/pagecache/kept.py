"""The magazine behind a page cache."""

import threading
from types import SimpleNamespace

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import RequestFactory

from magazine import pagecache
from magazine.pagecache import PageCache
from magazine.pagecache.pieces import Pieces
from magazine.schedule import events

HOST = "127.0.0.1:8000"  # of the settings' BASE_URL
HIT, STALE, MISS = (pagecache.STATUS[result] for result in ("hit", "stale", "miss"))


class Site:
    """The magazine behind a page cache, asked as a server asks."""

    def __init__(self, folder, application=None, memory_mb=8):
        self.application = application or Pieces(WSGIHandler(), memory_mb=8)
        self.cache = PageCache(self.application, schedule=events, folder=folder, memory_mb=memory_mb, disk_mb=8)
        self.listen()

    def get(self, path, *, method="GET", **headers):
        environ = RequestFactory().generic(method, path, headers={"host": HOST} | headers).environ
        return self.ask(environ)

    def ask(self, environ):
        started = []
        parts = self.cache(environ, lambda *start: started.extend(start))
        body = b"".join(parts)
        getattr(parts, "close", lambda: None)()
        headers = {name.lower(): value for name, value in started[1]}
        return SimpleNamespace(
            status=int(started[0][:3]), headers=headers, body=body, cache=headers.get("cache-status", "")
        )

    def listen(self):
        """What the page cache's own threads do."""
        self.cache._hear(self.cache.ledger.read_log())
        self.cache._hear(self.cache.ledger.read_clock())
        if self.cache._is_gone.is_set():
            self.cache._tidy()


def ask_and_close(site, path="/articles/chips/"):
    answer = site.get(path)
    connection.close()
    return answer


def ask_at_once(folder, path, *, readers):
    """All readers ask before the first page is made; their answers, and what the magazine was asked for."""
    made, magazine = [], Pieces(WSGIHandler(), memory_mb=8)
    asked, going = threading.Event(), threading.Event()

    def application(environ, start_response):
        made.append(environ["PATH_INFO"])
        asked.set()
        going.wait(5)
        return magazine(environ, start_response)

    site, answers = Site(folder, application), []
    threads = [threading.Thread(target=lambda: answers.append(ask_and_close(site, path))) for _ in range(readers)]
    for thread in threads:
        thread.start()
    asked.wait(5)
    going.set()
    for thread in threads:
        thread.join()
    return answers, made
