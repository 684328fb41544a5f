"""What corrections keep about a person, for their export and for forgetting them."""

from collections.abc import Iterable

from django.db import transaction

from accounts.models import User
from accounts.personal import Part, parts
from articles.models import Article
from articles.own import about_articles

from .models import Correction


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


parts += [
    Part(
        "corrections",
        "Mistakes reported in articles",
        "They stay with the editors, tied to nobody; the name in the note of a revision stays too.",
        rows,
        cut_loose,
    )
]
