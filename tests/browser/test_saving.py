"""Saving for later, the history, and going on where one stopped: with an account and in this browser alone."""

import re

import pytest
from playwright.sync_api import expect

from reading.models import Read, Saved
from tests.factories import make_article, make_image

from .screens import PHONE, SMALLEST, faults, on_phone, with_and_without_javascript, without_javascript

LONG = "".join(f"<h2>Part {number}</h2>" + "<p>They forget. </p>" * 40 for number in range(1, 9))


@pytest.fixture
def article(live_server, alice):
    cover = make_image()
    cover.make_renditions()
    return make_article("Chips", authors=[alice], cover=cover, body=LONG)


def saved(page):
    return page.locator(".shelf__title")


@on_phone
def test_guest_saves_on_a_phone_and_finds_it_in_this_browser(page, article):
    page.goto("/articles/chips/")
    button = page.get_by_role("button", name="Save", exact=True)
    button.click()
    expect(page.get_by_role("button", name="Saved", exact=True)).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(page.get_by_role("button", name="Saved", exact=True)).to_be_visible()
    page.goto("/articles/chips/")
    page.get_by_role("button", name="Saved", exact=True).click()
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("link", name="All that you saved").click()
    expect(saved(page)).to_have_text(["Chips"])
    expect(page.locator(".shelf__facts")).to_have_text(re.compile(r"^Technologies · saved \d+ [A-Z]\w+$"))
    expect(page.locator(".shelf img")).to_have_js_property("complete", True)
    expect(page.get_by_text("only with JavaScript")).to_have_count(0)
    page.get_by_role("button", name="Remove Chips").click()
    expect(saved(page)).to_have_count(0)
    expect(page.get_by_text("Nothing yet.")).to_be_visible()
    assert not Saved.objects.exists()


@with_and_without_javascript
def test_reader_saves_with_their_account(page, article, bob, sign_in):
    sign_in(bob)
    page.goto("/articles/chips/")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved for later.").first).to_be_visible()
    expect(page.get_by_role("button", name="Saved", exact=True)).to_be_visible()
    page.goto("/saved/")
    expect(saved(page)).to_have_text(["Chips"])
    page.get_by_role("button", name="Remove Chips").click()
    expect(saved(page)).to_have_count(0)


@without_javascript
def test_guest_without_javascript_is_told_and_led_to_sign_in(page, article):
    page.goto("/saved/")
    expect(page.get_by_text("only with JavaScript")).to_be_visible()
    page.goto("/articles/chips/")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page).to_have_url(re.compile(r"/accounts/login/\?next=/articles/chips/save/"))


def test_what_the_browser_kept_goes_to_the_account_when_asked(page, article, bob, sign_in):
    make_article("Crisps")
    for slug in ("chips", "crisps"):
        page.goto(f"/articles/{slug}/")
        page.get_by_role("button", name="Save", exact=True).click()
    sign_in(bob)
    page.goto("/saved/")
    expect(page.get_by_text("2 articles are saved in this browser only.")).to_be_visible()
    page.get_by_role("button", name="Put on your list").click()
    expect(saved(page)).to_have_text(["Crisps", "Chips"])
    expect(page.get_by_text("in this browser only")).to_be_hidden()
    assert page.evaluate("localStorage.getItem('saved')") is None


def test_what_the_browser_kept_stays_when_the_session_has_ended(page, article, bob, sign_in):
    page.goto("/articles/chips/")
    page.get_by_role("button", name="Save", exact=True).click()
    sign_in(bob)
    page.goto("/saved/")
    page.context.clear_cookies()
    page.get_by_role("button", name="Put on your list").click()
    expect(page.get_by_text("That did not work")).to_be_visible()
    assert page.evaluate("localStorage.getItem('saved')")


