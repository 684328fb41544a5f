"""What comments keep about a person, for their export and for forgetting them."""

from django.db.models import F

from accounts.models import User
from accounts.personal import Part, parts
from purging.log import purge

from .models import Appeal, Comment, CommentVersion, ModerationEntry, Report, Sanction, Visit

RESTRICTED = "They stay, tied to a “Deleted user” without a name. Those that only work unnoticed are in no file."
PAGES_AT_ONCE = 200  # whose tags are named in one line of the purge log


def comments(person: User):
    """In the state that their author sees: who is shadow banned is not to notice."""
    wanted = ["pk", "article_id", "body", "status", "is_shadowed", "created_at", "edited_at"]
    found = list(person.comments.order_by("pk").values(*wanted, article_title=F("article__title")))
    for row in found:
        if row.pop("is_shadowed"):
            row["status"] = Comment.Status.VISIBLE
    return found


def reports(person: User):
    return Report.objects.filter(reporter=person).values("comment_id", "reason", "text", "created_at", "settled_at")


def decisions(person: User):
    wanted = ["comment_id", "from_status", "to_status", "reason", "created_at"]
    return ModerationEntry.objects.filter(moderator=person).order_by("pk").values(*wanted)


def make_nameless(person: User) -> None:
    """The words stay, so that the answers to them make sense; every page that named their author is made anew."""
    articles = list(Comment.objects.filter(author=person).values_list("article", flat=True).distinct())
    for start in range(0, len(articles), PAGES_AT_ONCE):
        purge("comments", *(f"comments-{pk}" for pk in articles[start : start + PAGES_AT_ONCE]), gone=True)


def drop_reports(person: User) -> None:
    Report.objects.filter(reporter=person).delete()


def notices(person: User):
    return person.notices.order_by("pk").values("kind", "comment_id", "words", "at", "seen_at", "mailed_at")


def appeals(person: User):
    return Appeal.objects.filter(comment__author=person).order_by("pk").values("comment_id", "text", "at", "is_upheld")


def sanctions(person: User):
    told = Sanction.objects.filter(person=person).exclude(kind=Sanction.Kind.SHADOW)
    return told.order_by("pk").values("kind", "code", "words", "at", "until")


def visits(person: User):
    return Visit.objects.filter(reader=person).order_by("pk").values("article_id", "seen_at")


def notes(person: User):
    return person.moderators_notes.order_by("pk").values("body", "created_at")


def drop_what_was_read(person: User) -> None:
    person.notices.all().delete()
    Visit.objects.filter(reader=person).delete()
    Appeal.objects.filter(comment__author=person).delete()
    CommentVersion.objects.filter(comment__author=person).delete()
    person.moderators_notes.all().delete()


parts += [
    Part("comments", "Comments", "They stay, signed “Deleted user”: others answered.", comments, make_nameless),
    Part("reports", "Reports of comments", "Deleted with the account.", reports, drop_reports),
    Part("notices", "Notifications", "Deleted with the account.", notices, drop_what_was_read),
    Part("appeals", "Appeals against decisions", "Deleted with the account.", appeals),
    Part("visits", "Discussions you have read", "Deleted with the account.", visits),
    Part("moderators-notes", "What moderators noted about you", "Deleted with the account.", notes),
    Part("sanctions", "Restrictions", RESTRICTED, sanctions),
    Part(
        "decisions",
        "Decisions as a moderator",
        "Stays with the name: nobody can change the log.",
        decisions,
        newsroom=True,
    ),
]
