"""The body of an article as readers get it; called when it is saved, never per request."""

from django.conf import settings
from django.db import models
from django.utils.html import format_html
from django.utils.translation import gettext as _

import markup

from .licences import credit_line
from .models.image import Image
from .picture import picture_html

# What else has a body that shows pictures of the library, and is rendered and purged like an article.
illustrated: list[type[models.Model]] = []
FIGURE_SIZES = "(min-width: 60rem) 44rem, 100vw"
GALLERY_SIZES = "(min-width: 60rem) 14rem, 50vw"
# Of a page that shows bodies.
BODY_CSP: dict = settings.SECURE_CSP | {"frame-src": markup.frame_sources()}


def pictures_in(body: str) -> dict[str, Image]:
    """The pictures of the library that a body shows, by the addresses that it has for them."""
    return Image.objects.at(markup.image_addresses(body))


def with_present_files(body: str) -> str:
    """The body with the addresses of today for pictures whose file was replaced since it was written."""
    for address, image in pictures_in(body).items():
        body = body.replace(address, image.file.url)
    return body


def render_body(body: str) -> str:
    """Cleaned body → HTML whose figures are the library's responsive pictures; in a gallery, links to the originals."""
    images = pictures_in(body)

    def picture(address: str, alt: str, in_gallery: bool) -> str | None:
        image = images.get(address)
        if image and in_gallery:
            small = picture_html(image, sizes=GALLERY_SIZES, alt=alt or image.alt or _("Picture"))
            return format_html('<a href="{}">{}</a>', image.file.url, small)
        return picture_html(image, sizes=FIGURE_SIZES, alt=alt or image.alt) if image else None

    def credit(address: str) -> str:
        image = images.get(address)
        return credit_line(image) if image else ""

    return markup.render_article(body, picture, credit)


def texts_showing(image: Image) -> list[models.Model]:
    """What of the few that are no articles has this picture in its body."""
    texts = [text for model in illustrated for text in model._default_manager.filter(body__contains="<img")]
    return [text for text in texts if image in pictures_in(text.body).values()]  # type: ignore[attr-defined]
