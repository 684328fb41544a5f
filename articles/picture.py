"""How a picture of the library is shown: one `<picture>` for covers, cards and figures alike."""

from django.core.files.storage import default_storage
from django.utils.safestring import SafeString
from markupsafe import escape

from pictures import rendition_name

from .models.image import Image

MIME_TYPES = {"avif": "image/avif", "webp": "image/webp"}


def picture_html(image: Image, sizes: str, alt: str | None = None, eager: bool = False) -> SafeString:
    """`<picture>` with every rendition that is ready, else the original; `eager` for what is seen first."""
    widths = image.renditions.get("widths", [])
    address = default_storage.url(image.file.name)  # which those of the renditions beside it begin like
    sources = "".join(
        f'<source type="{kind}" srcset="{_srcset(address, widths, extension)}" sizes="{escape(sizes)}">'
        for extension, kind in MIME_TYPES.items()
        if widths
    )
    loading = 'fetchpriority="high"' if eager else 'loading="lazy" decoding="async"'
    focus = f"fx-{_tenths(image.focal_x)} fy-{_tenths(image.focal_y)}"
    return SafeString(
        f'<picture>{sources}<img src="{escape(fallback_url(image))}" alt="{escape(image.alt if alt is None else alt)}" '
        f'width="{image.width}" height="{image.height}" class="{focus}" {loading}></picture>'
    )


def fallback_url(image: Image) -> str:
    return default_storage.url(image.renditions.get("fallback") or image.file.name)


def crop_url(image: Image, crop: str) -> str:
    """One of `pictures.CROPS`; the fallback as long as that is not ready, and of an animation."""
    return default_storage.url(image.renditions[crop]) if crop in image.renditions else fallback_url(image)


def _tenths(percent: int) -> int:
    """Rounded as the desk does that shows the crops: Python's own `round` makes 2 of 2.5."""
    return (percent + 5) // 10


def _srcset(address: str, widths: list[int], extension: str) -> str:
    return escape(", ".join(f"{rendition_name(address, width, extension)} {width}w" for width in widths))
