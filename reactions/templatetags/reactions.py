from datetime import timedelta

from django import template
from django.core.cache import cache
from django.db.models import Sum
from django.utils import timezone

from articles.models import Article
from comments.models import Comment

from ..models import Reaction, ViewDay
from ..people import person_of, visitor_of

register = template.Library()

MOST_READ_DAYS = 7
MOST_READ_COUNT = 5
MOST_READ_SECONDS = 300  # summing up a week takes a second when everything is read


@register.inclusion_tag("reactions/_bar.html", takes_context=True)
def reaction_bar(context, article: Article) -> dict:
    """The question and its two buttons; one query, and only for somebody who may have answered."""
    request = context["request"]
    mine = 0
    if request.user.is_authenticated or visitor_of(request):
        found = Reaction.objects.filter(article=article, **person_of(request).lookup).values_list("value", flat=True)
        mine = found.first() or 0
    # `or []`: going through no messages at all would set a cookie to say so.
    said = [str(message) for message in context["messages"] or [] if "reaction" in message.tags]
    return {"article": article, "mine": mine, "said": said[-1] if said else ""}


@register.simple_tag
def votes_of(user, article: Article) -> dict[int, int]:
    """How somebody voted on the comments of an article, by the comment's key; no query for a guest."""
    if not user.is_authenticated:
        return {}
    votes = Reaction.objects.filter(user=user, comment__article=article)
    return dict(votes.values_list("comment", "value"))


@register.inclusion_tag("reactions/_votes.html")
def vote_buttons(comment: Comment, user, votes: dict[int, int]) -> dict:
    """The score, between two buttons for who may vote; `votes` come from `votes_of`."""
    may_vote = user.is_authenticated and comment.is_visible and comment.author_id != user.pk
    return {"comment": comment, "mine": votes.get(comment.pk, 0), "may_vote": may_vote}


@register.simple_tag
def most_read() -> list[Article]:
    """The five most viewed articles of the last seven days."""
    keys = cache.get_or_set("most-read", _most_viewed, MOST_READ_SECONDS)
    cards = Article.objects.published().as_cards().in_bulk(keys)
    return [cards[key] for key in keys if key in cards][:MOST_READ_COUNT]


def _most_viewed() -> list[int]:
    """Keys, most viewed first; some more than are shown, as one or the other may not be visible any more."""
    since = timezone.now().date() - timedelta(days=MOST_READ_DAYS)
    views = ViewDay.objects.filter(day__gt=since).values("article").annotate(sum=Sum("views")).order_by("-sum")
    return list(views.values_list("article", flat=True)[: MOST_READ_COUNT * 2])
