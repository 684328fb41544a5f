"""What the demo's readers do: comments and votes, likes, dislikes and views, spread over time as real ones are."""

import random
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from accounts.models import User
from articles.models import Article, Delta, Stats
from comments.models import Comment
from reactions.models import DISLIKE, LIKE, Reaction, ViewDay


def load_comments(
    article: Article, written: list[dict], people: dict[str, User], dice: random.Random, now: datetime
) -> None:
    """The talk below a piece of this morning happened this morning: its hours are squeezed into the article's age."""
    made: dict[int, Comment] = {}
    age = (now - article.published_at) / timedelta(hours=1)
    pace = min(1, 0.95 * age / max(entry["hours"] for entry in written))
    for entry in written:
        parent = made.get(entry.get("re", 0))
        made[entry["id"]] = Comment.objects.create(
            article=article,
            author=people[entry["by"]],
            parent=parent,
            root=parent and (parent.root or parent),
            body=entry["text"],
            score=0,
            created_at=article.published_at + timedelta(hours=entry["hours"] * pace),
        )
    votes = []
    for entry in written:
        comment = made[entry["id"]]
        voters = [person for person in people.values() if person != comment.author]
        count = min(abs(entry["score"]), len(voters))
        value = LIKE if entry["score"] > 0 else DISLIKE
        votes += [Reaction(comment=comment, user=voter, value=value) for voter in dice.sample(voters, count)]
        comment.score, comment.votes = count * value, count
    Reaction.objects.bulk_create(votes)
    Comment.objects.bulk_update(made.values(), ["score", "votes"])
    article.comments.rank()
    article.comments.filter(parent=None).count_replies()
    Stats.objects.filter(article=article).update(comments=len(made))
    Delta.objects.bulk_create(Delta(article=article, at=comment.created_at, comments=1) for comment in made.values())


def load_reactions(article: Article, dice: random.Random, now: datetime) -> None:
    """Likes and dislikes come when the views come."""
    days = _load_views(article, dice, now)
    views = sum(day.views for day in days)
    likes = round(views * dice.uniform(0.01, 0.04)) + 3
    dislikes = round(likes * dice.uniform(0.02, 0.2))
    moments = [
        _moment_of(day.day, article.published_at, now, dice)
        for day in dice.choices(days, [day.views for day in days], k=likes + dislikes)
    ]
    reactions = Reaction.objects.bulk_create(
        Reaction(
            article=article,
            visitor=uuid.UUID(int=dice.getrandbits(128)),
            value=LIKE if number < likes else DISLIKE,
            created_at=moment,
        )
        for number, moment in enumerate(moments)
    )
    Stats.objects.filter(article=article).update(views=views, likes=likes, dislikes=dislikes)
    steps = [
        Delta(article=article, at=said.created_at, likes=said.value == LIKE, dislikes=said.value == DISLIKE)
        for said in reactions
    ]
    Delta.objects.bulk_create([*steps, *_hours_of(days, article.published_at, now, dice)])


def _load_views(article: Article, dice: random.Random, now: datetime) -> list[ViewDay]:
    """A rush in the first days and a long tail, one row a day."""
    rush = dice.randint(400, 4000)
    days = (now.date() - article.published_at.date()).days
    return ViewDay.objects.bulk_create(
        ViewDay(
            article=article,
            day=article.published_at.date() + timedelta(days=age),
            views=round(rush / (1 + age) ** 1.4 * dice.uniform(0.7, 1.3)) + dice.randint(1, 9),
        )
        for age in range(days + 1)
    )


def _hours_of(days: list[ViewDay], published_at: datetime, now: datetime, dice: random.Random) -> Iterator[Delta]:
    """Older days as they are; those that the charts show by the hour spread over it, with few readers at night."""
    for day in days:
        pieces = 60 if now.date() - day.day <= timedelta(days=3) else 1
        for number in range(pieces):
            views = day.views * (number + 1) // pieces - day.views * number // pieces
            moment = max((_moment_of(day.day, published_at, now, dice) for _ in range(2)), key=_is_awake)
            yield Delta(article=day.article, at=moment, views=views)


def _is_awake(moment: datetime) -> bool:
    return 6 <= moment.hour < 23


def _moment_of(day: date, published_at: datetime, now: datetime, dice: random.Random) -> datetime:
    midnight = datetime.combine(day, time(), UTC)
    start, end = max(midnight, published_at), min(midnight + timedelta(days=1), now)
    return start + (end - start) * dice.random()
