"""Acts of the desk that touch more than one row, or the world outside the database."""

from collections.abc import Sequence

from django.db import transaction

from purging.log import EVERYTHING, purge

from .models import Article, Byline, Image, OldSlug
from .tasks import delete_files, make_renditions, render_articles_showing


@transaction.atomic
def set_byline(article: Article, *, authors: Sequence) -> None:
    """Sign the article with these people, in this order."""
    article.bylines.exclude(author__in=authors).delete()
    Byline.objects.bulk_create(
        [Byline(article=article, author=author, position=position) for position, author in enumerate(authors)],
        update_conflicts=True,
        unique_fields=["article", "author"],
        update_fields=["position"],
    )


@transaction.atomic
def keep_old_address(article: Article, *, old_slug: str) -> None:
    """Links to the address it had lead to the one it has; an address taken back is no longer an old one."""
    OldSlug.objects.filter(slug=article.slug).delete()
    OldSlug.objects.update_or_create(slug=old_slug, defaults={"article": article})


@transaction.atomic
def add_picture(image: Image, *, by) -> None:
    image.uploaded_by = by
    image.save()
    make_renditions.enqueue(image.pk)


@transaction.atomic
def change_picture(image: Image, *, render: bool) -> None:
    """`render` the articles that show it again, which means to look through them all."""
    image.save()
    purge(EVERYTHING)
    if render:
        render_articles_showing.enqueue(image.pk)


@transaction.atomic
def delete_picture(image: Image) -> None:
    """Out of the library at once, out of the storage as soon as that answers."""
    names = image.file_names
    image.delete()
    delete_files.enqueue(names)
