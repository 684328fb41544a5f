"""Which articles show which pictures, found out anew from the articles themselves."""

import re
from collections.abc import Iterator, Sequence

from django.conf import settings
from django.db import transaction
from django.db.migrations import Migration
from django.db.models import Case, TextField, Value, When

from .models import Article, Image, PictureUse

BATCH = 500  # articles that are held at once
IN_BODY = re.compile(rf'src="({re.escape(settings.MEDIA_URL)}[^"]+)"')
SAVED = [PictureUse.Place.COVER, PictureUse.Place.BODY]
Uses = set[tuple[int, int, str]]  # article, picture, place


def after_migrate(using: str, plan: Sequence[tuple[Migration, bool]] = (), **kwargs) -> None:
    """Fills the table when it is new; afterwards every save keeps it."""
    if any(
        migration.name.startswith("0005_") and not back for migration, back in plan if migration.app_label == "articles"
    ):
        for _ in note_all(using):
            pass


def note_all(using: str = "default") -> Iterator[int]:
    """Make good what is missing or wrong, batch by batch, so that nobody waits long; safe to repeat.

    Yields how many articles were looked at so far.
    """
    last = seen = 0
    while batch := _note_batch(using, last):
        last, seen = batch[-1], seen + len(batch)
        yield seen


def _note_batch(using: str, after: int) -> list[int]:
    """Keys of the articles of this batch, in their order."""
    with transaction.atomic(using=using):
        # A body without a picture is not even sent.
        body = Case(When(body__contains="<img", then="body"), default=Value(""), output_field=TextField())
        articles = Article.objects.using(using).select_for_update(of=("self",)).filter(pk__gt=after).order_by("pk")
        rows = list(articles.annotate(shown=body).values_list("pk", "cover", "shown")[:BATCH])
        keys = [key for key, _, _ in rows]
        uses = PictureUse.objects.using(using)
        present = uses.filter(article__in=keys, place__in=SAVED)
        found = {use[1:]: use[0] for use in present.values_list("pk", "article", "image", "place")}
        wanted = _uses_of(rows, using)
        uses.filter(pk__in=[key for use, key in found.items() if use not in wanted]).delete()
        new = [PictureUse(article_id=a, image_id=i, place=place) for a, i, place in sorted(wanted - found.keys())]
        uses.bulk_create(new, ignore_conflicts=True)
        return keys


def _uses_of(rows: list[tuple[int, int | None, str]], using: str) -> Uses:
    """What these articles show of the pictures that there are, which are held until it is written."""
    addresses = {key: set(IN_BODY.findall(body)) for key, _, body in rows}
    images = Image.objects.using(using).order_by("pk").select_for_update(no_key=True, of=("self",))
    known = {address: image.pk for address, image in images.at(set().union(*addresses.values())).items()}
    of_body = {(key, known[address], "body") for key, named in addresses.items() for address in named & known.keys()}
    return of_body | {(key, cover, "cover") for key, cover, _ in rows if cover}
