"""How a picture of the library is shown: one `<picture>` for covers, cards and figures alike."""

from django.core.files.storage import default_storage
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from pictures import rendition_name

from .models.image import Image

MIME_TYPES = {"avif": "image/avif", "webp": "image/webp"}


def picture_html(image: Image, *, sizes: str, alt: str | None = None, eager: bool = False) -> SafeString:
    """`<picture>` with every rendition that is ready, else the original; `eager` for what is seen first."""
    widths = image.renditions.get("widths", [])
    sources = format_html_join(
        "",
        '<source type="{}" srcset="{}" sizes="{}">',
        ((MIME_TYPES[extension], _srcset(image, widths, extension), sizes) for extension in MIME_TYPES if widths),
    )
    return format_html(
        '<picture>{}<img src="{}" alt="{}" width="{}" height="{}" class="fx-{} fy-{}" {}></picture>',
        sources,
        fallback_url(image),
        image.alt if alt is None else alt,
        image.width,
        image.height,
        round(image.focal_x / 10),
        round(image.focal_y / 10),
        SafeString('fetchpriority="high"' if eager else 'loading="lazy" decoding="async"'),
    )


def fallback_url(image: Image) -> str:
    return default_storage.url(image.renditions.get("fallback") or image.file.name)


def _srcset(image: Image, widths: list[int], extension: str) -> str:
    name = image.file.name
    return ", ".join(f"{default_storage.url(rendition_name(name, width, extension))} {width}w" for width in widths)
