"""The body of an article as readers get it; called when it is saved, never per request."""

from django.conf import settings

import markup

from .models.image import Image
from .picture import picture_html

FIGURE_SIZES = "(min-width: 60rem) 44rem, 100vw"


def render_body(body: str) -> str:
    """Cleaned body → HTML whose figures are the library's responsive pictures."""
    images = {image.file.url: image for image in _images_in(body)}

    def picture(address: str, alt: str) -> str | None:
        image = images.get(address)
        return picture_html(image, sizes=FIGURE_SIZES, alt=alt or image.alt) if image else None

    return markup.render_article(body, picture)


def _images_in(body: str) -> list[Image]:
    names = {address.removeprefix(settings.MEDIA_URL) for address in markup.image_addresses(body)}
    return list(Image.objects.filter(file__in=names)) if names else []
