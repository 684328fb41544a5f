"""What corrections keep about a person, for their export and for forgetting them."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.personal import Part, parts
from accounts.retention import Rule, rules
from articles.models import Article
from articles.own import about_articles

from .marks import NETWORK_KNOWN
from .models import Correction, Mark


def rows(person: User) -> Iterable[dict]:
    words = {"wrong": "kind", "sentence": "exact", "suggested": "replacement", "remark": "remark"}
    became = {"name_below_it": "thanks", "status": "status", "reason": "reason", "sent": "created_at"}
    return about_articles(person.corrections.order_by("pk"), "article", **words, **became)


@transaction.atomic
def cut_loose(person: User) -> None:
    """Nobody is thanked below an article any more who has left."""
    thanking = list(Article.objects.filter(corrections__in=person.corrections.thankable()).distinct())
    Correction.objects.filter(reader=person).update(reader=None, thanks=False)
    for article in thanking:
        article.purge_pages()


def marks(person: User):
    return about_articles(Mark.objects.filter(user=person).order_by("pk"), "article", text="text", sent="created_at")


parts += [
    Part(
        "marks",
        _("Articles you marked as no longer working"),
        _("Deleted with the account."),
        marks,
        lambda person: person.marks.all().drop(),
    ),
    Part(
        "corrections",
        _("Mistakes reported in articles"),
        _("They stay with the editors, tied to nobody; the name in the note of a revision stays too."),
        rows,
        cut_loose,
    ),
]
rules += [
    Rule(_("Marks that an article no longer works"), timedelta(days=365), Mark.objects.drop_older),
    Rule(
        _("Beside such a mark of somebody without an account: a fingerprint of their network and the date"),
        NETWORK_KNOWN,
        Mark.objects.forget_networks,
    ),
]
