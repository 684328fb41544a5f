"""One gate for every uploaded picture."""

import io
import logging
import warnings
from collections.abc import Callable
from threading import Lock

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps, ImageSequence

logger = logging.getLogger(__name__)

MAX_BYTES = 15 * 1024 * 1024
MAX_FRAMES = 500
MAX_PIXELS = 40_000_000  # all frames together; decoding needs four bytes for each
EXTENSIONS = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp", "AVIF": ".avif", "GIF": ".gif"}
SAVE_OPTIONS = {"JPEG": {"quality": 90}, "WEBP": {"quality": 90}, "AVIF": {"quality": 80, "speed": 8}}
# A few hundred bytes can hold 160 MB of pixels; several at once would take the memory of everybody else.
ONE_AT_A_TIME = Lock()
UNREADABLE = _("This picture is damaged or incomplete. Please export it again and upload the new file.")


def clean_picture(upload: File, *, longest_side: int = 3200) -> ContentFile:
    """A new file with the same picture, upright, in sRGB, without EXIF, GPS or any other metadata.

    Raises ValidationError with a message for the person who uploaded it: wrong format (judged by content),
    too many bytes or pixels, truncated or undecodable.
    """
    return _checked(upload, lambda picture: _reencode(picture, longest_side))


def clean_avatar(upload: File, *, side: int = 400) -> ContentFile:
    """The middle square of the picture (the first one of an animation), small; checked like any other."""
    return _checked(upload, lambda picture: _square(picture, side))


def _checked(upload: File, reencode: Callable[[Image.Image], ContentFile]) -> ContentFile:
    if upload.size > MAX_BYTES:
        message = gettext("This file is larger than %(size)s MB. Please upload a smaller one.")
        raise ValidationError(message % {"size": MAX_BYTES // 1024 // 1024})
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            upload.seek(0)
            with ONE_AT_A_TIME, Image.open(upload, formats=list(EXTENSIONS)) as picture:
                frames = MAX_PIXELS // (picture.width * picture.height)
                if frames < 1 or (frames <= MAX_FRAMES and _has_frame(picture, frames)):
                    raise ValidationError(_too_many_pixels())
                if _has_frame(picture, MAX_FRAMES):
                    message = gettext("This animation has more than %(most)s pictures. Please shorten it.")
                    raise ValidationError(message % {"most": MAX_FRAMES})
                return reencode(picture)
    except Image.UnidentifiedImageError as error:
        raise ValidationError(
            gettext("This is not a picture we can use. Please upload a JPEG, PNG, WebP, AVIF or GIF file.")
        ) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError(_too_many_pixels()) from error
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError, IndexError, KeyError, OverflowError) as error:
        raise ValidationError(UNREADABLE) from error


def _has_frame(picture: Image.Image, number: int) -> bool:
    try:
        picture.seek(number)
    except EOFError:
        return False
    finally:
        picture.seek(0)
    return True


def _reencode(picture: Image.Image, longest_side: int) -> ContentFile:
    name = "JPEG" if picture.format == "MPO" else picture.format or ""  # a JPEG with a second one, as some cameras make
    out = io.BytesIO()
    if getattr(picture, "n_frames", 1) > 1 and name in ("GIF", "WEBP"):
        stills = [frame.copy() for frame in ImageSequence.Iterator(picture)]
        for still in stills:
            still.info.pop("comment", None)
        durations = picture.info.get("duration", 100)
        stills[0].save(out, name, save_all=True, append_images=stills[1:], loop=0, duration=durations)
        return ContentFile(out.getvalue(), f"picture{EXTENSIONS[name]}")
    picture.load()
    still = in_srgb(ImageOps.exif_transpose(picture))
    still.thumbnail((longest_side, longest_side))
    if name == "GIF":
        name = "PNG"
    if name == "JPEG":
        still = still.convert("RGB")
    still.info = {}
    still.save(out, name, **SAVE_OPTIONS.get(name, {}))
    return ContentFile(out.getvalue(), f"picture{EXTENSIONS[name]}")


def _square(picture: Image.Image, side: int) -> ContentFile:
    picture.load()
    still = in_srgb(ImageOps.exif_transpose(picture))
    side = min(side, *still.size)
    still = ImageOps.fit(still, (side, side))
    still.info = {}
    out = io.BytesIO()
    still.save(out, "WEBP", quality=85)
    return ContentFile(out.getvalue(), f"avatar{EXTENSIONS['WEBP']}")


def in_srgb(picture: Image.Image) -> Image.Image:
    """RGB or RGBA in sRGB; a profile that cannot be read is dropped and its colours are taken as sRGB."""
    has_alpha = "A" in picture.getbands() or "transparency" in picture.info
    mode = "RGBA" if has_alpha else "RGB"
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in ("RGB", "RGBA", "CMYK", "L"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode=mode)
            return converted or picture.convert(mode)
        except (ImageCms.PyCMSError, OSError, ValueError) as error:
            logger.info("Dropped an unreadable colour profile: %s", error)
    return picture.convert(mode)


def _too_many_pixels() -> str:
    message = gettext("This picture has more than %(millions)s million pixels. Please upload a smaller version.")
    return message % {"millions": MAX_PIXELS // 1_000_000}
