"""Acts of the desk that touch more than one row, or the world outside the database."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from django.conf import settings
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.redirects.models import Redirect
from django.db import transaction
from django.db.models import ProtectedError

from purging.log import purge

from .models import Article, Image, Mention, Note, ReplacedFile
from .rendering import texts_showing
from .tasks import (
    delete_files,
    draw_share_card,
    make_renditions,
    render_articles_showing,
    show_new_file,
    tell_called,
    tell_reviewer,
    tell_submitter,
)

DESCRIBED = ["alt", "caption", "credit", "licence", "focal_x", "focal_y"]
REDIRECTS = "redirects"  # the cache tag of every answer that leads on


@transaction.atomic
def keep_old_path(old: str, new: str, *, below: Iterable[str] = ("",)) -> None:
    """Links to the address that something had lead to the one it has, and what led to the old one leads on at once.

    So do those `below` it, such as feeds. Articles know their old addresses themselves (`OldSlug`).
    """
    redirects = Redirect.objects.filter(site=settings.SITE_ID)
    for part in below:
        before, after = f"{old}{part}", f"{new}{part}"
        redirects.filter(old_path=after).delete()
        redirects.filter(new_path=before).update(new_path=after)
        redirects.update_or_create(site_id=settings.SITE_ID, old_path=before, defaults={"new_path": after})
    purge(REDIRECTS, gone=True)


@transaction.atomic
def add_picture(image: Image, *, by) -> None:
    image.uploaded_by = by
    image.save()
    LogEntry.objects.log_actions(by.pk, [image], ADDITION, [{"added": {}}], single_object=True)
    make_renditions.enqueue(image.pk)


@transaction.atomic
def change_picture(image: Image) -> None:
    """Its words and its focal point."""
    image.save(update_fields=DESCRIBED)
    render_articles_showing.enqueue(image.pk)


@transaction.atomic
def credit_pictures(images: Sequence[Image], **changes: str) -> None:
    """Say of many pictures at once who made them, or under which licence they are shown."""
    Image.objects.filter(pk__in=[image.pk for image in images]).update(**changes)
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
    show_new_file.enqueue(image.pk, before)


@transaction.atomic
def delete_picture(image: Image) -> None:
    """Out of the library at once, out of the storage as soon as that answers.

    It is held first: an article that is being saved with it comes before or after. Raises ProtectedError when used.
    """
    for held in Image.objects.select_for_update(of=("self",)).filter(pk=image.pk):
        if texts := texts_showing(held):
            raise ProtectedError("Pages show this picture.", set(texts))
        names = held.file_names
        held.delete()
        delete_files.enqueue(names)


@transaction.atomic
def submit(article: Article, *, by, reviewer=None, note: str = "") -> None:
    submission = article.submit(by=by, reviewer=reviewer, note=note)
    if reviewer:
        tell_reviewer.enqueue(submission.pk)


@contextmanager
def deciding(article: Article) -> Iterator[None]:
    """By whichever button: who asked for a review hears what became of it, what is published gets its share card."""
    waiting = article.submission
    with transaction.atomic():
        yield
        if waiting and not article.submission:
            tell_submitter.enqueue(waiting.pk)
        if article.status == Article.Status.PUBLISHED:
            draw_share_card.enqueue(article.pk)


@transaction.atomic
def post_note(note: Note) -> None:
    _tell(note.post())


@transaction.atomic
def edit_note(note: Note, body: str) -> None:
    _tell(note.edit(body))


def _tell(mentions: Iterable[Mention]) -> None:
    for mention in mentions:
        tell_called.enqueue(mention.pk)
