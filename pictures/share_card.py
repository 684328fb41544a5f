"""What a link to an article looks like where it is shared: its headline, section and cover, the magazine's name."""

import io
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageOps

from .lettering import CannotBeWrittenError, Lettering
from .renditions import FocalPoint
from .uploads import in_srgb

SIZE = WIDTH, HEIGHT = 1200, 630
DRAWING = 1  # grows when cards are drawn in another way, so that all get a new address
MARGIN, COVER_WIDTH, MARK, LEADING = 64, 480, 26, 1.16
GROUND, INK, SOFT = "#15171c", "#ffffff", "#b6bac4"
SMALL = range(32, 17, -2)  # sizes, of which the largest that fits is taken
LARGE, LARGE_BESIDE_COVER = range(100, 33, -2), range(76, 33, -2)
TOP, ROOM = 156, 360  # where the headline begins, and how high it may be
JPEG = {"quality": 88, "subsampling": 0, "optimize": True}  # letters stay sharp


@dataclass(frozen=True)
class ShareCard:
    """All that its picture depends on but the cover."""

    headline: str
    section: str
    magazine: str
    accent: str

    @property
    def can_be_drawn(self) -> bool:
        try:
            return all(map(Lettering.of, (self.headline, self.section, self.magazine)))
        except CannotBeWrittenError:
            return False

    def draw(self, cover: Image.Image | None, focal_point: FocalPoint) -> bytes:
        """A JPEG; raises CannotBeWrittenError. Mirrored for a headline that is read from the right."""
        headline = Lettering.of(self.headline)
        card, from_right = Image.new("RGB", SIZE, GROUND), headline.from_right
        if cover:
            centering = (focal_point[0] / 100, focal_point[1] / 100)
            panel = ImageOps.fit(in_srgb(cover).convert("RGB"), (COVER_WIDTH, HEIGHT), centering=centering)
            card.paste(panel, (0 if from_right else WIDTH - COVER_WIDTH, 0))
        column = Column(ImageDraw.Draw(card), from_right, WIDTH - 2 * MARGIN - (COVER_WIDTH if cover else 0))
        column.write(Lettering.of(self.section), SMALL, MARGIN, 40, self.accent)
        column.write(headline, LARGE_BESIDE_COVER if cover else LARGE, TOP, ROOM, INK)
        column.mark(HEIGHT - MARGIN, self.accent)
        column.write(Lettering.of(self.magazine), SMALL, HEIGHT - MARGIN - 31, 40, SOFT, indent=MARK + 16)
        out = io.BytesIO()
        card.save(out, "JPEG", **JPEG)
        return out.getvalue()


@dataclass(frozen=True)
class Column:
    """Where words stand on a card, ranged at the side on which its headline begins."""

    draw: ImageDraw.ImageDraw
    from_right: bool
    width: int

    def write(  # noqa: PLR0913, PLR0917 (what, and where)
        self, words: Lettering, sizes: range, top: int, height: int, ink: str, indent: int = 0
    ) -> None:
        size, lines = words.fitted(self.width - indent, height, sizes, LEADING)
        for number, line in enumerate(lines):
            at = (self._across(indent), top + size * (0.86 + number * LEADING))
            words.write(self.draw, line, at, size, ink, "rs" if self.from_right else "ls")

    def mark(self, bottom: int, ink: str) -> None:
        left, right = sorted((self._across(0), self._across(MARK)))
        self.draw.rectangle((left, bottom - MARK, right, bottom), ink)

    def _across(self, distance: int) -> int:
        return WIDTH - MARGIN - distance if self.from_right else MARGIN + distance
