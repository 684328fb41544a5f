"""What the newsroom asks of somebody: to read, to correct, to answer."""

from functools import cached_property
from typing import Self

from .models import Mention, Submission

ROWS = 6  # of each kind; more is a click away
MOST_COUNTED = 99
WIDE = ["article__body", "article__body_html", "article__body_text"]


class Asked:
    def __init__(self, user) -> None:
        reviews = Submission.objects.none()
        if user.has_perm("articles.publish_article"):
            reviews = Submission.objects.waiting_for(user)
        back = Submission.objects.sent_back_to(user)
        self._submissions = reviews.order_by().values("pk").union(back.order_by().values("pk"), all=True)
        self._calls = Mention.objects.unseen_by(user)

    @cached_property
    def count(self) -> int:
        """For the menu of every page, by one query."""
        return self._submissions.union(self._calls.order_by().values("pk"), all=True)[:MOST_COUNTED].count()

    def at_length(self) -> Self:
        """With what it is, by two queries, and counted by the way."""
        found = Submission.objects.filter(pk__in=self._submissions).with_people().select_related("article")
        submissions = list(found.defer(*WIDE).order_by("at", "pk")[:MOST_COUNTED])
        calls = list(self._calls.select_related("note__author", "note__article")[:MOST_COUNTED])
        self.count = min(len(submissions) + len(calls), MOST_COUNTED)
        self.reviews = [submission for submission in submissions if submission.is_waiting][:ROWS]
        self.sent_back = [submission for submission in submissions if not submission.is_waiting][:ROWS]
        self.calls = calls[:ROWS]
        return self
