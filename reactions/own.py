"""What reactions keep about a person, for their export and for forgetting them."""

import uuid
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from accounts.personal import Part, parts
from accounts.retention import Cookie, cookies
from articles.own import about_articles

from .models import DISLIKE, LIKE, Reaction
from .people import COOKIE, COOKIE_AGE

NAMES = {LIKE: "like", DISLIKE: "dislike"}
BATCH = 500  # rows in one statement


def on_articles(person: User):
    return _given(person.reactions.filter(article__isnull=False), "article")


def on_comments(person: User):
    return _given(person.reactions.filter(comment__isnull=False), "comment__article")


def _given(found: QuerySet, article: str) -> list[dict]:
    rows = about_articles(found.order_by("pk"), article, reaction="value", given="created_at")
    return [row | {"reaction": NAMES[row["reaction"]]} for row in rows]


@transaction.atomic
def cut_loose(person: User) -> None:
    """Each becomes that of a browser nobody knows: it counts on, and no two can be told to be the same person's."""
    reactions = list(Reaction.objects.filter(user=person, article__isnull=False))
    for reaction in reactions:
        reaction.user, reaction.visitor = None, uuid.uuid4()
    Reaction.objects.bulk_update(reactions, ["user", "visitor"], batch_size=BATCH)


parts += [
    Part("reactions", "Likes and dislikes of articles", "They count on, tied to nobody.", on_articles, cut_loose),
    Part("votes", "Votes on comments", "They count on, tied to a “Deleted user” without a name.", on_comments),
]
cookies += [Cookie(COOKIE, "this browser, after you liked or disliked an article", timedelta(seconds=COOKIE_AGE))]
