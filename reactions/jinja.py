"""What templates may say about reactions and views."""

from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest

from articles.models import Article

from .bursts import HOURS_NETWORK_KNOWN
from .counting import MOST_OF_NETWORK, REPEAT_SECONDS
from .models import Reaction, Reason
from .most_read import PERIODS, most_read
from .people import person_of, visitor_of


def reaction_of(request: HttpRequest, article: Article) -> Reaction:
    """What this reader said, value 0 for nothing; one query, and only for somebody who may have answered."""
    if not request.user.is_authenticated and not visitor_of(request):
        return Reaction(value=0)
    mine = Reaction.objects.filter(article=article, **person_of(request).lookup)
    return mine.only("value", "reason").first() or Reaction(value=0)


def reaction_said(request: HttpRequest) -> str:
    """The last word to who has just reacted."""
    # `or []`: going through no messages at all would set a cookie to say so.
    said = [str(message) for message in get_messages(request) or [] if "reaction" in message.tags]
    return said[-1] if said else ""


def votes_of(user, article: Article) -> dict[int, int]:
    """How somebody voted on the comments of an article, by the comment's key; no query for a guest."""
    if not user.is_authenticated:
        return {}
    votes = Reaction.objects.filter(user=user, comment__article=article)
    return dict(votes.values_list("comment", "value"))


def counting_rules() -> dict[str, Any]:
    """The figures of "How we count", from where they rule."""
    return {
        "repeat_minutes": REPEAT_SECONDS // 60,
        "views_of_network": MOST_OF_NETWORK,
        "burst_reactions": settings.BURST_REACTIONS,
        "burst_minutes": settings.BURST_MINUTES,
        "network_hours": HOURS_NETWORK_KNOWN,
        "most_read": PERIODS.values(),
    }


GLOBALS = {
    "counting_rules": counting_rules,
    "most_read": most_read,
    "reaction_of": reaction_of,
    "reaction_said": reaction_said,
    "reasons": Reason.choices,
    "votes_of": votes_of,
}
