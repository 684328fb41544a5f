"""The magazine behind a page cache."""

from types import SimpleNamespace

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import RequestFactory

from magazine import pagecache
from magazine.pagecache import PageCache
from magazine.schedule import events

HOST = "127.0.0.1:8000"  # of the settings' BASE_URL
HIT, STALE, MISS = (pagecache.STATUS[result] for result in ("hit", "stale", "miss"))


class Site:
    """The magazine behind a page cache, asked as a server asks."""

    def __init__(self, folder, application=None, memory_mb=8):
        self.application = application or WSGIHandler()
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
