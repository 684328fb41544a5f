"""The figures of the demo articles: charts of their numbers, in the inks of their covers.

The front matter of an article describes each: `[figures.name]` with the `kind` of chart (a method below), a `title` in
the picture, `alt` and `caption` beside it, and the numbers; a paragraph `![name](figure)` shows where it goes. A chart
measures 16 by 10 units, the origin in the middle. Letters of half a unit have twelve pixels on a phone.
"""

from collections.abc import Iterable, Iterator
from math import ceil

from PIL import Image, ImageColor, ImageDraw, ImageFont

from .covers import Sheet, box, disc, empty_sheet, grid, line

LEFT, RIGHT, TOP, BOTTOM = -7.25, 7.25, -2.9, 4.35  # of what is below the title
LETTERS, BOLD = 0.54, 0.022


def draw(figure: dict, slug: str, category: str, *, width: int = 1600) -> Image.Image:
    chart = Chart(figure, empty_sheet(slug, category, width, round(width * 10 / 16))[0])
    chart.write(LEFT, -4, figure["title"], "lm", size=0.66, bold=True)
    getattr(chart, figure["kind"])()
    return chart.sheet.image.reduce(2)


class Chart:
    def __init__(self, figure: dict, sheet: Sheet) -> None:
        self.figure, self.sheet, self.rows, self.unit = figure, sheet, figure["rows"], sheet.image.width / 16
        ground, spark = [sum(ImageColor.getrgb(ink)[:2]) for ink in (sheet.ground, sheet.spark)]  # blue hardly shines
        self.strong = sheet.spark if abs(ground - spark) > 100 else sheet.ink  # yellow is not seen on cream

    def bars(self) -> None:
        """From the left, one below the other."""
        names, values = zip(*self.rows, strict=True)
        start = LEFT + self.widest(names) + 0.4
        scale = (RIGHT - start - self.widest(map(self.shown, values)) - 0.25) / max(values)
        for (name, value), y, h in self.down():
            self.write(start - 0.4, y, name, "rm")
            self.sheet.fill(box(start + value * scale / 2, y, value * scale, h * 0.62), ink=self.ink(name))
            self.write(start + value * scale + 0.25, y, self.shown(value), "lm", bold=True)
        self.sheet.fill(*line([(start, TOP), (start, BOTTOM)], 0.05), ink=self.sheet.ink)

    def columns(self) -> None:
        """From the ground upwards, or into it."""
        values, step = [value for _, value in self.rows], (RIGHT - LEFT) / len(self.rows)
        scale = (BOTTOM - TOP - 1.5) / (max(values) - min(0, *values))
        zero = TOP + 0.7 + max(values) * scale
        for k, (name, value) in enumerate(self.rows):
            x, top = LEFT + step * (k + 0.5), max(value, 0) * scale
            self.sheet.fill(box(x, zero - value * scale / 2, step * 0.7, abs(value * scale)), ink=self.ink(name))
            self.write(x, zero - top - 0.2, self.shown(value), "mb", bold=True)
            self.write(x, BOTTOM, name, "mb")
        self.sheet.fill(*line([(LEFT, zero), (RIGHT, zero)], 0.05), ink=self.sheet.ink)

    def tiles(self) -> None:
        """A tile for each, laid in rows of seventeen."""
        side, y = (RIGHT - LEFT) / 17, TOP
        for name, count in self.rows:
            for k in range(count):
                at = LEFT + side * (k % 17 + 0.5), y + side * (k // 17 + 0.5)
                self.sheet.fill(box(*at, side * 0.88, side * 0.88), ink=self.ink(name))
            y += side * ceil(count / 17) + 0.45
            self.write(LEFT, y, name, "lm")
            y += 0.9

    def nets(self) -> None:
        """The same piece of land, two rows of three, under nets with ever finer meshes."""
        w, h, widest = 4.45, 2.6, max(mesh for _, mesh in self.rows)
        for (name, mesh), (i, j) in zip(self.rows, grid(3, 2, 1), strict=True):
            left, top, step = i * (RIGHT - LEFT - w) / 2 - w / 2, j * 3.75 - 1, h * mesh / widest
            self.sheet.fill(box(left + w / 2, top + h / 2, w, h), ink=self.ink(name))
            across = [box(left + step * k, top + h / 2, 0.04, h) for k in range(1, ceil(w / step))]
            down = [box(left + w / 2, top + step * k, w, 0.04) for k in range(1, ceil(h / step))]
            self.sheet.fill(*across, *down, ink=self.sheet.ground)
            self.write(left, top + h + 0.45, f"{name}: {self.shown(mesh)}", "lm")

    def falls(self) -> None:
        """From one number, a ring, to another, a dot."""
        for y, _, first, last in self.between():
            self.sheet.fill(*line([(first, y), (last, y)], 0.12), disc(first, y, 0.26), ink=self.sheet.ink)
            self.sheet.fill(disc(first, y, 0.14), ink=self.sheet.ground)
            self.sheet.fill(disc(last, y, 0.3), ink=self.sheet.bold)

    def ranges(self) -> None:
        """From one number to another, with a notch in the middle."""
        for y, h, first, last in self.between():
            self.sheet.fill(box((first + last) / 2, y, last - first, h * 0.5), ink=self.sheet.bold)
            self.sheet.fill(box((first + last) / 2, y, 0.1, h * 0.75), ink=self.sheet.ink)

    def cuts(self) -> None:
        """The same length, cut more and more often."""
        start = LEFT + self.widest(name for name, _ in self.rows) + 0.4
        whole = RIGHT - self.widest(self.shown(value) for _, value in self.rows) - 0.4 - start
        for (name, value), y, h in self.down():
            self.write(LEFT, y, name, "lm")
            self.write(RIGHT, y, self.shown(value), "rm", bold=True)
            self.sheet.fill(box(start + whole / 2, y, whole, h * 0.62), ink=self.ink(name))
            marks = [start + whole * k / value for k in range(1, int(value) + 1)]
            self.sheet.fill(*[box(x, y, 0.1, h * 0.62) for x in marks], ink=self.sheet.ground)

    def lines(self) -> None:
        """Over two axes with the numbers `x` and `y`; a line has its name at its beginning, a single dot before it."""
        xs, ys = self.figure["x"], self.figure["y"]
        label, top, bottom = self.widest(map(self.shown, ys)), TOP + 0.6, BOTTOM - 1
        left, right = LEFT + label + 0.8, RIGHT - label - 0.45
        across, up = (right - left) / (xs[-1] - xs[0]), (bottom - top) / (ys[-1] - ys[0])
        for mark in ys:
            y = bottom - (mark - ys[0]) * up
            self.sheet.fill(*line([(left - 0.4, y), (right, y)], 0.015), ink=self.sheet.ink)
            self.write(left - 0.8, y, self.shown(mark), "rm")
        for mark in xs:
            self.write(left + (mark - xs[0]) * across, BOTTOM, str(mark), "mb")
        for name, *points in self.rows:
            path = [(left + (x - xs[0]) * across, bottom - (y - ys[0]) * up) for x, y in points]
            (x, y), ink = path[0], self.sheet.ink if name in self.figure.get("strong", []) else self.sheet.bold
            self.sheet.fill(*line(path, 0.16), *[disc(*point, 0.24) for point in path], ink=ink)
            self.write(x + 0.25 if len(path) == 1 else x - 0.2, y - 0.4, name, "rb" if len(path) == 1 else "lb")
            self.write(path[-1][0] + 0.45, path[-1][1], self.shown(points[-1][1]), "lm", bold=True)

    def between(self) -> Iterator[tuple[float, float, float, float]]:
        """Rows of two numbers and their labels: the middle, the height, where the first and the second number are."""
        low, values = self.figure.get("low", 0), [value for _, *pair in self.rows for value in pair]
        label = self.widest(map(self.shown, values)) + 0.45
        start = LEFT + self.widest(name for name, *_ in self.rows) + 0.4 + label
        scale = (RIGHT - start - label) / (max(values) - low)
        for (name, *pair), y, h in self.down():
            first, last = [start + (value - low) * scale for value in pair]
            yield y, h, first, last
            self.write(LEFT, y, name, "lm")
            self.write(min(first, last) - 0.45, y, self.shown(min(pair)), "rm", bold=True)
            self.write(max(first, last) + 0.45, y, self.shown(max(pair)) if first != last else "", "lm", bold=True)

    def down(self) -> Iterator[tuple[list, float, float]]:
        """The rows, each with the middle and the height of its place."""
        h = (BOTTOM - TOP) / len(self.rows)
        return ((row, TOP + h * (k + 0.5), h) for k, row in enumerate(self.rows))

    def shown(self, value: float) -> str:
        return self.figure.get("shown", "{:,}").format(value)

    def ink(self, name: str) -> str:
        return self.strong if name in self.figure.get("strong", []) else self.sheet.bold

    def widest(self, words: Iterable[str]) -> float:
        return max(ImageFont.load_default(LETTERS * self.unit).getlength(word) / self.unit for word in words)

    def write(self, x: float, y: float, words: str, anchor: str, *, size: float = LETTERS, bold: bool = False) -> None:  # noqa: PLR0913
        at, font = ((x + 8) * self.unit, (y + 5) * self.unit), ImageFont.load_default(size * self.unit)
        canvas, stroke = ImageDraw.Draw(self.sheet.image), size * self.unit * BOLD * bold
        canvas.text(at, words, self.sheet.ink, font, anchor, stroke_width=stroke)
