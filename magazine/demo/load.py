"""The demo magazine, from the files beside this module into the database; what is there already is left alone."""

import random
import tomllib
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property, partial
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.text import capfirst

import markup
import pictures
from accounts.models import User
from articles.models import Article, Byline, Category, Image, OldSlug, Tag

from .covers import draw
from .people import load_people
from .readers import load_comments, load_reactions

HERE = Path(__file__).parent
CATEGORIES = {
    "technologies": ("Technologies", "The machinery of the digital world, from transistors to time zones."),
    "ai": ("AI", "Models, the mathematics underneath them, and the people who train them."),
    "gadgets": ("Gadgets", "Things you can hold, taken apart and put back together."),
    "science": ("Science", "What is being found out, and how anyone could know."),
    "security": ("Security", "Breaking things, defending them, and telling the difference."),
    "business": ("Business", "Where the money in technology comes from, and where it goes."),
}
TAG_NAMES = {"ai": "AI", "open-source": "Open source"}
COVER_CREDIT, COVER_LICENCE, COVER_WIDTH = "TechyMag Studio", "CC0 1.0", 1600


class Painting(NamedTuple):
    """A cover in the storage: the name of its file, what there is to see, and its renditions."""

    name: str
    alt: str
    renditions: pictures.Renditions


@dataclass(frozen=True)
class Piece:
    """One article file: its TOML front matter and its Markdown."""

    slug: str
    facts: dict = field(repr=False)
    text: str = field(repr=False)

    @cached_property
    def random(self) -> random.Random:
        """The same numbers for the same article, always."""
        return random.Random(zlib.crc32(self.slug.encode()))

    @cached_property
    def comments(self) -> list[dict]:
        path = HERE / "comments" / f"{self.slug}.toml"
        return tomllib.loads(path.read_text())["comments"] if path.exists() else []

    @property
    def is_unread(self) -> bool:
        """The piece without a comments file shows what the magazine looks like before anybody came."""
        return not self.comments


def load_demo(*, say: Callable[[str], None], cover_width: int = COVER_WIDTH) -> None:
    known = {*Article.objects.values_list("slug", flat=True), *OldSlug.objects.values_list("slug", flat=True)}
    pieces = [piece for piece in read_pieces() if piece.slug not in known]
    if not pieces:
        say("The demo magazine is loaded.")
        return
    now = timezone.now()
    people = load_people(tomllib.loads((HERE / "people.toml").read_text())["people"])
    categories = _load_categories()
    with ThreadPoolExecutor() as pool:
        paintings = pool.map(partial(_paint, width=cover_width), pieces)
        for number, (piece, painting) in enumerate(zip(pieces, paintings, strict=True), 1):
            say(f"{number:3}/{len(pieces)}  {piece.facts['title']}")
            _load_piece(piece, painting, people, categories, now)


def read_pieces() -> list[Piece]:
    """Oldest first, as a real magazine would have grown; what is still to come is last."""
    pieces = []
    for path in sorted((HERE / "articles").glob("*.md")):
        _, facts, text = path.read_text().split("+++\n", 2)
        pieces.append(Piece(path.stem, tomllib.loads(facts), text))
    return sorted(pieces, key=lambda piece: -piece.facts["days_ago"])


def _load_categories() -> dict[str, Category]:
    for position, (slug, (name, description)) in enumerate(CATEGORIES.items()):
        Category.objects.get_or_create(
            slug=slug, defaults={"name": name, "description": description, "position": position}
        )
    return {category.slug: category for category in Category.objects.all()}


def _paint(piece: Piece, *, width: int) -> Painting:
    """Draw the cover and cut its renditions; runs in a thread, so it touches no database."""
    cover, drawn = draw(piece.slug, piece.facts["category"], width=width), BytesIO()
    cover.image.save(drawn, "jpeg", quality=90)
    storage = Image._meta.get_field("file").storage
    name = pictures.content_path("pictures", drawn, ".jpg")
    if not storage.exists(name):
        storage.save(name, ContentFile(drawn.getvalue()))
    return Painting(name, cover.alt, pictures.make_renditions(storage, name))


@transaction.atomic
def _load_piece(
    piece: Piece,
    painting: Painting,
    people: dict[str, User],
    categories: dict[str, Category],
    now: datetime,
) -> None:
    written_at = now - timedelta(days=piece.facts["days_ago"])
    article = _create_article(piece, _create_cover(piece, painting), categories[piece.facts["category"]], written_at)
    for position, username in enumerate(piece.facts["authors"]):
        Byline.objects.create(article=article, author=people[username], position=position)
    article.tags.set([_tag(slug) for slug in piece.facts["tags"]])
    if article.is_published and not piece.is_unread:
        load_comments(article, piece.comments, people, piece.random, now)
        load_reactions(article, piece.random, now)


def _create_cover(piece: Piece, painting: Painting) -> Image:
    return Image.objects.create(
        file=painting.name,
        alt=painting.alt,
        caption=piece.facts["cover_caption"],
        credit=COVER_CREDIT,
        licence=COVER_LICENCE,
        renditions=painting.renditions,
    )


def _create_article(piece: Piece, cover: Image, category: Category, written_at: datetime) -> Article:
    """Published when it was written, unless the desk still works on it; a date to come is a schedule."""
    facts = piece.facts
    status = facts.get("status", Article.Status.PUBLISHED)
    article = Article.objects.create(
        slug=piece.slug,
        title=facts["title"],
        lead=facts["lead"],
        body=markup.article_from_markdown(piece.text),
        category=category,
        cover=cover,
        source_name=facts.get("source_name", ""),
        source_url=facts.get("source_url", ""),
        featured=facts.get("featured", False),
        status=status,
        published_at=written_at if status == Article.Status.PUBLISHED else None,
    )
    Article.objects.filter(pk=article.pk).update(
        created_at=min(written_at, article.created_at), modified_at=min(written_at, article.modified_at)
    )
    return article


def _tag(slug: str) -> Tag:
    name = TAG_NAMES.get(slug) or capfirst(slug.replace("-", " "))
    return Tag.objects.get_or_create(slug=slug, defaults={"name": name})[0]
