"""What Akismet says of a comment, where the magazine has a key for it; no other host is asked anything otherwise."""

import logging
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from django.conf import settings

from .models import Comment

LONGEST_WAIT = 5  # seconds
log = logging.getLogger(__name__)


def takes_for_spam(comment: Comment, address: str, agent: str) -> bool:
    """False also where it cannot be asked: it may only ever hold."""
    told = {
        "api_key": settings.AKISMET_KEY,
        "blog": settings.BASE_URL,
        "user_ip": address,
        "user_agent": agent,
        "comment_type": "reply" if comment.parent_id else "comment",
        "comment_author": str(comment.author),
        "comment_author_email": comment.author.email,
        "comment_content": comment.body,
        "permalink": f"{settings.BASE_URL}{comment.article.get_absolute_url()}",
    }
    try:
        with urlopen(Request(settings.AKISMET_URL, urlencode(told).encode()), timeout=LONGEST_WAIT) as answer:  # noqa: S310 (from the settings)
            return answer.read(10).strip() == b"true"
    except (URLError, OSError, ValueError) as error:
        log.warning("Akismet could not be asked: %s", error)
        return False
