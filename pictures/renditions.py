"""Responsive renditions: AVIF and WebP in several widths, and one JPEG or PNG for browsers that know neither."""

import io
from typing import NotRequired, TypedDict

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from PIL import Image, ImageOps

from .uploads import in_srgb

WIDTHS = [480, 800, 1200, 1600]  # from a phone's column to a full-width cover
FALLBACK_WIDTH = 1200
# AVIF at its default speed takes five times as long for a file no smaller to the eye.
FORMATS: dict[str, dict] = {"avif": {"quality": 60, "speed": 9}, "webp": {"quality": 78}}
JPEG = {"quality": 80, "progressive": True}
# What social networks show of a link, and the three shapes search engines ask for; a smaller picture is not blown up.
CROPS = {"social": (1200, 630), "wide": (1200, 675), "standard": (1200, 900), "square": (1200, 1200)}
FocalPoint = tuple[int, int]  # per cent from the left and from the top
MIDDLE = (50, 50)


class Renditions(TypedDict):
    """What is ready to be shown: widths in pixels, smallest first, the names of the fallback and of the crops."""

    widths: NotRequired[list[int]]
    fallback: NotRequired[str]
    social: NotRequired[str]
    wide: NotRequired[str]
    standard: NotRequired[str]
    square: NotRequired[str]


def rendition_name(original: str, width: int, extension: str) -> str:
    return f"{original.rpartition('.')[0]}-{width}.{extension}"


def rendition_names(original: str, renditions: Renditions) -> list[str]:
    """Every file that `make_renditions` has written for `original`."""
    widths = renditions.get("widths", [])
    names = [rendition_name(original, width, extension) for width in widths for extension in FORMATS]
    return [*names, *(renditions[kind] for kind in ("fallback", *CROPS) if kind in renditions)]  # type: ignore[literal-required]


def crop_name(original: str, crop: str, focal_point: FocalPoint) -> str:
    """Another one for another focal point: what is kept of an address never changes."""
    across, down = focal_point
    return f"{original.rpartition('.')[0]}-{crop}-{across}-{down}.jpg"


def make_renditions(storage: Storage, original: str, focal_point: FocalPoint = MIDDLE) -> Renditions:
    """Write every rendition of `original` beside it and say which there are; an animation is left as it is."""
    picture = _still(storage, original)
    if picture is None:
        return {}
    widths = [width for width in WIDTHS if width < picture.width] or [picture.width]
    for width in widths:
        scaled = _scaled(picture, width)
        for extension, options in FORMATS.items():
            _save(storage, rendition_name(original, width, extension), scaled, extension, options)
    fallback = _scaled(picture, min(FALLBACK_WIDTH, picture.width))
    extension, options = ("png", {}) if "A" in fallback.getbands() else ("jpg", JPEG)
    name = rendition_name(original, fallback.width, extension)
    _save(storage, name, fallback, {"jpg": "jpeg"}.get(extension, extension), options)
    return {"widths": widths, "fallback": name, **_save_crops(storage, original, picture, focal_point)}


def cut_crops(storage: Storage, original: str, focal_point: FocalPoint) -> Renditions:
    """Write the crops alone."""
    picture = _still(storage, original)
    return {} if picture is None else _save_crops(storage, original, picture, focal_point)


def _still(storage: Storage, original: str) -> Image.Image | None:
    with storage.open(original) as file, Image.open(file) as opened:
        return None if getattr(opened, "n_frames", 1) > 1 else in_srgb(opened)


def _save_crops(storage: Storage, original: str, picture: Image.Image, focal_point: FocalPoint) -> Renditions:
    names: Renditions = {}
    for crop, shape in CROPS.items():
        name = names[crop] = crop_name(original, crop, focal_point)  # type: ignore[literal-required]
        _save(storage, name, _cut(picture, shape, focal_point), "jpeg", JPEG)
    return names


def _cut(picture: Image.Image, shape: tuple[int, int], focal_point: FocalPoint) -> Image.Image:
    """As browsers do by `object-position`; what can be seen through stands on white, as JPEG knows no other way."""
    scale = min(1, picture.width / shape[0], picture.height / shape[1])
    size = (max(1, round(shape[0] * scale)), max(1, round(shape[1] * scale)))
    crop = ImageOps.fit(picture, size, Image.Resampling.LANCZOS, centering=(focal_point[0] / 100, focal_point[1] / 100))
    if crop.mode == "RGBA":
        crop = Image.alpha_composite(Image.new("RGBA", crop.size, "white"), crop).convert("RGB")
    return crop


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
