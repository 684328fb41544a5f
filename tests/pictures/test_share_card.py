"""What a share card shows: looked at pixel by pixel, as its words cannot be read back."""

import io

import pytest
from PIL import Image

from pictures import SAFE, CannotBeWrittenError, Icon, ShareCard
from pictures.lettering import ELLIPSIS, FONTS, Lettering
from pictures.share_card import COVER_WIDTH, GROUND, LARGE_BESIDE_COVER, LEADING, MARGIN, ROOM, SIZE

ACCENT = "#ff8a63"
ARABIC, HEBREW, MIXED = "الذكاء الاصطناعي يتعلم النسيان", "לשכוח זה ללמוד", "شرائح GPU الجديدة في 2026"
WORDS = ["Chips", "Чому мікросхеми вчаться забувати", "Điện thoại mới", "Γιατί ξεχνούν τα τσιπ", ARABIC, HEBREW, MIXED]
TEAL = (0, 128, 128)


def drawn(headline, cover=None, focal_point=(50, 50), magazine="TechyMag"):
    data = ShareCard(headline, "Technologies", magazine, ACCENT).draw(cover, focal_point)
    picture = Image.open(io.BytesIO(data))
    assert (picture.format, picture.size) == ("JPEG", SIZE)
    return picture


def ink(picture, box):
    """How much of a part is light on the dark ground."""
    return sum(picture.convert("L").crop(box).point(lambda value: value > 200 and 1).get_flattened_data())


def is_like(pixel, colour):
    return all(abs(one - other) < 24 for one, other in zip(pixel, colour, strict=True))


@pytest.mark.parametrize("headline", WORDS)
def test_headline_is_written_in_one_font_that_has_all_its_letters(headline):
    assert ink(drawn(headline), (0, 130, *SIZE)) > 3000
    assert Lettering.of(headline).font in FONTS


@pytest.mark.parametrize("headline", [ARABIC, HEBREW, MIXED])
def test_headline_read_from_the_right_begins_there_and_the_cover_is_left(headline):
    plain = drawn(headline)
    assert ink(plain, (1200 - MARGIN - 80, 130, 1200, 500)) > 0
    assert ink(plain, (0, 130, MARGIN, 500)) == 0
    assert is_like(drawn(headline, Image.new("RGB", (900, 900), TEAL)).getpixel((10, 315)), TEAL)


def test_joined_letters_are_narrower_than_the_same_apart():
    lettering = Lettering.of(ARABIC)
    measure = lettering._at(100).getlength
    assert measure("العربية") < sum(measure(sign) for sign in "العربية")


def test_headline_read_from_the_left_keeps_clear_of_the_cover():
    picture = drawn("Chips that learn to forget, and why that makes them remember", Image.new("RGB", (900, 900), TEAL))
    assert is_like(picture.getpixel((1200 - COVER_WIDTH + 10, 315)), TEAL)
    assert ink(picture, (1200 - COVER_WIDTH - MARGIN + 8, 0, 1200 - COVER_WIDTH, 630)) == 0


@pytest.mark.parametrize(("focal_point", "seen"), [((0, 50), "red"), ((100, 50), "blue")])
def test_cover_is_cut_around_its_focal_point(focal_point, seen):
    stripes = Image.new("RGB", (3000, 300), "green")
    stripes.paste("red", (0, 0, 600, 300))
    stripes.paste("blue", (2400, 0, 3000, 300))
    pixel = drawn("Chips", stripes, focal_point).getpixel((1200 - COVER_WIDTH // 2, 315))
    assert is_like(pixel, {"red": (255, 0, 0), "blue": (0, 0, 255)}[seen])


@pytest.mark.parametrize(
    "headline", ["x" * 200, "Very " * 40, "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk baut", "ى" * 200]
)
def test_whatever_its_length_it_stays_in_its_column(headline):
    lettering, width = Lettering.of(headline), 592
    size, lines = lettering.fitted(width, ROOM, LARGE_BESIDE_COVER, LEADING)
    measure = lettering._at(size).getlength
    assert max(map(measure, lines)) <= width + 2
    assert len(lines) * size * LEADING <= ROOM


def test_what_fits_in_no_size_ends_in_an_ellipsis():
    _, lines = Lettering.of("word " * 100).fitted(300, 100, range(40, 33, -2), LEADING)
    assert lines[-1].endswith(ELLIPSIS)


def test_short_headline_is_larger_than_a_long_one():
    sizes = [
        Lettering.of(text).fitted(592, ROOM, LARGE_BESIDE_COVER, LEADING)[0]
        for text in ("Chips", "Chips and more " * 8)
    ]
    assert sizes[0] == LARGE_BESIDE_COVER[0] > sizes[1]


def test_signs_without_a_glyph_are_left_out_and_letters_refused():
    assert Lettering.of("Chips 🙂 rise").words == ("Chips", "rise")
    with pytest.raises(CannotBeWrittenError):
        Lettering.of("日本語の見出し")
    assert not ShareCard("日本語", "Technologies", "TechyMag", ACCENT).can_be_drawn
    assert not ShareCard("Chips", "Technologies", "科技", ACCENT).can_be_drawn
    assert ShareCard("Chips", "Technologies", "TechyMag", ACCENT).can_be_drawn


def test_without_the_system_library_nothing_is_written_from_the_right(monkeypatch):
    monkeypatch.setattr("pictures.lettering.SHAPES", False)
    assert ink(drawn("Chips"), (0, 130, *SIZE)) > 3000
    with pytest.raises(CannotBeWrittenError):
        Lettering.of(HEBREW)


@pytest.mark.parametrize("mode", ["CMYK", "L", "LA", "P", "RGBA"])
def test_cover_of_any_kind_is_drawn(mode):
    drawn("Chips", Image.new(mode, (300, 200)))


@pytest.mark.parametrize("text", ["", " ", "🙂", "\u202e\u202e", "a\u0301\u0301"])
def test_hardly_any_words_still_make_a_card(text):
    drawn(text, magazine=text or "TechyMag")


def test_icon_shows_the_letter_and_the_accent():
    icon = Image.open(io.BytesIO(Icon("T", ACCENT).draw(192)))
    assert icon.size == (192, 192)
    assert {(255, 138, 99), (255, 255, 255)} <= {pixel[:3] for pixel in icon.get_flattened_data()}


def test_maskable_icon_keeps_clear_of_its_edge_and_fills_it():
    icon = Image.open(io.BytesIO(Icon("W", ACCENT).draw(512, share=SAFE))).convert("RGBA")
    edge = {icon.getpixel((x, y)) for x in range(0, 512, 8) for y in (0, 40, 470, 511)}
    assert edge == {(0x15, 0x17, 0x1C, 255)}
    assert GROUND == "#15171c"


def test_rounded_icon_is_clear_in_its_corners():
    assert Image.open(io.BytesIO(Icon("T", ACCENT).draw(192, is_rounded=True))).getpixel((0, 0))[3] == 0


def test_letter_without_a_font_leaves_the_point():
    icon = Image.open(io.BytesIO(Icon("日", ACCENT).draw(192))).convert("RGB")
    assert icon.getpixel((120, 110)) == (255, 138, 99)
