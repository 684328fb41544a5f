"""What articles keep about a person who writes or edits, for their export and for forgetting them."""

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.personal import Part, parts

from .models import AuditEntry, Byline, Image, Mention, Note, PreviewLink, Revision, Submission

GOES = _("Stays, without the name.")


def signed(person: User):
    wanted = {"title": F("article__title"), "slug": F("article__slug"), "published_at": F("article__published_at")}
    return Byline.objects.filter(author=person).order_by("article").values("article_id", **wanted)


def texts(person: User):
    found = Revision.objects.filter(author=person).order_by("pk")
    return found.values("article_id", "number", "created_at", article_title=F("article__title"))


def notes(person: User):
    return Note.objects.filter(author=person).order_by("pk").values("article_id", "body", "created_at", "settled_at")


def reviews(person: User):
    found = Submission.objects.filter(Q(by=person) | Q(decided_by=person)).order_by("pk")
    return found.values("article_id", "at", "note", "verdict", "decided_at", "comment", asked=F("by__username"))


def pictures(person: User):
    found = Image.objects.filter(uploaded_by=person).order_by("pk")
    return found.values("file", "alt", "caption", "credit", "licence", "created_at")


def previews(person: User):
    return PreviewLink.objects.filter(created_by=person).order_by("pk").values("article_id", "created_at", "expires_at")


def log(person: User):
    found = AuditEntry.objects.filter(actor=person).order_by("pk")
    return found.values("at", "action", "article_id", "title", "before", "after")


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
        "articles",
        _("Articles signed"),
        _("They keep the name of who wrote them."),
        signed,
        leave_newsroom,
        has_signed,
        True,
    ),
    Part("texts", _("Versions of articles saved"), GOES, texts, newsroom=True),
    Part("notes", _("Notes to colleagues"), GOES, notes, newsroom=True),
    Part("reviews", _("Reviews asked for and decided"), GOES, reviews, newsroom=True),
    Part("pictures", _("Pictures uploaded to the library"), GOES, pictures, newsroom=True),
    Part("previews", _("Previews shared"), GOES, previews, newsroom=True),
    Part(
        "log",
        _("What the newsroom’s log says"),
        _("Stays with the name: nobody can change the log."),
        log,
        newsroom=True,
    ),
]
