"""Work that a request need not wait for; safe to repeat."""

from django.core.files.storage import default_storage
from django.db import transaction
from django.tasks import task

from .models import Article, Image


@task
def make_renditions(image_id: int) -> None:
    """Cut the widths of a new picture and show them where it was used meanwhile."""
    image = Image.objects.filter(pk=image_id).first()
    if image is None:  # deleted before its turn came
        return
    image.make_renditions()
    # Named by status too, so that the index of the desk finds the few articles that were saved since.
    saved_since = Article.objects.filter(status__in=Article.Status.values, modified_at__gte=image.created_at)
    _render_showing(image, saved_since)
    for article in Article.objects.filter(cover=image):
        article.purge_pages()


@task
def render_articles_showing(image_id: int) -> None:
    """After the words or the focal point of a picture changed."""
    image = Image.objects.filter(pk=image_id).first()
    if image is not None:
        _render_showing(image, Article.objects.all())


@task
def delete_files(names: list[str]) -> None:
    """A picture's original and its renditions, unless another row has the same file."""
    if not Image.objects.filter(file=names[0]).exists():
        for name in names:
            default_storage.delete(name)


def _render_showing(image: Image, articles) -> None:
    """Each article under a lock: a save waits and comes last, and of two tasks the later one sees what both changed."""
    for pk in list(articles.filter(body__contains=image.file.url).values_list("pk", flat=True)):
        with transaction.atomic():
            for article in Article.objects.select_for_update().filter(pk=pk):
                article.render()
                Article.objects.filter(pk=pk).update(body_html=article.body_html)
                article.purge_pages()
