"""The covers of the demo articles: posters in the manner of a risograph print, drawn from the slug alone.

A category is a class: its palettes and a method for each composition, whose docstring says what there is to see and is
the alternative text of the cover. A sheet is 16 units wide (and a cover 9 high), the origin in the middle; shapes are
paths of points, and only `Sheet.fill` puts ink on the paper, at twice the size asked for.
"""

from itertools import accumulate, pairwise, product
from math import atan2, cos, degrees, exp, hypot, radians, sin
from random import Random
from typing import NamedTuple
from zlib import crc32

from PIL import Image, ImageChops, ImageColor, ImageDraw

type Path = list[tuple[float, float]]


def arc(x: float, y: float, r: float, start: float, end: float) -> Path:
    turns = [radians(start + (end - start) * step / 90) for step in range(0, 91, 1 if r > 0.6 else 5)]
    return [(x + r * cos(turn), y + r * sin(turn)) for turn in turns]


def disc(x: float, y: float, r: float, inner: float = 0, start: float = 0, end: float = 360) -> Path:  # noqa: PLR0913, PLR0917
    """A disc; with an inner radius a ring, with angles (clockwise from three o'clock) a slice of either."""
    return arc(x, y, r, start, end) + arc(x, y, inner, end, start)


def box(x: float, y: float, w: float, h: float, r: float = 0) -> Path:  # around its centre, with rounded corners
    i, j = w / 2 - r, h / 2 - r
    corners = ((x + i, y + j, 0), (x - i, y + j, 90), (x - i, y - j, 180), (x + i, y - j, 270))
    return [point for cx, cy, turn in corners for point in arc(cx, cy, r, turn, turn + 90)]


def line(points: Path, w: float) -> list[Path]:  # a stroke with round ends and joints
    slopes = [(a, b, degrees(atan2(b[1] - a[1], b[0] - a[0])) + 90) for a, b in pairwise(points)]
    return [arc(*a, w / 2, turn, turn + 180) + arc(*b, w / 2, turn + 180, turn + 360) for a, b, turn in slopes]


def place(path: Path, x: float = 0, y: float = 0, turn: float = 0, squash: float = 1, lean: float = 0) -> Path:  # noqa: PLR0913, PLR0917
    """The path turned around the origin, then flattened or slanted, then moved."""
    c, s = cos(radians(turn)), sin(radians(turn))
    return [(x + px * c - py * s, y + (px * s + py * c) * squash + px * lean) for px, py in path]


def grid(columns: int, rows: int, step: float) -> Path:  # the middles of square cells
    return [((i - columns / 2 + 0.5) * step, (j - rows / 2 + 0.5) * step) for j in range(rows) for i in range(columns)]


