"""The picture of a link to an article: drawn when it is published or first asked for, kept beside the other media.

Its address says all that it shows, so it never changes; another headline has another address.
"""

from dataclasses import astuple
from hashlib import sha256

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.urls import reverse
from PIL import Image as Picture

from pictures import DRAWING, MIDDLE, ShareCard
from sitesettings.accent import ORIGINAL, shades
from sitesettings.models import site_settings

from .models.image import Image


def share_card_path(article) -> str:
    """ "" where no card can be drawn, in letters that we have no font for."""
    card = _card(article)
    return reverse("articles:share-card", args=[article.pk, _digest(card, article.cover)]) if card.can_be_drawn else ""


def open_share_card(article) -> File:
    """As the article is by now; drawn unless it is there."""
    card = _card(article)
    folder, name = _folder(article.pk), f"{_digest(card, article.cover)}.jpg"
    if not default_storage.exists(f"{folder}/{name}"):
        picture = ContentFile(_drawn(card, article.cover))
        delete_share_cards(article.pk)
        default_storage.save(f"{folder}/{name}", picture)
    return default_storage.open(f"{folder}/{name}")


def delete_share_cards(article_id: int) -> None:
    folder = _folder(article_id)
    try:
        names = default_storage.listdir(folder)[1]
    except FileNotFoundError:
        return
    for name in names:
        default_storage.delete(f"{folder}/{name}")


def _card(article) -> ShareCard:
    brand = site_settings()
    accent = shades(brand.accent or ORIGINAL)[1].accent  # the one for dark grounds
    return ShareCard(article.title, article.category.name, brand.name, accent)


def _digest(card: ShareCard, cover: Image | None) -> str:
    shown = [DRAWING, *astuple(card), *((cover.file.name, *cover.focal_point) if cover else ())]
    return sha256(repr(shown).encode()).hexdigest()[:20]


def _drawn(card: ShareCard, cover: Image | None) -> bytes:
    if cover is None:
        return card.draw(None, MIDDLE)
    with cover.file.storage.open(cover.file.name) as file, Picture.open(file) as opened:
        return card.draw(opened, cover.focal_point)


def _folder(article_id: int) -> str:
    return f"share/{article_id}"
