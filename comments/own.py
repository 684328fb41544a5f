"""What comments keep about a person, for their export and for forgetting them."""

from django.db.models import F

from accounts.models import User
from accounts.personal import Part, parts
from purging.log import purge

from .models import Comment, ModerationEntry, Report

PAGES_AT_ONCE = 200  # whose tags are named in one line of the purge log


def comments(person: User):
    wanted = ["pk", "article_id", "body", "status", "created_at", "edited_at"]
    return person.comments.order_by("pk").values(*wanted, article_title=F("article__title"))


def reports(person: User):
    return Report.objects.filter(reporter=person).values("comment_id", "reason", "text", "created_at", "settled_at")


def decisions(person: User):
    wanted = ["comment_id", "from_status", "to_status", "reason", "created_at"]
    return ModerationEntry.objects.filter(moderator=person).order_by("pk").values(*wanted)


def make_nameless(person: User) -> None:
    """The words stay, so that the answers to them make sense; every page that named their author is made anew."""
    articles = list(Comment.objects.filter(author=person).values_list("article", flat=True).distinct())
    for start in range(0, len(articles), PAGES_AT_ONCE):
        purge(*(f"comments-{pk}" for pk in articles[start : start + PAGES_AT_ONCE]), gone=True)


def drop_reports(person: User) -> None:
    Report.objects.filter(reporter=person).delete()


parts += [
    Part("comments", "Comments", "They stay, signed “Deleted user”: others answered.", comments, make_nameless),
    Part("reports", "Reports of comments", "Deleted with the account.", reports, drop_reports),
    Part("decisions", "Decisions as a moderator", "Stays, without the name.", decisions, newsroom=True),
]
