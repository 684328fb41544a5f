"""Words in pictures: which of our fonts has their letters, how they break into lines, where they begin."""

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Self

from PIL import ImageDraw, ImageFont, features

FONTS = [Path(__file__).parent / "fonts" / f"{name}.woff2" for name in ("roboto-serif", "noto-sans")]
SHAPES = features.check("raqm")  # needs the system's fribidi: orders and joins letters that are read from the right
MEASURED = 100  # pixels: what is measured at one size is in proportion at all others
BREAKING = 52  # and below: long words may go over a line rather than have the headline smaller still
NOWHERE = "\uffff"  # no letter: drawn as whatever a font draws for what it does not have
ELLIPSIS = "…"

type Measure = Callable[[str], float]


class CannotBeWrittenError(Exception):
    """No font of ours has all the letters, or this machine cannot put them into their order."""


@dataclass(frozen=True)
class Lettering:
    """Words in the font that has all their letters; signs that it does not have, such as emoji, are left out."""

    words: tuple[str, ...]
    font: Path
    from_right: bool

    @classmethod
    def of(cls, text: str) -> Self:
        letters = {sign for sign in text if unicodedata.category(sign)[0] in "LMN"}
        from_right = any(unicodedata.bidirectional(sign) in ("R", "AL") for sign in letters)
        font = next((font for font in FONTS if all(_has(font, sign) for sign in letters)), None)
        if font is None or (from_right and not SHAPES):
            raise CannotBeWrittenError(text)
        known = "".join(sign if sign.isspace() or _has(font, sign) else "" for sign in text)
        return cls(tuple(known.split()), font, _begins_from_right(known))

    def fitted(self, width: int, height: int, sizes: range, leading: float) -> tuple[int, list[str]]:
        """The largest of the sizes in which all of it fits, and its lines; the end goes when it fits in none."""
        measure = cache(self._at(MEASURED).getlength)
        for size in sizes:
            room, most = width * MEASURED / size, int(height / (size * leading))
            lines = _lines(self._pieces(room, measure) if size <= BREAKING else self.words, room, measure)
            if len(lines) <= most and all(measure(line) <= room for line in lines):
                return size, lines
        return size, [*lines[: most - 1], _cut(lines[most - 1], room, measure)]

    def write(  # noqa: PLR0913, PLR0917 (as `ImageDraw.text`)
        self, draw: ImageDraw.ImageDraw, line: str, at: tuple[float, float], size: int, ink: str, anchor: str
    ) -> None:
        options: dict[str, Any] = (
            {"direction": "rtl" if self.from_right else "ltr", "features": ["lnum"]} if SHAPES else {}
        )
        draw.text(at, line, ink, self._at(size), anchor=anchor, **options)

    def _pieces(self, room: float, measure: Measure) -> list[str]:
        """Words that are wider than a line, broken where it is full."""
        pieces = []
        for word in self.words:
            pieces.append("")
            for sign in word:
                if pieces[-1] and measure(pieces[-1] + sign) > room:
                    pieces.append("")
                pieces[-1] += sign
        return pieces

    def _at(self, size: int) -> ImageFont.FreeTypeFont:
        return ImageFont.truetype(self.font, size)


@lru_cache(maxsize=5000)
def _has(font: Path, sign: str) -> bool:
    drawn = _probe(font)
    return bytes(drawn.getmask(sign)) != bytes(drawn.getmask(NOWHERE))


@lru_cache(maxsize=len(FONTS))
def _probe(font: Path) -> ImageFont.FreeTypeFont:
    """Sign by sign and not shaped: what one alone looks like."""
    return ImageFont.truetype(font, 20, layout_engine=ImageFont.Layout.BASIC)


def _begins_from_right(text: str) -> bool:
    """By the first letter that has a direction, as the Unicode algorithm decides for a paragraph."""
    kinds = (unicodedata.bidirectional(sign) for sign in text)
    return next((kind for kind in kinds if kind in ("L", "R", "AL")), "L") != "L"


def _lines(words: Iterable[str], room: float, measure: Measure) -> list[str]:
    lines = [""]
    for word in words:
        longer = f"{lines[-1]} {word}".strip()
        if measure(longer) <= room or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _cut(line: str, room: float, measure: Measure) -> str:
    while line and measure(line + ELLIPSIS) > room:
        line = line[:-1]
    return line.rstrip() + ELLIPSIS
