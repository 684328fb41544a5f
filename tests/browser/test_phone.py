"""What a finger and a small screen need: lines of links that scroll, a bar that does not wrap, room to tap."""

import pytest
from playwright.sync_api import expect

from ..factories import make_article, make_category, make_tag
from .screens import DESKTOP, PHONE, SMALLEST, on_phone

SHEET = "navigator.share = async () => {}; navigator.clipboard ??= { writeText: async () => {} }"
NARROWEST, FINGER = 360, 44  # the usual width of small phones, and CSS pixels (WCAG 2.5.5)


@pytest.fixture
def article(live_server, alice):
    sections = [
        make_category(name, position=place)
        for place, name in enumerate(["Technologies", "Artificial minds", "Gadgets", "Science", "Security", "Business"])
    ]
    return make_article("Chips", category=sections[-1], tags=[make_tag("Chips"), make_tag("Games")], authors=[alice])


def is_in_view(page, link) -> bool:
    box = link.bounding_box()
    return box["x"] >= 0 and box["x"] + box["width"] <= page.viewport_size["width"]


@on_phone
def test_current_section_is_in_view_and_the_page_stays(page, article):
    sections = page.get_by_role("navigation", name="Sections", exact=True)
    for address in ("/categories/business/", "/articles/chips/"):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert is_in_view(page, sections.get_by_role("link", name="Business"))
        assert page.evaluate("[scrollX, scrollY]") == [0, 0]
    page.goto("/")
    assert is_in_view(page, sections.get_by_role("link", name="Technologies"))


@on_phone
def test_pages_of_an_account_are_one_line_with_the_current_one_in_view(page, article, bob, sign_in):
    sign_in(bob)
    page.goto("/accounts/sessions/")
    page.wait_for_load_state("networkidle")
    menu = page.get_by_role("navigation", name="Your account")
    assert is_in_view(page, menu.get_by_role("link", name="Devices"))
    assert len({link.bounding_box()["y"] for link in menu.get_by_role("link").all()}) == 1


@pytest.mark.parametrize("language", ["en", "uk"])
@pytest.mark.parametrize("viewport", [PHONE, SMALLEST | {"width": NARROWEST}, SMALLEST], indirect=True)
def test_bar_at_the_top_is_one_line(page, article, settings, language):
    settings.LANGUAGE_CODE = language
    for address in ("/", "/search/"):
        page.goto(address)
        name, tools = (page.locator(f".masthead__{part}").first.bounding_box() for part in ("name", "tools"))
        assert name["x"] + name["width"] <= tools["x"]
        assert name["y"] < tools["y"] + tools["height"] / 2 < name["y"] + name["height"]
        assert tools["x"] + tools["width"] <= page.viewport_size["width"]


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"], indirect=True)
def test_saved_articles_are_one_step_away(page, article):
    page.goto("/")
    page.get_by_role("banner").get_by_role("link", name="Saved for later").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Saved for later")


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"], indirect=True)
def test_search_has_one_box(page, article):
    page.goto("/search/")
    expect(page.get_by_role("search")).to_have_count(1)
    page.keyboard.press("/")
    expect(page.get_by_label("Words to look for")).to_be_focused()


def test_article_is_shared_with_a_finger(new_context, article):
    page = new_context(viewport=PHONE, has_touch=True, is_mobile=True).new_page()
    page.add_init_script(SHEET)
    page.goto("/articles/chips/")
    sharing = page.get_by_role("region", name="Share")
    for name in ("Copy link", "Share", "Save"):
        expect(sharing.get_by_role("button", name=name)).to_be_visible()
    expect(page.locator(".byline").get_by_role("button", name="Copy link")).to_be_hidden()
    boxes = [each.bounding_box() for each in sharing.get_by_role("link").or_(sharing.get_by_role("button")).all()]
    assert all(box["height"] >= FINGER and box["width"] >= FINGER for box in boxes)


@on_phone
def test_topic_of_an_article_is_followed_at_once(page, article):
    page.goto("/articles/chips/")
    page.get_by_role("link", name="Follow Games").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Follow Games")
