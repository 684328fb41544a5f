"""From a mistake that a reader sees to the text without it, as a reader and an editor do it."""

import re

import pytest
from playwright.sync_api import expect

from corrections.models import Correction

from ..corrections.reports import BODY, make_correction
from ..factories import PASSWORD, make_article
from .screens import each_screen, faults, with_and_without_javascript

SELECT = """words => {
    const walker = document.createTreeWalker(document.querySelector("[data-text]"), NodeFilter.SHOW_TEXT);
    for (let node; (node = walker.nextNode()); ) {
        const at = node.data.indexOf(words);
        if (at < 0) continue;
        getSelection().setBaseAndExtent(node, at, node, at + words.length);
        return;
    }
}"""


@pytest.fixture
def article(live_server, alice):
    return make_article("Chips", body=BODY, authors=[alice])


@each_screen
@with_and_without_javascript
def test_guest_reports_by_the_plain_form_and_signs_in(page, article, bob):
    page.goto("/articles/chips/")
    page.get_by_role("link", name="Report a mistake").click()
    page.get_by_label("The words as they stand").fill("Moore wrote it down in 1956.")
    page.get_by_label("How they should read").fill("Moore wrote it down in 1965.")
    page.get_by_role("button", name="Sign in and send").click()
    page.locator("[name=login]").fill("bob")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form [name=password]").press("Enter")
    expect(page.get_by_label("How they should read")).to_have_value("Moore wrote it down in 1965.")
    page.get_by_role("button", name="Send it to the editors").click()
    expect(page.get_by_role("heading", name="Your corrections")).to_be_visible()
    expect(page.get_by_text("Waiting")).to_be_visible()


def test_words_selected_with_the_mouse_are_in_the_form(page, sign_in, bob, article):
    sign_in(bob)
    page.goto("/articles/chips/")
    page.locator("[data-text] p").last.click(click_count=3)
    link = page.get_by_role("link", name="Correct this")
    expect(link).to_have_attribute("href", re.compile("exact=Moore.wrote"))  # not of one word still
    link.click()
    expect(page.get_by_label("The words as they stand")).to_have_value("Moore wrote it down. Others followed him.")
    page.get_by_label("How they should read").fill("Moore wrote it down. Everybody followed him.")
    page.get_by_role("button", name="Send it to the editors").click()
    expect(page.get_by_text("Thank you.")).to_be_visible()
    assert Correction.objects.get().prefix.endswith("print 1")


def test_second_of_the_same_words_is_told_apart(page, sign_in, bob, article):
    sign_in(bob)
    page.goto("/articles/chips/")
    page.evaluate(SELECT, "wrote it down. O")
    page.get_by_role("link", name="Correct this").click()
    page.get_by_label("What the editors should know").fill("Really?")
    page.get_by_role("button", name="Send it to the editors").click()
    expect(page.get_by_text("Thank you.")).to_be_visible()
    assert Correction.objects.get().suffix == "thers followed him."


def test_keyboard_goes_from_the_selection_to_the_link(page, article):
    page.goto("/articles/chips/")
    page.locator("[data-text] em").dblclick()
    for _ in range(len(" of parts")):
        page.keyboard.press("Shift+ArrowRight")
    expect(page.get_by_role("link", name="Correct this")).to_have_attribute(
        "href", re.compile("exact=number.of.parts&")
    )
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Correct this")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="the paper")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("The words as they stand")).to_have_value("number of parts")


def test_link_goes_with_the_selection(page, article):
    page.goto("/articles/chips/")
    page.evaluate(SELECT, "down in 1956")
    expect(page.get_by_role("link", name="Correct this")).to_be_visible()
    page.evaluate("getSelection().removeAllRanges()")
    expect(page.get_by_role("link", name="Correct this")).not_to_be_attached()


@with_and_without_javascript
def test_editor_takes_it_over_and_the_reader_is_told(page, new_context, sign_in, article, bob, editor, javascript):
    make_correction(article, bob, replacement="Moore wrote it down in 1965.", thanks=True)
    sign_in(editor)
    page.goto("/admin/")
    page.get_by_role("link", name="Moore wrote it down in 1956.").click()
    expect(page.locator("ins")).to_have_text("1965")
    page.get_by_role("button", name="Take it over and publish").click()
    expect(page.get_by_text("Taken over and published.")).to_be_visible()
    page.goto("/articles/chips/")
    expect(page.locator("[data-text]")).to_contain_text("down in 1965.")
    expect(page.get_by_text(f"Corrected thanks to {bob}.")).to_be_visible()
    other = new_context(java_script_enabled=javascript).new_page()
    sign_in(bob, other.context)
    other.goto("/accounts/corrections/")
    expect(other.get_by_text("Accepted", exact=True)).to_be_visible()


@each_screen
def test_pages_have_no_faults(page_for_axe, sign_in, article, bob, editor):
    correction = make_correction(article, bob, replacement="Moore wrote it down in 1965.")
    sign_in(editor, page_for_axe.context)
    for path in (
        "/corrections/chips/",
        "/accounts/corrections/",
        "/admin/corrections/correction/",
        f"/admin/corrections/correction/{correction.pk}/change/",
    ):
        page_for_axe.goto(path)
        assert faults(page_for_axe) == []
