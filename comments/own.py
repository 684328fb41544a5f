"""What comments keep about a person, for their export and for forgetting them."""

from django.conf import settings
from django.db.models import Q

from accounts.models import User
from accounts.personal import Part, in_words, parts
from articles.own import about_articles
from purging.log import purge

from .models import Appeal, Comment, CommentVersion, ModerationEntry, Notice, Reason, Report, Sanction, Visit

RESTRICTED = "They stay, tied to a “Deleted user” without a name. Those that only work unnoticed are in no file."
LOGGED = "They stay in the log, tied to a “Deleted user” without a name."
PAGES_AT_ONCE = 200  # whose tags are named in one line of the purge log


DECISIONS: dict[str, str] = {
    ModerationEntry.Act.REJECTED: "Not published",
    ModerationEntry.Act.REFUSED: "Still not published",
    ModerationEntry.Act.RESTORED: "Published again",
    ModerationEntry.Act.UPHELD: "Published again",
    ModerationEntry.Act.UNDONE: "Decision taken back",
}


def comments(person: User):
    """In the state that their author sees: who is shadow banned is not to notice."""
    wanted = {"text": "body", "status": "status", "is_shadowed": "is_shadowed"}
    found = about_articles(
        person.comments.order_by("pk"), "article", **wanted, written="created_at", changed="edited_at"
    )
    for row in found:
        if row.pop("is_shadowed"):
            row["status"] = Comment.Status.VISIBLE
        row["status"] = Comment.Status(row["status"]).label
    return found


def reports(person: User):
    found = Report.objects.filter(reporter=person).order_by("pk")
    return about_articles(
        found, "comment__article", reason="reason", text="text", sent="created_at", settled="settled_at"
    )


def decisions(person: User):
    found = ModerationEntry.objects.filter(moderator=person).order_by("pk")
    told = {"decision": "act", "reason": "code", "in_words": "reason", "at": "created_at"}
    return about_articles(found, "comment__article", **told)


def decisions_about(person: User):
    """That a comment was hidden and what followed: not by whom, and nothing of what works unnoticed."""
    is_of_hidden = Q(from_status=Comment.Status.REJECTED) | Q(to_status=Comment.Status.REJECTED)
    found = ModerationEntry.objects.filter(is_of_hidden, person=person, act__in=DECISIONS).order_by("pk")
    told = {"comment": "comment__body", "decision": "act", "reason": "code", "in_words": "reason", "at": "created_at"}
    rows = about_articles(found, "comment__article", **told)
    for row in rows:
        row["decision"] = DECISIONS[row["decision"]]
        row["reason"] = row["reason"] and Reason(row["reason"]).label
    return rows


def make_nameless(person: User) -> None:
    """The words stay, so that the answers to them make sense; every page that named their author is made anew."""
    articles = list(Comment.objects.filter(author=person).values_list("article", flat=True).distinct())
    for start in range(0, len(articles), PAGES_AT_ONCE):
        purge("comments", *(f"comments-{pk}" for pk in articles[start : start + PAGES_AT_ONCE]), gone=True)


def drop_reports(person: User) -> None:
    Report.objects.filter(reporter=person).delete()


def notices(person: User):
    told = {
        "news": "kind",
        "words": "words",
        "address": "address",
        "at": "at",
        "seen": "seen_at",
        "mailed": "mailed_at",
    }
    rows = about_articles(person.notices.order_by("pk"), "comment__article", **told)
    for row in rows:
        row["news"] = Notice.Kind(row["news"]).label
        if address := row.pop("address"):
            row["link"] = settings.BASE_URL + address
    return rows


def appeals(person: User):
    found = Appeal.objects.filter(comment__author=person).order_by("pk")
    return about_articles(found, "comment__article", text="text", asked="at", upheld="is_upheld")


def sanctions(person: User):
    told = Sanction.objects.filter(person=person).exclude(kind=Sanction.Kind.SHADOW).order_by("pk")
    return in_words(told, kind="kind", reason="code", in_words="words", since="at", until="until")


def visits(person: User):
    return about_articles(Visit.objects.filter(reader=person).order_by("pk"), "article", read="seen_at")


def notes(person: User):
    return in_words(person.moderators_notes.order_by("pk"), note="body", written="created_at")


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
    Part("decisions-about-you", "Decisions about your comments", LOGGED, decisions_about),
    Part("appeals", "Appeals against decisions", "Deleted with the account.", appeals),
    Part("visits", "Discussions you have read", "Deleted with the account.", visits),
    Part(
        "moderators-notes",
        "Notes of moderators about you, which you read too, in the file with your data",
        "Deleted with the account.",
        notes,
    ),
    Part("sanctions", "Restrictions", RESTRICTED, sanctions),
    Part(
        "decisions",
        "Decisions as a moderator",
        "Stays with the name: nobody can change the log.",
        decisions,
        newsroom=True,
    ),
]