@on_phone
def test_reader_goes_on_where_they_stopped(page, article):
    page.goto("/articles/chips/")
    expect(page.locator("[data-resume]")).to_be_hidden()
    page.get_by_role("heading", name="Part 5").scroll_into_view_if_needed()
    page.evaluate("document.querySelectorAll('.article__body h2')[4].scrollIntoView()")
    page.evaluate("import(document.querySelector('[data-on=scroll]').dataset.module)")  # which may still be on its way
    page.goto("/history/")
    page.get_by_role("link", name=re.compile(r"Continue at \d+ %: Part 5")).click()
    expect(page.get_by_role("heading", name="Part 5")).to_be_in_viewport()
    page.goto("/")
    page.goto("/articles/chips/")
    page.mouse.wheel(0, 50)
    offer = page.get_by_role("button", name="Continue at “Part 5”")
    expect(offer).to_be_visible()
    offer.click()
    expect(page.get_by_role("heading", name="Part 5")).to_be_in_viewport()
    expect(offer).to_be_hidden()
    page.evaluate("document.getElementById('comments').scrollIntoView()")
    page.goto("/history/")
    expect(page.get_by_role("link", name=re.compile("Continue"))).to_have_count(0)


def test_history_of_a_guest_is_in_their_browser_and_can_be_turned_off(page, article):
    make_article("Crisps")
    for slug in ("chips", "crisps"):
        page.goto(f"/articles/{slug}/")
    page.goto("/history/")
    expect(saved(page)).to_have_text(["Crisps", "Chips"])
    page.get_by_role("button", name="Remove Crisps").click()
    expect(saved(page)).to_have_text(["Chips"])
    page.get_by_role("button", name="Turn off and clear").click()
    expect(saved(page)).to_have_count(0)
    page.goto("/articles/chips/")
    page.goto("/history/")
    expect(saved(page)).to_have_count(0)
    page.get_by_role("button", name="Remember what I read").click()
    page.goto("/articles/chips/")
    page.goto("/history/")
    expect(saved(page)).to_have_text(["Chips"])
    page.evaluate("localStorage.setItem('place:/articles/chips/', '{}')")
    page.get_by_role("button", name="Clear all").click()
    expect(saved(page)).to_have_count(0)
    assert "place:" not in page.evaluate("Object.keys(localStorage).join()")
    assert not Read.objects.exists()


def test_reader_who_clears_their_history_has_the_browser_forget_where_they_stopped(page, article, bob, sign_in):
    sign_in(bob)
    page.goto("/articles/chips/")
    page.evaluate("localStorage.setItem('place:/articles/chips/', '{}')")
    page.goto("/history/")
    page.get_by_role("button", name="Clear all").click()
    expect(page.get_by_text("Your history is empty.")).to_be_visible()
    assert "place:" not in page.evaluate("Object.keys(localStorage).join()")


def test_what_others_put_into_the_storage_breaks_nothing(page, article):
    page.goto("/")
    for kept in (
        "{",
        "7",
        '{"a": 1}',
        '[null, 1, {"path": "javascript:alert(1)", "title": "x"}]',
        '[{"path": "//x/"}]',
    ):
        for name in ("saved", "read", "place:/articles/chips/"):
            page.evaluate("([name, kept]) => localStorage.setItem(name, kept)", [name, kept])
        for path in ("/saved/", "/history/", "/articles/chips/"):
            page.goto(path)
        page.get_by_role("button", name=re.compile("^Saved?$")).click()


@pytest.mark.parametrize("viewport", [PHONE, SMALLEST], ids=["phone", "smallest"], indirect=True)
def test_pages_have_no_fault(page_for_axe, article, bob, sign_in):
    page = page_for_axe
    page.goto("/articles/chips/")
    page.get_by_role("button", name="Save", exact=True).click()
    for path in ("/articles/chips/", "/saved/", "/history/"):
        page.goto(path)
        assert faults(page) == []
    Saved.objects.put_all(bob, [article.pk])
    Read.objects.put_all(bob, [article.pk])
    sign_in(bob, page.context)
    for path in ("/articles/chips/", "/articles/chips/save/", "/saved/", "/history/"):
        page.goto(path)
        assert faults(page) == []
