"""What templates may say about reactions and views."""

from datetime import timedelta

from django.conf import settings
from django.contrib.messages import get_messages
from django.core.cache import cache
from django.db.models import Sum
from django.http import HttpRequest
from django.utils import timezone

from articles.models import Article

from .bursts import HOURS_NETWORK_KNOWN
from .counting import MOST_OF_NETWORK, REPEAT_SECONDS
from .models import Reaction, Reason, ViewDay
from .people import person_of, visitor_of

MOST_READ_DAYS = 7
MOST_READ_COUNT = 5
MOST_READ_SECONDS = 300
CANDIDATES = 100  # of each day


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


def most_read() -> list[Article]:
    """The five most viewed articles of the last seven days."""
    keys = cache.get_or_set("most-read", _most_viewed, MOST_READ_SECONDS)
    cards = Article.objects.as_cards().in_bulk(keys)  # not of the published ones: SQLite would look at all of these
    return [cards[key] for key in keys if key in cards and cards[key].is_published][:MOST_READ_COUNT]


def _most_viewed() -> list[int]:
    """Keys, most viewed first; some more than are shown, as one or the other may not be visible any more.

    Only what was among the first hundred of one of the days is added up: an index finds these, whatever else was read.
    """
    days = [timezone.now().date() - timedelta(days=ago) for ago in range(MOST_READ_DAYS)]
    firsts = [ViewDay.objects.filter(day=day).order_by("-views").values("pk")[:CANDIDATES] for day in days]
    first, *others = (ViewDay.objects.filter(pk__in=of_day).values("article") for of_day in firsts)
    candidates = ViewDay.objects.filter(day__in=days, article__in=first.union(*others))
    views = candidates.values("article").annotate(sum=Sum("views"))
    return list(views.order_by("-sum").values_list("article", flat=True)[: MOST_READ_COUNT * 2])


def counting_rules() -> dict[str, int]:
    """The figures of "How we count", from where they rule."""
    return {
        "repeat_minutes": REPEAT_SECONDS // 60,
        "views_of_network": MOST_OF_NETWORK,
        "burst_reactions": settings.BURST_REACTIONS,
        "burst_minutes": settings.BURST_MINUTES,
        "network_hours": HOURS_NETWORK_KNOWN,
        "most_read_days": MOST_READ_DAYS,
        "most_read_count": MOST_READ_COUNT,
    }


GLOBALS = {
    "counting_rules": counting_rules,
    "most_read": most_read,
    "reaction_of": reaction_of,
    "reaction_said": reaction_said,
    "reasons": Reason.choices,
    "votes_of": votes_of,
}
