"""Makers of rows and files: every field has a default, a test names only what it is about."""

import io
import itertools
import uuid
from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace

from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone
from django.utils.text import slugify
from PIL import Image as Picture

from accounts.models import User
from articles.models import Article, Byline, Category, Image, Stats, Tag
from comments.models import Comment
from pages.models import Page
from reactions.models import LIKE, Person, Reaction

PASSWORD = "correct horse battery"

_numbers = itertools.count(1)


def make_user(username: str = "", *, groups: list[str] = (), permissions: list[str] = (), **fields) -> User:
    """A person with a verified address and PASSWORD; `permissions` are named like `articles.publish_article`.

    Who is in a group belongs to the staff.
    """
    username = username or f"person{next(_numbers)}"
    fields = {"email": f"{username}@example.com", "password": PASSWORD, "is_staff": bool(groups)} | fields
    user = User.objects.create_user(username, **fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    user.groups.set(Group.objects.filter(name__in=groups))
    for permission in permissions:
        app, codename = permission.split(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    return user


def make_groups() -> None:
    """Authors, Editors and Moderators as the migrations make them, when they are gone."""
    if not Group.objects.exists():
        schema_editor = SimpleNamespace(connection=connection)
        import_module("magazine.migrations.0001_groups").create_groups(apps, schema_editor)
        import_module("magazine.migrations.0002_editors_run_the_site").grant(apps, schema_editor)
        import_module("magazine.migrations.0003_moderators_run_the_discussion").grant(apps, schema_editor)


def make_first_pages() -> None:
    """About, Contact and the others that a new magazine has, when they are gone."""
    if not Page.objects.exists():
        first = import_module("pages.migrations.0002_first_pages")
        schema_editor = SimpleNamespace(connection=connection)
        first.write_pages(apps, schema_editor)
        later = import_module("pages.migrations.0003_privacy_says_what_people_can_do")
        later.put(apps, schema_editor, later.BEFORE, later.AFTER)


def make_category(name: str = "Technologies", **fields) -> Category:
    """The category of that name; the same one when it is asked for again."""
    return Category.objects.get_or_create(name=name, defaults={"slug": slugify(name)} | fields)[0]


def make_tag(name: str = "Chips", **fields) -> Tag:
    return Tag.objects.get_or_create(name=name, defaults={"slug": slugify(name)} | fields)[0]


def make_article(
    title: str = "", *, authors: list[User] = (), tags: list[Tag] = (), stats: dict[str, int] | None = None, **fields
) -> Article:
    """Published an hour ago in Technologies; `stats` such as `{"views": 7}` are what its counters say."""
    number = next(_numbers)
    title = title or f"Article {number}"
    slug = slugify(title)[:100] or f"article-{number}"
    defaults = {
        "slug": f"{slug}-{number}" if Article.objects.filter(slug=slug).exists() else slug,
        "lead": f"What {title} is about.",
        "body": "<p>It began with a chip.</p>",
        "status": Article.Status.PUBLISHED,
        "published_at": timezone.now() - timedelta(hours=1),
    }
    category = fields.pop("category", None) or make_category()
    article = Article.objects.create(title=title, category=category, **(defaults | fields))
    for position, author in enumerate(authors):
        Byline.objects.create(article=article, author=author, position=position)
    article.tags.set(tags)
    if stats:
        Stats.objects.filter(article=article).update(**stats)
        article.stats.refresh_from_db()
    return article


def make_comment(article: Article | None = None, author: User | None = None, *, parent=None, **fields) -> Comment:
    """A posted, visible and counted comment; a reply when it has a parent."""
    article = article or (parent.article if parent else make_article())
    fields = {"body": f"Remark number {next(_numbers)}."} | fields
    comment = Comment(article=article, author=author or make_user(), parent=parent, **fields)
    comment.post()
    return comment


def make_reaction(article: Article, *, value: int = LIKE, user: User | None = None) -> None:
    """By `user`, or by a browser nobody has seen before."""
    person = Person(user=user) if user else Person(visitor=uuid.uuid4())
    Reaction.objects.set_on_article(article, person, value)


def make_upload(name: str = "picture.jpg", *, size: tuple[int, int] = (96, 64), **options) -> SimpleUploadedFile:
    """A picture file; its format follows its name, `options` go to Pillow (`exif=…`, `quality=…`)."""
    out = io.BytesIO()
    kind = {"jpg": "JPEG"}.get(name.rpartition(".")[2], name.rpartition(".")[2].upper())
    Picture.new("RGB", size, "teal").save(out, kind, **options)
    return SimpleUploadedFile(name, out.getvalue())


def make_image(**fields) -> Image:
    """A picture of the library without renditions; call `make_renditions()` where they matter."""
    defaults = {"alt": "A teal field", "caption": "Teal, as ever", "credit": "Alice", "licence": "CC BY 4.0"}
    return Image.objects.create(**({"file": make_upload()} | defaults | fields))


def make_page(title: str = "Imprint", **fields) -> Page:
    """Published, with a few words."""
    defaults = {"slug": slugify(title), "body": f"<p>What {title} says.</p>", "published": True}
    return Page.objects.create(title=title, **(defaults | fields))
