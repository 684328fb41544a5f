"""What articles keep about a person who writes or edits, for their export and for forgetting them."""

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts.models import User
from accounts.personal import Part, in_words, parts

from .models import AuditEntry, Byline, Image, Mention, Note, PreviewLink, Revision, Submission

GOES = "Stays, without the name."


def about_articles(found: QuerySet, path: str, **columns: str) -> list[dict]:
    """Rows for their owner, each with the title of the article at the end of `path`, and a link to it."""
    rows = in_words(found, article=f"{path}__title", link=f"{path}__slug", **columns)
    for row in rows:
        if row["link"]:
            row["link"] = settings.BASE_URL + reverse("articles:detail", args=[row["link"]])
    return rows


def signed(person: User):
    return about_articles(
        Byline.objects.filter(author=person).order_by("article"), "article", published="article__published_at"
    )


def texts(person: User):
    found = Revision.objects.filter(author=person).order_by("pk")
    return about_articles(found, "article", number="number", saved="created_at")


def notes(person: User):
    found = Note.objects.filter(author=person).order_by("pk")
    return about_articles(found, "article", text="body", written="created_at", settled="settled_at")


def reviews(person: User):
    found = Submission.objects.filter(Q(by=person) | Q(decided_by=person)).order_by("pk")
    asked = {"asked_by": "by__username", "asked": "at", "note": "note"}
    return about_articles(found, "article", **asked, verdict="verdict", decided="decided_at", comment="comment")


def pictures(person: User):
    found = Image.objects.filter(uploaded_by=person).order_by("pk")
    words = {"description": "alt", "caption": "caption", "credit": "credit", "licence": "licence"}
    return in_words(found, file="file", **words, uploaded="created_at")


def previews(person: User):
    found = PreviewLink.objects.filter(created_by=person).order_by("pk")
    return about_articles(found, "article", made="created_at", expires="expires_at")


def log(person: User):
    found = AuditEntry.objects.filter(actor=person).order_by("pk")
    return in_words(found, at="at", action="action", article="title", before="before", after="after")


def has_signed(person: User) -> bool:
    return Byline.objects.published().filter(author=person).exists()


def leave_newsroom(person: User) -> None:
    """Their colleagues keep the work; whose it was is said no more, but for bylines and the log."""
    Revision.objects.filter(author=person).update(author=None)
    Note.objects.filter(author=person).update(author=None)
    Note.objects.filter(settled_by=person).update(settled_by=None)
    Mention.objects.filter(person=person).delete()
    for role in ("by", "reviewer", "decided_by"):
        Submission.objects.filter(**{role: person}).update(**{role: None})
    Image.objects.filter(uploaded_by=person).update(uploaded_by=None)
    PreviewLink.objects.filter(created_by=person).update(created_by=None)


parts += [
    Part(
        "articles", "Articles signed", "They keep the name of who wrote them.", signed, leave_newsroom, has_signed, True
    ),
    Part("texts", "Versions of articles saved", GOES, texts, newsroom=True),
    Part("notes", "Notes to colleagues", GOES, notes, newsroom=True),
    Part("reviews", "Reviews asked for and decided", GOES, reviews, newsroom=True),
    Part("pictures", "Pictures uploaded to the library", GOES, pictures, newsroom=True),
    Part("previews", "Previews shared", GOES, previews, newsroom=True),
    Part("log", "What the newsroom’s log says", "Stays with the name: nobody can change the log.", log, newsroom=True),
]
