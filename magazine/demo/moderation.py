"""What the demo's moderators find in their queues."""

import tomllib
import uuid
from datetime import datetime, timedelta
from itertools import cycle
from pathlib import Path

from django.conf import settings

from accounts.models import User
from articles.models import Article
from comments.models import Comment, HoldReason, PersonNote, SpamCount
from reactions.models import LIKE, Person, Reaction

FILE = Path(__file__).with_suffix(".toml")


def load_moderation(people: dict[str, User], now: datetime) -> None:
    """Below the newest pieces that have comments, in the last hours."""
    told = tomllib.loads(FILE.read_text())
    _teach(told["spam"])
    articles = list(Article.objects.published().filter(stats__comments__gt=0).newest_first()[:4])
    for entry, article, number in zip(told["comments"], cycle(articles), range(len(told["comments"])), strict=False):
        at = max(article.published_at, now - timedelta(minutes=13 * (number + 1)))
        _load(entry, Comment(article=article, author=people[entry["by"]], body=entry["text"], created_at=at), people)
    for note in told["notes"]:
        person, author = people[note["about"]], people["moderator"]
        PersonNote.objects.create(person=person, author=author, body=note["text"])
    for _ in range(settings.BURST_REACTIONS):
        visitor = Person(visitor=uuid.uuid4(), network="demo")
        Reaction.objects.set_on_article(articles[0], visitor, LIKE)


def _teach(spam: list[str]) -> None:
    """What moderators would have decided before, so that verdicts have something to go by."""
    for text in spam:
        SpamCount.learn(text, "spam")
    fine = Comment.objects.visible().order_by("pk")[: len(spam)]
    for comment in fine:
        SpamCount.learn(comment.body, "ham")
    Comment.objects.filter(pk__in=[comment.pk for comment in fine]).update(learned_as="ham")


def _load(entry: dict, comment: Comment, people: dict[str, User]) -> None:
    words = entry.get("words", "")
    comment.status = Comment.Status.HELD if "hold" in entry else Comment.Status.VISIBLE
    comment.is_suspect = entry.get("hold") in HoldReason.OF_SPAM
    comment.post()
    if entry.get("hold") == HoldReason.Kind.SPAM:
        words = str(SpamCount.verdict(comment.body))[:300]
    if "hold" in entry:
        HoldReason.objects.create(comment=comment, kind=entry["hold"], words=words)
    for username, reason, text in entry.get("reported", []):
        comment.report(by=people[username], reason=reason, text=text)
    if "reject" in entry:
        comment.hide(by=people["moderator"], code=entry["reject"], reason=words)
    if "appeal" in entry:
        comment.ask_for_another_look(entry["appeal"])
