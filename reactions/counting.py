"""The counting rule of "How we count": what makes a page shown a view."""

import hashlib
from datetime import date

import crawleruseragents
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone

REPEAT_SECONDS = 30 * 60


def is_countable(request: HttpRequest, article_id: int) -> bool:
    """One reader's view of one article, once in 30 minutes; no crawlers, no staff, no speculative loading."""
    agent = request.headers.get("User-Agent", "")
    purpose = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    if not agent or crawleruseragents.is_crawler(agent) or "prefetch" in purpose or "prerender" in purpose:
        return False
    if request.user.is_staff:
        return False
    visitor = visitor_hash(request.META["REMOTE_ADDR"], agent, timezone.now().date())
    return cache.add(f"viewed:{article_id}:{visitor}", True, REPEAT_SECONDS)


def visitor_hash(address: str, agent: str, day: date) -> str:
    """Different every day, kept only in the cache, so that it cannot be followed from one day to the next."""
    told = f"{settings.SECRET_KEY}|{day}|{address}|{agent}"
    return hashlib.sha256(told.encode()).hexdigest()[:32]
