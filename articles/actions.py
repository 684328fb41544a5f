"""Acts of the desk that touch more than one row, or the world outside the database."""

from collections.abc import Sequence

from django.db import transaction

from purging.log import EVERYTHING, purge

from .models import Image, ReplacedFile
from .tasks import delete_files, make_renditions, render_articles_showing, show_new_file


@transaction.atomic
def add_picture(image: Image, *, by) -> None:
    image.uploaded_by = by
    image.save()
    make_renditions.enqueue(image.pk)


@transaction.atomic
def change_picture(image: Image) -> None:
    image.save()
    purge(EVERYTHING)
    render_articles_showing.enqueue(image.pk)


@transaction.atomic
def credit_pictures(images: Sequence[Image], **changes: str) -> None:
    """Say of many pictures at once who made them, or under which licence they are shown."""
    Image.objects.filter(pk__in=[image.pk for image in images]).update(**changes)
    purge(EVERYTHING)
    for image in images:
        render_articles_showing.enqueue(image.pk)


@transaction.atomic
def replace_picture(image: Image, *, before: list[str]) -> None:
    """Give it the file that it has by now; `before` are the names of all files it had.

    What still knows the old file by its address finds the picture by `ReplacedFile`.
    """
    image.renditions = {}
    image.save()
    ReplacedFile.objects.filter(name=image.file.name).delete()
    ReplacedFile.objects.update_or_create(name=before[0], defaults={"image": image})
    purge(EVERYTHING)
    show_new_file.enqueue(image.pk, before)


@transaction.atomic
def delete_picture(image: Image) -> None:
    """Out of the library at once, out of the storage as soon as that answers.

    It is held first: an article that is being saved with it comes before or after. Raises ProtectedError when used.
    """
    for held in Image.objects.select_for_update(of=("self",)).filter(pk=image.pk):
        names = held.file_names
        held.delete()
        delete_files.enqueue(names)
