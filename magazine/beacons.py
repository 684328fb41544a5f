"""The view beacon without Django: a busy magazine gets one for every page shown, and all they want is to be counted."""

import re
from collections.abc import Iterable

from django.conf import settings

from reactions.tally import tally

from .addresses import came_by_https, reader_address
from .pagecache.key import Environ
from .pagecache.page import StartResponse

PATH = re.compile(r"/articles/([-\w]+)/views/")
LOADED_AHEAD = {"HTTP_SEC_PURPOSE", "HTTP_PURPOSE"}
SENDER = {"HTTP_ORIGIN", "HTTP_REFERER"}


class Beacons:
    """A WSGI application around the magazine's own, which gets the beacons that come alone and whatever is unusual."""

    def __init__(self, application):
        self.application = application

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] == "POST" and (path := PATH.fullmatch(environ["PATH_INFO"])):
            article_id = tally.known(path[1])
            if article_id and not tally.is_quiet and _is_plain(environ):
                tally.add(article_id, reader_address(environ), environ.get("HTTP_USER_AGENT", ""))
                start_response("204 No Content", [("Cache-Control", "private, no-cache")])
                return []
        return self.application(environ, start_response)


def _is_plain(environ: Environ) -> bool:
    """From our own page or from a program, and from nobody who has signed in; see `accounts.origin`."""
    if settings.SESSION_COOKIE_NAME in environ.get("HTTP_COOKIE", "") or not LOADED_AHEAD.isdisjoint(environ):
        return False
    if settings.HTTPS and not came_by_https(environ):
        return False
    site = environ.get("HTTP_SEC_FETCH_SITE")
    return site == "same-origin" or (site is None and SENDER.isdisjoint(environ))
