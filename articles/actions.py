"""Acts of the desk that touch more than one row, or the world outside the database."""

from django.db import transaction

from purging.log import EVERYTHING, purge

from .models import Image
from .tasks import delete_files, make_renditions, render_articles_showing


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
