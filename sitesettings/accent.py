"""The colour of links and marks: what an editor chooses, made readable on light and on dark pages."""

from collections.abc import Iterable
from colorsys import hls_to_rgb, rgb_to_hls
from dataclasses import dataclass
from functools import lru_cache

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

ORIGINAL = "#c4360a"  # of static/css/tokens.css, as are the backgrounds below
CONTRAST = 4.5  # WCAG 2.2, 1.4.3
LIGHT, DARK = ("#ffffff", "#f4f5f6"), ("#121317", "#1c1e23")  # pages, and surfaces on them
BLACK, WHITE = "#000000", "#ffffff"
STEPS = 100

is_colour = RegexValidator(r"^#[0-9a-f]{6}\Z", _("A colour is written like #c4360a."))


@dataclass(frozen=True)
class Shade:
    """The colour in one scheme: for words, for words on it, behind words, and behind what is selected."""

    accent: str
    ink: str
    wash: str
    selection: str
    contrast: float


SHIPPED = (
    Shade("#c4360a", "#ffffff", "#fdeee8", "#ffd9c9", 4.8),
    Shade("#ff8a63", "#1d0c05", "#33211b", "#6b2f17", 6.6),
)


@lru_cache(maxsize=100)
def shades(colour: str) -> tuple[Shade, Shade]:
    """On light pages and on dark ones: as chosen where that can be read, else as much darker or lighter as it takes."""
    is_colour(colour)
    if colour == ORIGINAL:
        return SHIPPED
    return _shade(colour, LIGHT, 0, wash=0.9, selection=0.75), _shade(colour, DARK, 1, wash=0.84, selection=0.6)


def _shade(colour: str, backgrounds: tuple[str, ...], end: int, *, wash: float, selection: float) -> Shade:
    """Its lightness moves towards the `end`, black or white, which can always be read."""
    hue, lightness, saturation = rgb_to_hls(*(value / 255 for value in _parts(colour)))
    paper = backgrounds[0]
    for share in range(STEPS + 1):
        lit = lightness + (end - lightness) * share / STEPS
        accent = _hex(hls_to_rgb(hue, lit, saturation)) if share else colour
        washed = _mix(accent, paper, wash)
        worst = min(contrast(accent, behind) for behind in (*backgrounds, washed))
        if worst >= CONTRAST:
            break
    ink = max(BLACK, WHITE, key=lambda ink: contrast(ink, accent))
    return Shade(accent, ink, washed, _mix(accent, paper, selection), round(worst, 1))


def stylesheet(colour: str) -> str:
    """Outside of all layers, so that it wins over css/tokens.css; both schemes at once, as there."""
    light, dark = shades(colour)
    tokens = {"accent": "accent", "accent-ink": "ink", "accent-wash": "wash", "selection": "selection"}
    lines = [
        f"  --{token}: light-dark({getattr(light, part)}, {getattr(dark, part)});" for token, part in tokens.items()
    ]
    return "\n".join([":root {", *lines, "}", ""])


def contrast(one: str, other: str) -> float:
    """https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio"""
    darker, lighter = sorted(map(_luminance, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in _parts(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _mix(colour: str, other: str, share: float) -> str:
    """With this share of the other one."""
    parts = zip(_parts(colour), _parts(other), strict=True)
    return _hex((one + (two - one) * share) / 255 for one, two in parts)


def _hex(parts: Iterable[float]) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
