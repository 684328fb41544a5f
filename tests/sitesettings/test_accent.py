"""Whatever colour an editor chooses can be read."""

import itertools

import pytest
from django.core.exceptions import ValidationError

from sitesettings.accent import CONTRAST, DARK, LIGHT, ORIGINAL, SHIPPED, contrast, shades, stylesheet
from tests.test_budgets import CSS

PARTS = ["00", "80", "ff"]
COLOURS = [f"#{''.join(parts)}" for parts in itertools.product(PARTS, repeat=3)]


@pytest.mark.parametrize("colour", [ORIGINAL, *COLOURS])
def test_colour_can_be_read_on_all_that_it_stands_on(colour):
    for shade, backgrounds in zip(shades(colour), (LIGHT, DARK), strict=True):
        for behind in (*backgrounds, shade.wash):
            assert contrast(shade.accent, behind) >= CONTRAST
        assert contrast(shade.ink, shade.accent) >= CONTRAST


def test_colour_that_can_be_read_stays_as_it_was_chosen():
    light, _ = shades("#0000ff")
    _, dark = shades("#ffee00")
    assert (light.accent, dark.accent) == ("#0000ff", "#ffee00")


def test_contrast_is_what_the_guidelines_say():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_original_is_what_the_stylesheet_has():
    tokens = (CSS / "tokens.css").read_text()
    light, dark = SHIPPED
    assert f"--accent: light-dark({light.accent}, {dark.accent});" in tokens
    assert f"--selection: light-dark({light.selection}, {dark.selection});" in tokens
    assert f"--accent-wash: light-dark({light.wash}, {dark.wash});" in tokens
    assert light.contrast == round(min(contrast(light.accent, behind) for behind in (*LIGHT, light.wash)), 1)


@pytest.mark.parametrize("text", ["", "red", "#fff", "#GGGGGG", "#c4360a;} body {", "#c4360a\n"])
def test_what_is_no_colour_is_refused(text):
    with pytest.raises(ValidationError):
        shades(text)


def test_stylesheet_is_kept_for_ever(client):
    response = client.get("/accent/ffee00.css")
    assert response.text == stylesheet("#ffee00")
    assert "--accent: light-dark(" in response.text
    assert response.headers["Content-Type"].startswith("text/css")
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("path", ["/accent/FFEE00.css", "/accent/fff.css", "/accent/ffee00", "/accent/gggggg.css"])
def test_other_addresses_have_no_stylesheet(client, db, path):
    assert client.get(path).status_code == 404
