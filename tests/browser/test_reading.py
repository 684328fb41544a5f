"""Finding something to read and reading it."""

import re

import pytest
from playwright.sync_api import expect

import markup
from articles.models import Stats

from ..factories import make_article, make_category, make_image, make_tag
from .screens import HIDDEN, SHOW, each_screen, with_and_without_javascript

HUMAN = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36"
PART = "A sentence that goes on for some time, as sentences in long pieces do. " * 40
LONG = markup.article_from_markdown(
    "\n\n".join(f"## Part {name}\n\n{PART}" for name in ("one", "two", "three", "four"))
)


@pytest.fixture
def magazine(live_server, alice):
    """Two pages of a category, and one story in it to be found."""
    science = make_category("Science")
    for number in range(25):
        make_article(f"Filler {number}", category=science)
    chips = make_tag("Chips")
    make_article("Zebras at work", category=science, tags=[chips], authors=[alice], cover=make_image())
    make_article("Zebras at rest", category=science, tags=[chips])


@each_screen
@with_and_without_javascript
def test_reader_browses_from_the_front_page_to_the_oldest_article(page, magazine):
    page.goto("/")
    page.get_by_role("navigation", name="Sections", exact=True).get_by_role("link", name="Science").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Science")
    page.get_by_role("link", name="Next").click()
    page.wait_for_url("**/categories/science/?page=2")
    page.get_by_role("link", name="Filler 0", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Filler 0")
    page.get_by_role("navigation", name="Breadcrumb").get_by_role("link", name="Science").click()
    expect(page).to_have_url(re.compile(r"/categories/science/$"))


@each_screen
@with_and_without_javascript
def test_reader_searches_and_reads_on(page, magazine):
    page.goto("/")
    page.locator("#masthead-q").fill("zebras")
    page.locator("#masthead-q").press("Enter")
    page.get_by_role("link", name="Zebras at work").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Zebras at work")
    page.locator("#related").get_by_role("link", name="Zebras at rest").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Zebras at rest")
    page.get_by_role("link", name="Chips", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Chips")


@pytest.mark.parametrize(
    ("javascript", "leads_to"), [(True, "/search/?q=zebras"), (False, "/categories/science/")], indirect=["javascript"]
)
def test_back_leads_where_the_reader_came_from_else_to_the_category(page, magazine, javascript, leads_to):
    page.goto("/search/?q=zebras")
    page.get_by_role("link", name="Zebras at work").first.click()
    page.get_by_role("link", name="Back", exact=True).click()
    page.wait_for_url(f"**{leads_to}")


def test_back_leads_to_no_other_site_and_not_to_signing_in(new_context, base_url, magazine):
    page = new_context(extra_http_headers={}).new_page()
    for referer in ("https://elsewhere.example/", f"{base_url}/accounts/login/"):
        page.goto("/articles/zebras-at-work/", referer=referer)
        expect(page.get_by_role("link", name="Back", exact=True)).to_have_attribute("href", "/categories/science/")


def test_link_is_copied(new_context, magazine):
    page = new_context(permissions=["clipboard-read", "clipboard-write"]).new_page()
    page.goto("/articles/zebras-at-work/")
    page.get_by_role("button", name="Copy link").first.click()
    expect(page.get_by_role("button", name="Link copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").endswith("/articles/zebras-at-work/")


def test_long_piece_shows_how_far_one_has_read(page, live_server):
    make_article("Long", body=LONG)
    page.goto("/articles/long/")
    contents = page.get_by_role("navigation", name="In this article")
    bar = page.locator("[data-progress]")
    expect(bar).to_have_css("transform", "matrix(0, 0, 0, 1, 0, 0)")
    contents.get_by_role("link", name="Part three").click()
    expect(page.get_by_role("heading", name="Part three")).to_be_in_viewport()
    expect(contents.get_by_role("link", name="Part three")).to_have_attribute("aria-current", "location")
    page.locator("#comments").scroll_into_view_if_needed()
    expect(bar).to_have_css("transform", "matrix(1, 0, 0, 1, 0, 0)")


def test_page_in_a_hidden_tab_is_no_view_until_it_is_shown(new_context, magazine):
    page = new_context(user_agent=HUMAN).new_page()
    page.add_init_script(HIDDEN)
    page.goto("/articles/zebras-at-work/")
    page.wait_for_load_state("networkidle")
    stats = Stats.objects.get(article__slug="zebras-at-work")
    assert stats.views == 0
    with page.expect_response("**/views/"):
        page.evaluate(SHOW)
    stats.refresh_from_db()
    assert stats.views == 1
