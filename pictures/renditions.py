"""Responsive renditions: AVIF and WebP in several widths, and one JPEG or PNG for browsers that know neither."""

import io
from typing import NotRequired, TypedDict

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from PIL import Image

from .uploads import in_srgb

WIDTHS = [480, 800, 1200, 1600]  # from a phone's column to a full-width cover
FALLBACK_WIDTH = 1200
# AVIF at its default speed takes five times as long for a file no smaller to the eye.
FORMATS: dict[str, dict] = {"avif": {"quality": 60, "speed": 9}, "webp": {"quality": 78}}


class Renditions(TypedDict):
    """What is ready to be shown: widths in pixels, smallest first, and the name of the fallback file."""

    widths: NotRequired[list[int]]
    fallback: NotRequired[str]


def rendition_name(original: str, width: int, extension: str) -> str:
    return f"{original.rpartition('.')[0]}-{width}.{extension}"


def rendition_names(original: str, renditions: Renditions) -> list[str]:
    """Every file that `make_renditions` has written for `original`."""
    widths = renditions.get("widths", [])
    names = [rendition_name(original, width, extension) for width in widths for extension in FORMATS]
    return [*names, renditions["fallback"]] if "fallback" in renditions else names


def make_renditions(storage: Storage, original: str) -> Renditions:
    """Write every rendition of `original` beside it and say which there are; an animation is left as it is."""
    with storage.open(original) as file, Image.open(file) as opened:
        if getattr(opened, "n_frames", 1) > 1:
            return {}
        picture = in_srgb(opened)
    widths = [width for width in WIDTHS if width < picture.width] or [picture.width]
    for width in widths:
        scaled = _scaled(picture, width)
        for extension, options in FORMATS.items():
            _save(storage, rendition_name(original, width, extension), scaled, extension, options)
    fallback = _scaled(picture, min(FALLBACK_WIDTH, picture.width))
    extension, options = ("png", {}) if "A" in fallback.getbands() else ("jpg", {"quality": 80, "progressive": True})
    name = rendition_name(original, fallback.width, extension)
    _save(storage, name, fallback, {"jpg": "jpeg"}.get(extension, extension), options)
    return {"widths": widths, "fallback": name}


def _scaled(picture: Image.Image, width: int) -> Image.Image:
    height = max(1, round(picture.height * width / picture.width))
    return (
        picture if width == picture.width else picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3)
    )


def _save(storage: Storage, name: str, picture: Image.Image, image_format: str, options: dict) -> None:
    """What is there whole is left alone when the work is repeated: readers may be looking at it."""
    out = io.BytesIO()
    picture.save(out, image_format, **options)
    if storage.exists(name):
        if storage.size(name) == len(out.getvalue()):
            return
        storage.delete(name)
    storage.save(name, ContentFile(out.getvalue()))
