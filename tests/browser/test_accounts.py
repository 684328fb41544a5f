"""Journeys through the account pages, as a person would make them."""

import re

import pytest
from playwright.sync_api import expect

from tests.accounts.mails import code_in, last_mail, link_in
from tests.factories import PASSWORD, make_article, make_upload

from .screens import each_screen, faults, with_and_without_javascript

NEW = "another unrelated phrase"
pytestmark = pytest.mark.django_db(transaction=True)


def field(page, label: str):
    return page.get_by_role("main").get_by_label(label, exact=True)


def send(page, name: str):
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def fill_sign_in(page, login: str, password: str):
    field(page, "E-mail or username").fill(login)
    field(page, "Password").fill(password)
    send(page, "Sign in")


def fill_sign_up(page):
    field(page, "E-mail").fill("carol@example.com")
    field(page, "Username").fill("carol")
    field(page, "Password").fill(NEW)


@each_screen
@with_and_without_javascript
def test_newcomer_signs_up_and_is_back_at_the_article(page):
    article = make_article()
    page.goto(article.get_absolute_url())
    page.get_by_role("banner").get_by_role("link", name="Sign in").click()
    page.get_by_role("main").get_by_role("link", name="Sign up").click()
    fill_sign_up(page)
    field(page, "Password").fill("password")
    send(page, "Sign up")
    expect(page.get_by_text("This password is too common.")).to_be_visible()
    expect(field(page, "Username")).to_have_value("carol")
    field(page, "Password").fill(NEW)
    send(page, "Sign up")

    expect(page.get_by_role("heading", level=1)).to_have_text("Check your mail")
    field(page, "Code from the mail").fill("000")
    send(page, "Confirm")
    expect(page.get_by_text("This is not the code from the mail.")).to_be_visible()
    page.goto(link_in(last_mail("carol@example.com"), "confirm-email"))
    expect(field(page, "Code from the mail")).to_have_value(code_in(last_mail()))
    send(page, "Confirm")

    expect(page).to_have_url(re.compile(article.get_absolute_url()))
    expect(page.get_by_text("You are signed in as carol.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text(article.title)


@each_screen
@with_and_without_javascript
def test_reader_signs_in_after_a_wrong_password_and_out_again(page, bob):
    page.goto("/accounts/login/?next=/search/")
    fill_sign_in(page, "bob", "not the password")
    expect(page.get_by_text("do not belong together")).to_be_visible()
    expect(field(page, "E-mail or username")).to_have_value("bob")
    fill_sign_in(page, "BOB@example.com", PASSWORD)
    expect(page).to_have_url(re.compile("/search/$"))

    page.locator("summary", has_text="Your account, Bob Brandt").click()
    page.get_by_role("link", name="Profile").click()
    page.get_by_role("navigation", name="Your account").get_by_role("link", name="Sign out").click()
    send(page, "Sign out")
    expect(page.get_by_text("You are signed out.")).to_be_visible()
    expect(page.get_by_role("banner").get_by_role("link", name="Sign in")).to_be_visible()


@each_screen
@with_and_without_javascript
def test_forgotten_password_is_replaced_through_the_mailed_link(page, bob):
    page.goto("/accounts/login/")
    page.get_by_role("link", name="Forgotten your password?").click()
    field(page, "E-mail").fill("bob@example.com")
    send(page, "Send the link")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your mail")

    page.goto(link_in(last_mail("bob@example.com"), "/key/"))
    field(page, "New password").fill(NEW)
    send(page, "Save the password")

    expect(page.get_by_text("Your new password is saved.")).to_be_visible()
    expect(page.locator("summary", has_text="Your account, Bob Brandt")).to_be_visible()
    bob.refresh_from_db()
    assert bob.check_password(NEW)


@each_screen
@with_and_without_javascript
def test_reader_changes_the_password_and_stays_signed_in(page, sign_in, bob):
    sign_in(bob)
    page.goto("/accounts/profile/")
    page.get_by_role("link", name="Password").click()
    field(page, "Current password").fill(PASSWORD)
    field(page, "New password").fill(NEW)
    send(page, "Save the password")
    expect(page.get_by_text("Your new password is saved.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your profile")
    bob.refresh_from_db()
    assert bob.check_password(NEW)


@each_screen
@with_and_without_javascript
def test_reader_gives_the_profile_words_and_a_picture(page, sign_in, bob):
    sign_in(bob)
    page.goto("/accounts/profile/")
    picture = make_upload("me.png", size=(500, 300))
    chooser = page.get_by_label("Picture (optional)")
    chooser.set_input_files({"name": "me.txt", "mimeType": "image/png", "buffer": b"no picture"})
    field(page, "About you (optional)").fill("Reads the footnotes first.")
    send(page, "Save the profile")
    expect(page.get_by_text("This is not a picture we can use.")).to_be_visible()
    expect(field(page, "About you (optional)")).to_have_value("Reads the footnotes first.")

    chooser.set_input_files({"name": "me.png", "mimeType": "image/png", "buffer": picture.read()})
    send(page, "Save the profile")
    expect(page.get_by_text("Your profile is saved.")).to_be_visible()
    shown = page.get_by_role("main").locator(".avatar img")
    expect(shown).to_be_visible()
    assert shown.evaluate("async (image) => { await image.decode(); return image.naturalWidth }") == 300

    page.get_by_role("link", name="your public page").click()
    expect(page.get_by_text("Reads the footnotes first.")).to_be_visible()
    page.go_back()
    page.get_by_label("Remove the picture").check()
    send(page, "Save the profile")
    expect(page.get_by_label("Remove the picture")).to_have_count(0)
    bob.refresh_from_db()
    assert not bob.avatar


@each_screen
@with_and_without_javascript
def test_reader_adds_an_address_and_makes_it_the_main_one(page, sign_in, bob):
    sign_in(bob)
    page.goto("/accounts/email/")
    field(page, "New address").fill("robert@example.com")
    send(page, "Send a code to it")
    field(page, "Password").fill(PASSWORD)
    send(page, "Go on")
    field(page, "Code from the mail").fill(code_in(last_mail("robert@example.com")))
    send(page, "Confirm")
    expect(page.get_by_text("robert@example.com is confirmed.")).to_be_visible()
    send(page, "Make main address: robert@example.com")
    expect(page.get_by_text("Mail to you now goes to this address.")).to_be_visible()
    bob.refresh_from_db()
    assert bob.email == "robert@example.com"


@each_screen
def test_password_can_be_looked_at(page):
    page.goto("/accounts/login/")
    password = page.locator("input[name=password]")
    password.fill("three words")
    page.get_by_role("button", name="Show password").click()
    expect(password).to_have_attribute("type", "text")
    page.get_by_role("button", name="Hide password").click()
    expect(password).to_have_attribute("type", "password")
    expect(password).to_have_value("three words")


def test_double_click_signs_up_once(page):
    page.goto("/accounts/signup/")
    fill_sign_up(page)
    page.get_by_role("main").get_by_role("button", name="Sign up").dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your mail")
    field(page, "Code from the mail").fill(code_in(last_mail("carol@example.com")))
    send(page, "Confirm")
    expect(page.get_by_text("You are signed in as carol.")).to_be_visible()


def test_keyboard_alone_signs_in(page, bob):
    page.goto("/accounts/login/?next=/search/")
    for key in ["Tab", "Enter", "Tab"]:  # the link that skips to the content, then into it
        page.keyboard.press(key)
    page.keyboard.type("bob")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/search/$"))


GUEST_PAGES = [
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/inactive/",
    "/accounts/confirm-email/?code=123456",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/password/reset/key/1-nonsense/",
    "/accounts/password/reset/key/done/",
    "/accounts/login/code/",
    "/accounts/3rdparty/login/cancelled/",
    "/pages/privacy/",
]
OWN_PAGES = [
    "/accounts/profile/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/sessions/",
    "/accounts/reauthenticate/",
    "/accounts/2fa/",
    "/accounts/2fa/webauthn/",
    "/accounts/3rdparty/",
    "/accounts/ignored/",
    "/accounts/data/",
    "/accounts/leave/",
    "/accounts/logout/",
]


@each_screen
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_accessible_and_fits(page_for_axe, sign_in, bob, scheme):
    page = page_for_axe
    page.emulate_media(color_scheme=scheme)
    found = []
    for path in GUEST_PAGES:
        page.goto(path)
        found += faults(page)

    page.goto("/accounts/login/")
    fill_sign_in(page, "bob", "not the password")
    expect(page.get_by_text("do not belong together")).to_be_visible()
    found += faults(page)

    page.goto("/accounts/signup/")
    fill_sign_up(page)
    send(page, "Sign up")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your mail")
    found += faults(page)
    send(page, "Use another address")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign up")

    sign_in(bob, page.context)
    for path in OWN_PAGES:
        page.goto(path)
        found += faults(page)
    assert not found