class Sheet:
    inks = ""  # palettes of five: the ground, what is drawn on it, a strong colour, a calm one and a spark

    def __init__(self, r: Random, w: int, h: int) -> None:
        palette = [f"#{ink}" for ink in r.choice(self.inks.split(", ")).split()]
        self.ground, self.ink, self.bold, self.calm, self.spark = palette
        self.dark, *_, self.light = sorted(palette, key=lambda ink: ImageColor.getcolor(ink, "L"))
        way = 1 if self.ground == self.dark else -1
        self.tint = "#" + bytes(v + way * v * (255 - v) // 320 for v in ImageColor.getrgb(self.ground)).hex()
        self.noise = Image.frombytes("L", (w, h), Random(w).randbytes(w * h)).point(lambda v: v * 0.7 + 38)
        self.image = Image.new("RGB", (w * 2, h * 2))
        self.fill(box(0, 0, 16, 16 * h / w), ink=self.ground, shade=self.tint, angle=r.choice((60, 90, 120)))

    def fill(self, *paths: Path, ink: str, shade: str = "", angle: float = 90, swap: tuple[Path, ...] = ()) -> None:
        """Print shapes. `shade` dusts them with a second ink towards an angle; they are inside out within `swap`."""
        unit, middle = self.image.width / 16, self.image.height / self.image.width * 8
        shapes = [[((x + 8) * unit, (y + middle) * unit) for x, y in path] for path in (*paths, *swap)]
        for shape in () if shade else shapes:
            ImageDraw.Draw(self.image).polygon(shape, fill=ink)
        xs, ys = zip(*[point for shape in shapes for point in shape], strict=True)
        left, top = max(0, int(min(xs) / 2)), max(0, int(min(ys) / 2))
        w, h = min(self.noise.width, int(max(xs) / 2) + 1) - left, min(self.noise.height, int(max(ys) / 2) + 1) - top
        if shade and w > 0 and h > 0:
            masks = [Image.new("L", (w * 2, h * 2)) for _ in ([paths, swap] if swap else [paths])]
            for k, shape in enumerate(shapes):
                ImageDraw.Draw(masks[k >= len(paths)]).polygon([(x - left * 2, y - top * 2) for x, y in shape], 255)
            mask = ImageChops.difference(*masks) if swap else masks[0]
            self.image.paste(ink, (left * 2, top * 2), mask)
            ramp = Image.linear_gradient("L").resize((364, 364)).rotate(90 - angle).crop((54, 54, 310, 310))
            grains = ImageChops.subtract(ramp.resize((w, h)), self.noise.crop((left, top, left + w, top + h)), 0.5, 128)
            grains = grains.resize(mask.size, Image.Resampling.NEAREST)
            self.image.paste(shade, (left * 2, top * 2), ImageChops.multiply(mask, grains))

    def block(self, top: Path, drop: float, *, side: str, ink: str, shade: str = "") -> None:  # seen from above
        (ax, ay), (bx, by) = min(top), max(top)
        self.fill(place(top, 0, drop), [(ax, ay), (bx, by), (bx, by + drop), (ax, ay + drop)], ink=side)
        self.fill(top, ink=ink, shade=shade, angle=20)


class Technologies(Sheet):
    inks = "f4ead9 16234a 2456e6 8fbcf2 ff6a3c, 16234a f4ead9 3f7bff 8fd0f0 ff7a45, 2456e6 f7efdf 0f1c46 8fbcf2 ffc53d"

    def layers(self, r: Random) -> None:
        """Tilted slabs stacked in the air, the topmost covered with a pattern."""
        count, x, inks = r.choice((3, 4, 5)), r.choice((-2.8, 0, 2.8)), r.sample((self.bold, self.calm, self.spark), 3)
        self.fill(disc(-x, r.uniform(-1, 1), r.uniform(3, 4)), ink=self.spark, shade=self.light)
        for level in range(count):
            y, ink = 4.6 / count * ((count - 1) / 2 - level) - 0.2, inks[level % 3]
            slab = place(box(0, 0, 5.6, 5.6, 0.6), x, y, 45, 0.58)
            self.block(slab, 1.6 / count, side=self.ink, ink=ink, shade=self.calm if ink == self.bold else self.light)
        cells = [box(*cell, 0.6, 0.6, 0.1) for cell in grid(5, 5, 0.9) if r.random() < 0.7]
        marks = r.choice((cells, [disc(0, 0, k, k - 0.24) for k in (0.5, 1, 1.5, 2, 2.5)]))
        self.fill(*[place(mark, x, y, 45, 0.58) for mark in marks], ink=self.dark)

    def traces(self, r: Random) -> None:
        """A square chip from which bundles of wires run to the edges."""
        x, turn, rise, corner = r.choice((-3, 0, 3)), r.choice((0, 45, -45)), r.uniform(1.2, 3), r.choice((0.1, 0.45))
        for side, half, lane in product((-1, 1), (0, 180), range(-3, 4)):
            y, bend, end = side * 1.4 + lane * 0.36, 3.2 - side * lane * 0.15, r.choice((r.uniform(6.5, 9), 20, 20))
            run = place([(0, y), (bend, y), (bend + rise, y + side * rise), (end, y + side * rise)], x, 0, half + turn)
            self.fill(*line(run, 0.17), ink=(self.calm, self.spark, self.bold)[1 + side * (lane != 0)])
            self.fill(disc(*run[-1], 0.26, 0.12), ink=self.ink)
        self.fill(place(box(0, 0, 5.4, 5.4, 0.4), x, 0, turn), ink=self.ink)
        self.fill(place(box(0, 0, 4.4, 4.4, 0.2), x, 0, turn), ink=self.bold, shade=self.calm, angle=45)
        self.fill(*[place(box(*cell, 0.9, 0.9, corner), x, 0, turn) for cell in grid(3, 3, 1.2)], ink=self.spark)

    def tiles(self, r: Random) -> None:
        """A pattern of square tiles with arches, circles and stripes."""
        rows, side, h = r.choice(((2, 4.5, 2.25), (3, 3, 1.5), (4, 2.25, 1.125)))
        arches = [disc(-h, -h, k, k - h / 2, 0, 90) for k in (h, side)]
        leaves = [disc(k, 0, h, 0, -90, 90) for k in (-h, 0)]
        bars, wedge = [box(0, k * h / 4, side, h / 4) for k in (-3, -1, 1, 3)], [(-h, -h), (h, -h), (-h, h)]
        kinds = r.sample((arches, leaves, bars, [wedge], [disc(0, 0, h * 0.7)], [disc(-h, -h, side, 0, 0, 90)]), 3)
        for x, y in grid(rows * 2 + 1, rows, side):
            back, ink = r.sample((self.ground, self.ink, self.bold, self.calm, self.spark), 2)
            shapes, turn = r.choice(kinds), r.choice((0, 90, 180, 270))
            self.fill(box(x, y, side, side), ink=back)
            self.fill(*[place(shape, x, y, turn) for shape in shapes], ink=ink)


class Ai(Sheet):
    inks = "f8e8e0 2a1450 6d3ee8 f59cb4 ffb01f, 26124f fbe6da 8f5bff f48fb0 ffc14a, c9b6f7 2a1450 5a2bd8 fde9e0 ff6f5e"

    def web(self, r: Random) -> None:
        """A row of rings, each joined to every other by a thread."""
        count, rows = r.choice((5, 6, 7, 8)), r.choice((1, 2))
        tokens = [x for x, _ in grid(count, 1, 13.4 / (count - 1))]
        inks = dict(zip(r.sample(tokens, count), [self.spark, self.bold, *[self.calm] * (count - 2)], strict=True))
        for x, end in product(reversed(inks), tokens):
            bow = place(arc(0, 0, abs(end - x) / 2, 180, 360), (x + end) / 2, 3, squash=0.9)
            link = [(x + (end - x) * t * t * (3 - 2 * t), 3 - 6 * t) for t in [step / 40 for step in range(41)]]
            w = 0.05 if inks[x] == self.calm else 0.06 + 0.5 * r.random() ** 2
            self.fill(*line(bow if rows == 1 else link, w), ink=inks[x])
        for x, y in product(tokens, (3, -3)[:rows]):
            self.fill(disc(x, y, 0.65), ink=self.ink)
            self.fill(disc(x, y, 0.32), ink=self.ground if inks[x] == self.calm or y < 0 else inks[x])

    def field(self, r: Random) -> None:
        """A field of dots that swell and shrink around a dark ball."""
        x, y, radius, tilt = r.uniform(-4, 4), r.uniform(-1, 1), r.uniform(2.4, 3.8), r.choice((45, 135, 225, 315))
        wave, lean, dots = r.uniform(0.8, 1.6), r.uniform(-1, 1), place(grid(46, 46, 0.37), turn=r.choice((0, 30, 45)))
        self.fill(*[disc(i, j, 0.1 + sin(wave * hypot(i - x, j - y) + lean * j) / 14) for i, j in dots], ink=self.bold)
        self.fill(disc(x, y, radius), ink=self.ink, shade=self.bold, angle=tilt)
        (lx, ly), *_ = arc(x, y, radius / 2, tilt + 180, tilt)
        lit = [(i, j, hypot(i - lx, j - ly) / radius) for i, j in dots if hypot(i - x, j - y) < radius - 0.1]
        self.fill(*[disc(i, j, 0.23 - 0.12 * far) for i, j, far in lit], ink=self.spark)

    def landscape(self, r: Random) -> None:
        """A sun above ridges drawn line by line."""
        peaks = [(r.uniform(-30, 30), r.uniform(2, 11), r.uniform(1, 3.2), r.uniform(4, 9)) for _ in range(5)]
        self.fill(disc(r.uniform(-4, 4), -1.6, r.uniform(1.6, 2.8)), ink=self.spark, shade=self.light)
        for row, base in enumerate([k * 0.42 - 1.2 for k in range(15)]):
            near = [(at, h * exp(-(((row - depth) / 2.5) ** 2)), w) for at, depth, h, w in peaks]
            ridge = [(x / 5, base - sum(h * exp(-(((x - at) / w) ** 2)) for at, h, w in near)) for x in range(-41, 42)]
            self.fill([*ridge, (8.3, base + 0.6), (-8.3, base + 0.6)], ink=self.bold, shade=self.dark)
            self.fill(*line(ridge, 0.07), ink=self.spark if row % 5 == 2 else self.light)


class Gadgets(Sheet):
    inks = "f7ead0 1f3134 f0562b 57b5ab ffb52e, 0f4c4f f8e7c9 f2643a 6cc7b5 ffc145, f2643a fbeed4 12393f ffb98a ffd15c"

    def exploded(self, r: Random) -> None:
        """The layers of a phone, taken apart and hung in a row."""
        lean, rise, body = r.choice((-0.3, 0.3)), r.choice((-0.15, 0, 0.15)), box(0, 0, 2.8, 6, 0.4)
        board = [box(r.uniform(-0.4, 0.4), y, r.uniform(0.8, 1.4), 0.7, 0.1) for y in (-2, -1, 0, 1, 2)]
        screen = [disc(0, 0.6, 0.8), box(0, -1.9, 1.2, 0.22, 0.11), box(0, 2.1, 1.6, 0.3, 0.15)]
        camera = [disc(-0.5, -1.9, 0.42, 0.24), disc(-0.5, -0.9, 0.42, 0.24), disc(0.45, -1.9, 0.14)]
        parts = r.sample((board, screen, camera, [disc(0, 0.4, k, k - 0.12) for k in (0.4, 0.7, 1)]), 4)
        self.fill(disc(r.uniform(-4, 4), 0, 3.6), ink=self.calm, shade=self.ground)
        self.fill(*line([(-9, -9 * rise), (9, 9 * rise)], 0.06), ink=self.ink)
        inks = r.sample((self.bold, self.calm, self.ink, self.spark), 4)
        for (x, _), ink, marks in zip(grid(4, 1, 3.6), inks, parts, strict=True):
            mark = self.light if ink in (self.bold, self.dark) else self.dark
            self.fill(place(body, x + 0.3, x * rise, lean=lean), ink=self.calm if ink == self.ink else self.ink)
            self.fill(place(body, x, x * rise, lean=lean), ink=ink)
            self.fill(*[place(shape, x, x * rise, lean=lean) for shape in marks], ink=mark)

    def keys(self, r: Random) -> None:
        """A keyboard seen from above, its keys in three colours."""
        turn, size = r.choice((-24, -12, 12, 24)), r.choice((1.6, 2, 2.5))
        kinds = r.sample(((self.calm, self.light), (self.tint, self.calm), (self.bold, self.spark)), 3)
        self.fill(box(0, 0, 16, 9), ink=self.dark)
        for row in range(-5, 6):
            for start, end in pairwise(accumulate(r.choices((1, 1.5, 2), (6, 1, 1), k=16), initial=-7 - r.random())):
                (side, top), x, w = r.choices(kinds, (8, 2, 2))[0], (start + end) / 2 * size, (end - start) * size
                self.fill(place(box(x, row * size, w - 0.14, size - 0.14, 0.3), turn=turn), ink=side)
                cap = place(box(x, (row - 0.07) * size, w - size * 0.3, size * 0.68, 0.3), turn=turn)
                self.fill(cap, ink=top, shade="" if side == self.dark else side, angle=60)

    def dials(self, r: Random) -> None:
        """Round dials with a ring of marks, turned to different values."""
        spots, size = r.choice(((((-3.5, 0),), 1), (((3.5, 0),), 1), (grid(4, 2, 4.1), 0.5)))
        for x, y in spots:
            value = r.uniform(145, 395)
            for a in range(135, 406, 9):
                self.fill(disc(x, y, 4 * size, 3.5 * size, a - 1.5, a + 1.5), ink=self.spark if a < value else self.ink)
            self.block(disc(x, y, 3.1 * size), 0.4 * size, side=self.dark, ink=self.bold)
            self.fill(disc(x, y, 2.3 * size), ink=self.light, shade=self.calm, angle=45)
            self.fill(disc(x, y, 2 * size, 0.9 * size, value - 6, value + 6), ink=self.bold)
        for at, ink in [(-2.2, self.light), (-0.8, self.calm), (0.6, self.bold), (2, self.spark)] * (size == 1):
            self.fill(box(at - x, 0, 0.2, 7, 0.1), ink=self.ink)
            self.block(box(at - x, r.uniform(-2.8, 2.6), 1.1, 0.8, 0.2), 0.25, side=self.dark, ink=ink)


class Science(Sheet):
    inks = "eef0dc 103b36 1f8a63 9ad2ae ff6f4e, 0d3b3e f1efd9 2fa67a 8fdcc0 ff7f5c, a9dcc3 0f3d3a 0f7a66 f6f3df ff6a4d"

    def orbits(self, r: Random) -> None:
        """A bright ball circled by planets on tilted rings."""
        x, turn, flat, gap = r.choice((-3, 0, 3)), r.uniform(-30, 30), r.uniform(0.28, 0.5), r.choice((0.8, 1.5))
        for start, k in product((180, 0), range(int(9 / gap))):
            if start == k == 0:
                self.fill(disc(x, 0, 2.3), ink=self.spark, shade=self.light, angle=r.choice((30, 60, 120)))
            ring = place(place(disc(0, 0, 3.2 + k * gap, 3.13 + k * gap, start, start + 180), squash=flat), x, 0, turn)
            self.fill(ring, ink=self.ink)
            if k and r.random() < 0.6:
                self.fill(disc(*ring[r.randrange(10, 80)], r.uniform(0.15, 0.5)), ink=self.bold, shade=self.ink)

    def ripples(self, r: Random) -> None:
        """Two sets of rings that spread from two points and cross."""
        step, spots = r.choice((0.6, 0.9, 1.3)), place(grid(2, 1, r.uniform(4, 10)), turn=r.uniform(-40, 40))
        waves, others = [[disc(*spot, step * k, step * (k - 1)) for k in range(2, 24, 2)] for spot in spots]
        self.fill(*waves, swap=tuple(others), ink=self.bold, shade=self.ink, angle=r.choice((0, 90, 180, 270)))
        self.fill(*[disc(*spot, step) for spot in spots], ink=self.spark)

    def hills(self, r: Random) -> None:
        """A sun above rows of rolling hills."""
        self.fill(disc(r.uniform(-4, 4), r.uniform(-1.6, -0.4), r.uniform(1.7, 2.8)), ink=self.spark, shade=self.light)
        high, fast = r.choice(((0.9, 1), (1.6, 1), (0.6, 2.2)))
        for base, ink in ((-0.6, self.calm), (0.5, self.bold), (1.6, self.calm), (2.7, self.dark), (3.8, self.bold)):
            a, pace = r.uniform(0, 6), r.uniform(0.03, 0.07) * fast
            ridge = [(x / 8, base + high * (sin(x * pace + a) + 0.4 * sin(x * pace * 2.3 - a))) for x in range(-66, 67)]
            self.fill([*ridge, (8.3, 5), (-8.3, 5)], ink=ink, shade=self.dark if ink == self.bold else self.bold)


class Security(Sheet):
    inks = "f1e8dc 1d1b26 d8263f f2a79b f5b32a, 1d1b26 f3e9dd e5304a ff9d8f ffc845, d8263f fbeee0 5c0d2b ff9b8a ffd05a"

    def keyhole(self, r: Random) -> None:
        """A keyhole in the middle of nested frames."""
        x, turn, corner, step = r.choice((-3, 0, 3)), r.choice((0, 45)), r.choice((0, 0.25, 0.5)), r.choice((1, 1.25))
        inks = [(self.ground, ""), (self.calm, self.light), (self.bold, ""), (self.light, self.calm)]
        for k in range(int(12 / step), 1, -1):
            w, (ink, shade) = k * step * 2, inks[k % 4]
            self.fill(place(box(0, 0, w, w, w * corner), x, 0, turn), ink=ink, shade=shade)
        self.fill(disc(x, -0.6, 1), [(x - 0.4, -0.4), (x + 0.4, -0.4), (x + 0.95, 1.5), (x - 0.95, 1.5)], ink=self.ink)

    def digest(self, r: Random) -> None:
        """Rings cut into squares, some of which are turned."""
        x, way, side = r.choice((-2.5, 0, 2.5)), r.choice((-1, 1)), int(self.image.height / r.choice((3, 4, 6)))
        for k, ink in enumerate(r.sample((self.bold, self.ground, self.ink, self.calm), 4) * 3 + [self.spark]):
            self.fill(disc(x, 0, 11.7 - k * 0.9), ink=ink)
        for i, j in product(range(0, self.image.width - side + 1, side), range(0, self.image.height - side + 1, side)):
            if r.random() < 0.35 + (i / self.image.width - 0.5) * way * 1.3:
                self.image.paste(self.image.crop((i, j, i + side, j + side)).rotate(r.choice((90, 180, 270))), (i, j))

    def shield(self, r: Random) -> None:
        """A shield inside ever larger ones."""
        x, step, ink = r.choice((-2.5, 0, 2.5)), r.choice((0.5, 0.7, 1)), r.choice((self.bold, self.ink))
        flank = [(1 - t**2.4, t * 1.3) for t in [k / 30 for k in range(31)]]
        outline = [(-1, -1), (0, -1.15), (1, -1), *flank, *[(-i, j) for i, j in reversed(flank)], (-1, -1)]
        nest = [[(x + i * step * k, j * step * k) for i, j in outline] for k in range(1, 25)]
        bands = [outer + inner[::-1] for inner, outer in zip(nest[::2], nest[1::2], strict=True)]
        self.fill(*bands, swap=(box(x + 10, 0, 20, 9),), ink=ink, shade=self.bold if ink == self.dark else self.calm)
        self.fill(nest[1], ink=self.spark)


class Business(Sheet):
    inks = "fbd24e 1c2b22 146b4e fff2c8 e8502c, f6efdc 1c2b22 14805a f7c945 e8502c, 0f4a3a fbf0cf 2fa877 f7cb4c ff7a4a"

    def coins(self, r: Random) -> None:
        """Coins in stacks, each stack higher than the one before it."""
        stacks, spot = r.choice((3, 4, 5)), (r.uniform(-5.5, -2), r.uniform(-2.6, -1.8))
        for k, (x, _) in enumerate(grid(stacks, 1, 14 / stacks)):
            for level in range(1 + k * 2 + r.choice((0, 1, 2))):
                coin = place(disc(0, 0, 6 / stacks), x + r.uniform(-0.1, 0.1), 3.4 - level * 0.58, 0, 0.36)
                self.block(coin, 0.46, side=(self.bold, self.dark)[level % 2], ink=self.calm)
            self.fill(place(disc(0, 0, 4.5 / stacks, 3.9 / stacks), x, 3.4 - level * 0.58, 0, 0.36), ink=self.bold)
        self.fill(disc(*spot, 1.6, 1.35), disc(*spot, 1.1), ink=self.spark)

    def skyline(self, r: Random) -> None:
        """A city at dusk with lit windows and a low sun."""
        self.fill(disc(r.uniform(-4, 4), -1, r.uniform(2.4, 3.2)), ink=self.spark, shade=self.light)
        for low, high, ink, shade in ((3, 7, self.calm, self.spark), (1, 4.5, self.bold, self.dark)):
            for x, _ in grid(12, 1, 1.45):
                h, w = r.uniform(low, high), r.uniform(1.1, 1.45)
                self.fill(box(x, 4.5 - h / 2, w, h), ink=ink, shade=shade)
                lights = [box(x + i, 6.8 - h + j, 0.18, 0.26) for i, j in grid(3, 9, 0.42) if r.random() < 0.6]
                self.fill(*lights, ink=ink if low == 3 else r.choice((self.light, self.light, self.spark)))

    def arrows(self, r: Random) -> None:
        """Broad arrows that come from the left and bend upwards."""
        count, w = r.choice(((2, 2), (3, 1.4), (4, 1.08)))
        x, inks = r.uniform(-2, 2.5), r.sample((self.bold, self.calm, self.spark, self.ink), 4)
        self.fill(disc(r.uniform(-6, -2), r.uniform(-3, -1), r.uniform(1.2, 3)), ink=self.spark, shade=self.light)
        for k in range(count, 0, -1):
            radius, top, ink = k * w, (0.3 - k * 0.8) * w, inks[k - 1]
            bend = disc(x, 0, radius + 0.42 * w, radius - 0.42 * w, 0, 90)
            self.fill(bend, box(x - 10, radius, 20, w * 0.84), box(x + radius, top / 2, w * 0.84, -top), ink=ink)
            self.fill([(x + radius - w * 0.9, top), (x + radius + w * 0.9, top), (x + radius, top - w)], ink=ink)


class Cover(NamedTuple):
    image: Image.Image
    alt: str


def draw(slug: str, category: str, *, width: int = 1600) -> Cover:
    """The cover of an article: the same picture for the same slug, always."""
    sheet, r = empty_sheet(slug, category, width, round(width * 9 / 16))
    composition = r.choice([method for method in vars(type(sheet)).values() if callable(method)])
    composition(sheet, r)
    grain = sheet.noise.point([115 + value // 10 for value in range(256)])
    image = ImageChops.soft_light(sheet.image.reduce(2), Image.merge("RGB", [grain] * 3))
    return Cover(image, composition.__doc__ or "")


def empty_sheet(slug: str, category: str, width: int, height: int) -> tuple[Sheet, Random]:
    """Paper in the colours of an article, and the dice that chose them."""
    salt = {"technologies": 65, "ai": 322, "gadgets": 454, "science": 634, "security": 77, "business": 6}[category]
    r = Random(crc32(f"{slug}{salt}".encode()))  # with these numbers, neighbours on the front page differ most
    kind = next(kind for kind in Sheet.__subclasses__() if kind.__name__.lower() == category)
    return kind(r, width, height), r
