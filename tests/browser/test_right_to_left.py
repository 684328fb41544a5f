"""The interface in a language that begins at the right, of which only Django's own words are translated."""

import pytest

from ..factories import make_article, make_category
from .screens import each_screen, faults


@pytest.fixture
def hebrew(settings, live_server):
    settings.LANGUAGES = [*settings.LANGUAGES, ("he", "עברית")]
    settings.LANGUAGE_CODE = "he"
    category = make_category("Science")
    for number in range(3):
        make_article(f"Pendulum {number}", slug=f"pendulum-{number}", category=category)


@each_screen
def test_interface_is_mirrored(page_for_axe, hebrew):
    for address in ("/", "/categories/science/", "/articles/pendulum-0/", "/search/?q=pendulum", "/accounts/login/"):
        page_for_axe.goto(address)
        assert page_for_axe.evaluate("document.documentElement.dir") == "rtl"
        assert faults(page_for_axe) == []
        name, tools = (page_for_axe.locator(f".masthead__{part}").first.bounding_box() for part in ("name", "tools"))
        assert name["x"] >= tools["x"] + tools["width"]


@each_screen
def test_arrows_point_the_other_way(page, hebrew):
    page.goto("/articles/pendulum-0/")
    assert page.locator(".breadcrumb__back .icon").evaluate("arrow => getComputedStyle(arrow).scale") == "-1 1"
