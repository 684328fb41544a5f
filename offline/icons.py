"""What stands for the magazine among a device's programs: its logo if about square, else its first letter."""

from hashlib import sha256
from typing import Any

from django.urls import reverse
from PIL import Image

from pictures import SAFE, Icon
from sitesettings.accent import ORIGINAL, shades
from sitesettings.models import SiteSettings

SIZES = {"180": 180, "192": 192, "512": 512, "maskable": 512}
SHAPES: dict[str, dict[str, Any]] = {
    "180": {},
    "maskable": {"share": SAFE},
}  # whose corners devices cut themselves; the first is Apple's
SQUARE = (0.8, 1.25)  # of how wide a logo is for its height


def icon_path(brand: SiteSettings, kind: str) -> str:
    """It says all that the icon shows, so it never changes."""
    shown = [_icon(brand), brand.logo.name if _has_square_logo(brand) else ""]
    return reverse("offline:icon", args=[sha256(repr(shown).encode()).hexdigest()[:12], kind])


def drawn(brand: SiteSettings, kind: str) -> bytes:
    icon, shape = _icon(brand), SHAPES.get(kind, {"is_rounded": True})
    if not _has_square_logo(brand):
        return icon.draw(SIZES[kind], **shape)
    with brand.logo.storage.open(brand.logo.name) as file, Image.open(file) as logo:
        return icon.draw(SIZES[kind], logo, **shape)


def _icon(brand: SiteSettings) -> Icon:
    return Icon(brand.name[:1], shades(brand.accent or ORIGINAL)[1].accent)


def _has_square_logo(brand: SiteSettings) -> bool:
    return bool(brand.logo) and SQUARE[0] <= brand.logo_width / brand.logo_height <= SQUARE[1]
