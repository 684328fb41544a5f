"""Which cached pages a change touches: said in the transaction of the change, heard by every process of every node."""

from collections import deque
from functools import partial

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse

from .models import Purge
from .tasks import purge_at_cdn

HEADER = "Surrogate-Key"  # https://www.fastly.com/documentation/reference/http/http-headers/Surrogate-Key/
EVERYTHING = "site"  # a tag of every page

# What this process has committed and its page cache has not looked at yet; the log itself tells all the others. Short,
# as a process without a page cache never looks, and as whatever falls out is in the log.
committed: deque[Purge] = deque(maxlen=1000)


def purge(*tags: str, gone: bool = False, at_cdn: bool = True) -> None:
    """Have every page that carries one of the tags made anew; call it in the transaction that changes what they show.

    `gone`: something was taken away, so that an old copy must not be shown even while no new one can be made. What
    changes all the time is not for CDNs (`at_cdn`), whose copies end by themselves after half a minute.
    """
    entry = Purge.objects.create(tags=" ".join(tags), gone=gone)
    transaction.on_commit(partial(committed.append, entry))
    if at_cdn and settings.CDN_URL:
        purge_at_cdn.enqueue(list(tags))  # which runs after the commit


def tagged(response: HttpResponse, *tags: str) -> HttpResponse:
    """The response, to be kept by page caches until one of these tags is purged."""
    response.headers[HEADER] = " ".join((EVERYTHING, *tags))
    response.headers["Cache-Tag"] = ",".join((EVERYTHING, *tags))  # what Cloudflare and others call the same
    return response
