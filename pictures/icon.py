"""A square that stands for the magazine where devices show their programs."""

import io
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageOps

from .lettering import CannotBeWrittenError, Lettering
from .share_card import GROUND, INK
from .uploads import in_srgb

SAFE = 0.72  # the share of a maskable icon of which no device cuts off anything
FINE = 4  # times as large as asked for while it is drawn, so that edges are smooth


@dataclass(frozen=True)
class Icon:
    letter: str
    accent: str

    def draw(self, size: int, logo: Image.Image | None = None, *, share: float = 1, is_rounded: bool = False) -> bytes:
        """A PNG: the logo on white, else the letter and a point in the accent colour, in this share of it."""
        ground = "#ffffff" if logo else GROUND
        sheet = Image.new("RGBA", (size, size), ground)
        if is_rounded:
            sheet.putalpha(_rounded(size))
        inner = round(size * share)
        mark = _contained(logo, inner) if logo else self._lettered(inner)
        sheet.alpha_composite(mark, ((size - mark.width) // 2, (size - mark.height) // 2))
        out = io.BytesIO()
        sheet.save(out, "PNG", optimize=True)
        return out.getvalue()

    def _lettered(self, size: int) -> Image.Image:
        """As the magazine's own icon has it; the point alone for a letter that we have no font for."""
        mark = Image.new("RGBA", (size, size), "#00000000")
        draw, edge = ImageDraw.Draw(mark), size * 0.15
        try:
            letter = Lettering.of(self.letter)
            letter.write(draw, self.letter, (size / 2 - size * 0.05, size * 0.82), round(size * 0.9), INK, "ms")
        except CannotBeWrittenError:
            edge = size * 0.5
        right, bottom = size * 0.86, size * 0.82
        draw.rectangle((right - edge, bottom - edge, right, bottom), self.accent)
        return mark


def _contained(logo: Image.Image, size: int) -> Image.Image:
    return ImageOps.contain(in_srgb(logo).convert("RGBA"), (round(size * 0.8), round(size * 0.8)))


def _rounded(size: int) -> Image.Image:
    mask = Image.new("L", (size * FINE, size * FINE))
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, *mask.size), size * FINE * 0.19, 255)
    return mask.resize((size, size), Image.Resampling.LANCZOS)
