"""The demo magazine, from the files beside this module into the database."""

import random
import re
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

import PIL.Image
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import capfirst

import markup
import pictures
from accounts.models import DEMO_DOMAIN, User
from articles.models import Activity, Article, Byline, Category, Image, Tag
from purging.log import EVERYTHING, purge

from . import covers, figures
from .corrections import load_corrections, load_editions
from .moderation import load_moderation
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
CREDIT, LICENCE, WIDTH = "Illustration: TechyMag Studio", "CC0", 1600
FIGURE = re.compile(r"^!\[([\w-]+)\]\(figure\)$", re.MULTILINE)  # a paragraph that names a figure of the front matter


class Painting(NamedTuple):
    """A picture in the storage: the name of its file, what there is to see, the words below it, and its renditions."""

    name: str
    alt: str
    caption: str
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

    @property
    def figures(self) -> dict[str, dict]:
        return self.facts.get("figures", {})

    @cached_property
    def comments(self) -> list[dict]:
        path = HERE / "comments" / f"{self.slug}.toml"
        return tomllib.loads(path.read_text())["comments"] if path.exists() else []

    @property
    def is_unread(self) -> bool:
        """The piece without a comments file shows what the magazine looks like before anybody came."""
        return not self.comments


def load_demo(*, say: Callable[[str], None], width: int = WIDTH) -> None:
    """All of it or nothing, once: whoever deletes or renames a part does not get it back."""
    if User.objects.filter(email__endswith=f"@{DEMO_DOMAIN}").exists():
        say("The demo magazine is loaded.")
        return
    now, pieces = timezone.now(), read_pieces()
    with ThreadPoolExecutor() as pool, transaction.atomic():
        people = load_people(tomllib.loads((HERE / "people.toml").read_text())["people"])
        categories = _load_categories()
        paintings = pool.map(partial(_paint, width=width), pieces)
        for number, (piece, painted) in enumerate(zip(pieces, paintings, strict=True), 1):
            say(f"{number:3}/{len(pieces)}  {piece.facts['title']}")
            _load_piece(piece, painted, people, categories, now)
        load_moderation(people, now)
        load_corrections(people)
        load_editions()
        purge(EVERYTHING)  # sections are in the frame of every page
    Activity.settle()


def read_pieces() -> list[Piece]:
    """Oldest first, as a real magazine would have grown; what is still to come is last."""
    pieces = []
    for path in sorted((HERE / "articles").glob("*.md")):
        _, facts, text = path.read_text().split("+++\n", 2)
        pieces.append(Piece(path.stem, tomllib.loads(facts), text))
    return sorted(pieces, key=lambda piece: -piece.facts["days_ago"])


def _load_categories() -> dict[str, Category]:
    categories = {}
    for position, (slug, (name, description)) in enumerate(CATEGORIES.items()):
        defaults = {"name": name, "description": description, "position": position}
        categories[slug] = _found(Category, slug, name) or Category.objects.create(slug=slug, **defaults)
    return categories


def _paint(piece: Piece, *, width: int) -> dict[str, Painting]:
    """Draw the cover and the figures; runs in a thread, so it touches no database."""
    facts, slug, category = piece.facts, piece.slug, piece.facts["category"]
    cover = covers.draw(slug, category, width=width)
    painted = {"cover": _keep(cover.image, cover.alt, facts["cover_caption"])}
    for name, figure in piece.figures.items():
        chart = figures.draw(figure, slug, category, width=width)
        painted[name] = _keep(chart, figure["alt"], figure["caption"])
    return painted


def _keep(drawing: PIL.Image.Image, alt: str, caption: str) -> Painting:
    """Put a drawing into the storage and cut its renditions."""
    file = BytesIO()
    drawing.save(file, "jpeg", quality=90)
    storage = Image._meta.get_field("file").storage
    name = pictures.content_path("pictures", file, ".jpg")
    if not storage.exists(name):
        storage.save(name, ContentFile(file.getvalue()))
    return Painting(name, alt, caption, pictures.make_renditions(storage, name))


def _load_piece(
    piece: Piece,
    painted: dict[str, Painting],
    people: dict[str, User],
    categories: dict[str, Category],
    now: datetime,
) -> None:
    written_at = now - timedelta(days=piece.facts["days_ago"])
    images = {name: _create_image(painting) for name, painting in painted.items()}
    article = _create_article(piece, images, categories[piece.facts["category"]], written_at)
    for position, username in enumerate(piece.facts["authors"]):
        Byline.objects.create(article=article, author=people[username], position=position)
    article.tags.set([_tag(slug) for slug in piece.facts["tags"]])
    if asked := piece.facts.get("asks_for_review"):
        article.submit(by=people[piece.facts["authors"][0]], note=asked)
    if article.is_published and not piece.is_unread:
        load_comments(article, piece.comments, people, piece.random, now)
        load_reactions(article, piece.random, now)


def _create_image(painting: Painting) -> Image:
    return Image.objects.create(
        file=painting.name,
        alt=painting.alt,
        caption=painting.caption,
        credit=CREDIT,
        licence=LICENCE,
        renditions=painting.renditions,
    )


def _create_article(piece: Piece, images: dict[str, Image], category: Category, written_at: datetime) -> Article:
    """Published when it was written, unless the desk still works on it; a date to come is a schedule."""
    facts = piece.facts
    status = facts.get("status", Article.Status.PUBLISHED)
    article = Article.objects.create(
        slug=piece.slug,
        title=facts["title"],
        lead=facts["lead"],
        body=_body(piece.text, images),
        category=category,
        cover=images["cover"],
        source_name=facts.get("source_name", ""),
        source_url=facts.get("source_url", ""),
        tested_with=facts.get("tested_with", ""),
        featured=facts.get("featured", False),
        status=status,
        published_at=written_at if status == Article.Status.PUBLISHED else None,
    )
    saved_at = min(written_at, article.modified_at)
    Article.objects.filter(pk=article.pk).update(
        created_at=min(written_at, article.created_at), modified_at=saved_at, text_changed_at=saved_at
    )
    return article


def _body(text: str, images: dict[str, Image]) -> str:
    """The Markdown as HTML, with its figures among the text."""
    source = FIGURE.sub(lambda found: _figure_html(images[found[1]]), text)
    return markup.article_from_markdown(source, with_html=True)


def _figure_html(image: Image) -> str:
    return format_html(
        '<figure><img src="{}" alt="{}"><figcaption>{}</figcaption></figure>',
        image.file.url,
        image.alt,
        image.caption,
    )


def _tag(slug: str) -> Tag:
    name = TAG_NAMES.get(slug) or capfirst(slug.replace("-", " "))
    return _found(Tag, slug, name) or Tag.objects.create(slug=slug, name=name)


def _found(model: type[Category] | type[Tag], slug: str, name: str):
    """What the magazine has by this address or this name already."""
    return model.objects.filter(Q(slug=slug) | Q(name=name)).first()
