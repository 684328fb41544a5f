"""What Akismet says of a comment, and is told where moderators disagree; only where there is a key for it."""

import logging
from urllib.error import URLError
from urllib.parse import urlencode, urljoin
from urllib.request import Request, urlopen

from django.conf import settings

from .models import Comment

LONGEST_WAIT = 5  # seconds
log = logging.getLogger(__name__)


def takes_for_spam(comment: Comment, address: str, agent: str) -> bool:
    """False also where it cannot be asked: it may only ever hold."""
    return _ask(settings.AKISMET_URL, _facts(comment) | {"user_ip": address, "user_agent": agent}) == b"true"


def correct(comment: Comment, kind: str) -> None:
    """That it was "ham" or "spam" after all. From which address it came is not known any more, and not told."""
    _ask(urljoin(settings.AKISMET_URL, f"submit-{kind}"), _facts(comment))


def _facts(comment: Comment) -> dict[str, str]:
    return {
        "api_key": settings.AKISMET_KEY,
        "blog": settings.BASE_URL,
        "comment_type": "reply" if comment.parent_id else "comment",
        "comment_author": str(comment.author),
        "comment_author_email": comment.author.email,
        "comment_content": comment.body,
        "permalink": f"{settings.BASE_URL}{comment.article.get_absolute_url()}",
    }


def _ask(address: str, told: dict[str, str]) -> bytes:
    try:
        with urlopen(Request(address, urlencode(told).encode()), timeout=LONGEST_WAIT) as answer:  # noqa: S310 (from the settings)
            return answer.read(10).strip()
    except (URLError, OSError, ValueError) as error:
        log.warning("Akismet could not be asked: %s", error)
        return b""
