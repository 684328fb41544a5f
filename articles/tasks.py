"""Work that a request need not wait for; safe to repeat."""

from django.tasks import task

from .models import Article, Image


@task
def make_renditions(image_id: int) -> None:
    """Cut the widths of a new picture and show them where it was used meanwhile."""
    image = Image.objects.get(pk=image_id)
    image.make_renditions()
    # Named by status too, so that the index of the desk finds the few articles that were saved since.
    saved_since = Article.objects.filter(status__in=Article.Status.values, modified_at__gte=image.created_at)
    _render_showing(image, saved_since)


@task
def render_articles_showing(image_id: int) -> None:
    """After the words or the focal point of a picture changed."""
    _render_showing(Image.objects.get(pk=image_id), Article.objects.all())


def _render_showing(image: Image, articles) -> None:
    """Nothing is written over an article that was saved in the meantime: that save has rendered it."""
    for article in articles.filter(body__contains=image.file.url).iterator():
        article.render()
        unchanged = Article.objects.filter(pk=article.pk, modified_at=article.modified_at)
        unchanged.update(body_html=article.body_html)
