"""Editors change the site in a real browser, and readers see it."""

import pytest
from playwright.sync_api import expect

from pages.models import Page
from sitesettings.models import SiteSettings
from tests.factories import make_article, make_category, make_upload

from .screens import DESKTOP, PHONE, faults, on_phone, without_javascript

PATH = "/admin/sitesettings/sitesettings/1/change/"
EXTREME = ["#ffff00", "#ffffff", "#000000"]


@pytest.fixture
def sections():
    return [make_category(name, position=place) for place, name in enumerate(["Technologies", "AI", "Science"])]


def colour_of(page):
    return page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--accent')").strip()


def menu(page) -> list[str]:
    return page.get_by_role("navigation", name="Sections", exact=True).get_by_role("link").all_inner_texts()


def test_editor_renames_colours_and_orders_and_sees_it_before_and_after(page, sign_in, editor, sections):
    sign_in(editor)
    page.goto(PATH)
    page.get_by_label("Name", exact=True).fill("Chips & Bits")
    previews = page.locator("[data-shows=name]")
    expect(previews).to_have_text(["Chips & Bits", "Chips & Bits"])
    page.get_by_label("Accent colour").fill("#ffee00")
    page.get_by_label("Accent colour").dispatch_event("change")
    button = page.locator("[data-theme=dark] .site-preview__button")
    expect(button).to_have_css("background-color", "rgb(255, 238, 0)")
    expect(page.locator("[data-theme=light] .site-preview__button")).not_to_have_css(
        "background-color", "rgb(255, 238, 0)"
    )
    page.get_by_role("button", name="Move Science up").click()
    page.get_by_role("button", name="Move Science up").click()
    expect(page.get_by_role("button", name="Move Science down")).to_be_visible()
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".messagelist")).to_contain_text("Saved.")
    page.goto("/")
    assert menu(page) == ["Science", "Technologies", "AI"]
    expect(page).to_have_title("Chips & Bits – news and updates on modern technologies")
    assert colour_of(page) == "light-dark(#756d00, #ffee00)"


def test_logo_is_seen_before_it_is_saved(page, sign_in, editor, sections, tmp_path):
    logo = tmp_path / "logo.png"
    logo.write_bytes(make_upload("logo.png", size=(300, 100)).read())
    sign_in(editor)
    page.goto(PATH)
    page.get_by_label("Logo", exact=True).set_input_files(logo)
    expect(page.locator("[data-site-preview] img")).to_have_count(2)
    page.get_by_role("button", name="Save").click()
    page.goto("/")
    expect(page.get_by_role("banner").get_by_role("img", name="TechyMag")).to_be_visible()


@without_javascript
def test_settings_are_changed_and_put_back_without_javascript(page, sign_in, editor, sections):
    sign_in(editor)
    page.goto(PATH)
    page.get_by_label("Name", exact=True).fill("Chips")
    page.locator("[name=menu-2-ORDER]").fill("0")
    page.get_by_role("button", name="Save").click()
    page.goto("/")
    assert menu(page) == ["Science", "Technologies", "AI"]
    page.goto(PATH)
    page.get_by_role("link", name="History").click()
    page.get_by_role("button", name="Put back what was before").click()
    page.goto("/")
    assert menu(page) == ["Technologies", "AI", "Science"]
    assert "TechyMag" in page.title()


@on_phone
def test_address_of_ones_own_is_added_on_a_phone(page, sign_in, editor, sections):
    sign_in(editor)
    page.goto(PATH)
    row = page.locator("[data-rows]").first.locator("[data-row]").nth(3)
    expect(row.get_by_label("Address")).to_be_hidden()
    row.get_by_label("Leads to").select_option("link")
    row.get_by_label("Address").fill("https://shop.example/")
    row.get_by_label("Called").fill("Shop")
    page.get_by_role("button", name="Save").click()
    page.goto("/")
    assert menu(page)[-1] == "Shop"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("accent", EXTREME)
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"], indirect=True)
def test_page_is_accessible_with_any_accent(page_for_axe, sections, accent, scheme):
    SiteSettings.objects.create(accent=accent, logo=make_upload("logo.png", size=(300, 90)), name="Chips")
    article = make_article("Robots", body="<p>A <a href='/'>link</a> in a text.</p>", category=sections[0])
    page_for_axe.emulate_media(color_scheme=scheme)
    for path in ("/", article.get_absolute_url(), "/pages/about/"):
        page_for_axe.goto(path)
        page_for_axe.wait_for_load_state("networkidle")
        assert faults(page_for_axe) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"], indirect=True)
def test_pages_of_the_desk_are_accessible(page_for_axe, sign_in, editor, sections, scheme):
    SiteSettings.objects.create(
        accent="#ffee00", menu=[{"to": "link", "address": "/x/", "label": "X", "hidden": False}]
    )
    sign_in(editor, page_for_axe.context)
    page_for_axe.emulate_media(color_scheme=scheme)
    about = Page.objects.first()
    desk = ["pages/page/", "pages/page/add/", f"pages/page/{about.pk}/change/", "redirects/redirect/"]
    desk += ["redirects/redirect/add/", "redirects/redirect/import/", f"pages/page/{about.pk}/delete/"]
    for path in [PATH, PATH.replace("change", "history"), *(f"/admin/{path}" for path in desk)]:
        page_for_axe.goto(path)
        page_for_axe.wait_for_load_state("networkidle")
        assert faults(page_for_axe) == []


def test_editor_writes_a_page_that_readers_find_at_the_foot(page, sign_in, editor):
    sign_in(editor)
    page.goto("/admin/pages/page/add/")
    page.get_by_label("Title").fill("Imprint")
    body = page.locator(".ProseMirror")
    body.click()
    body.press_sequentially("Who is behind this.")
    page.get_by_label("Published").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("Saved: Imprint")
    page.goto("/")
    page.get_by_role("contentinfo").get_by_role("link", name="Imprint").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Imprint")
    expect(page.get_by_text("Who is behind this.")).to_be_visible()


def test_table_of_redirects_is_imported(page, sign_in, editor):
    sign_in(editor)
    page.goto("/admin/redirects/redirect/")
    page.get_by_role("link", name="Import").click()
    page.get_by_label("Or paste it here").fill("/old/,/old/\n/gone/,,410")
    page.get_by_role("button", name="Look at it first").click()
    expect(page.get_by_text("It would lead to itself.")).to_be_visible()
    page.get_by_label("Or paste it here").fill("/old/,/pages/about/\n/gone/,,410")
    page.get_by_role("button", name="Look at it first").click()
    page.get_by_role("button", name="Import 2 lines").click()
    expect(page.locator(".messagelist")).to_contain_text("2 of 2 lines")
    page.goto("/old/")
    expect(page.get_by_role("heading", level=1)).to_have_text("About")
