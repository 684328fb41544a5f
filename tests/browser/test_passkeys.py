"""Second factors as a person sets them up and uses them, with an authenticator that Chromium plays."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from playwright.sync_api import expect

from tests.accounts.mails import code_in, last_mail
from tests.factories import PASSWORD

from .screens import each_screen, faults, with_and_without_javascript
from .test_accounts import field, fill_sign_in, send

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def key(context, page):
    """A key that Chromium plays; it also asks for no finger."""
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    return session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def code_of(secret: str) -> str:
    """What an app shows now, early enough to type it; as if the one before had been used long ago."""
    cache.clear()
    if time.time() % 30 > 25:
        time.sleep(5.1)
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def confirm(page):
    field(page, "Password").fill(PASSWORD)
    send(page, "Go on")


def sign_out(page):
    page.goto("/accounts/logout/")
    send(page, "Sign out")


def set_up_app(page) -> str:
    """The app's secret, and its recovery codes on the page."""
    page.goto("/accounts/2fa/")
    page.get_by_role("link", name="Set up an app").click()
    confirm(page)
    secret = page.locator(".account__code code").inner_text().replace(" ", "")
    field(page, "Code from the app").fill(code_of(secret))
    send(page, "Set up")
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    return secret


@each_screen
def test_reader_signs_in_with_a_passkey_alone(page, bob, key):
    page.goto("/accounts/login/")
    fill_sign_in(page, "bob", PASSWORD)
    page.goto("/accounts/2fa/")
    page.get_by_role("link", name="Add a passkey").click()
    confirm(page)
    field(page, "Name (optional)").fill("My laptop")
    send(page, "Add the passkey")
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    page.goto("/accounts/2fa/webauthn/")
    expect(page.get_by_role("main")).to_contain_text("My laptop Signs in alone.")
    assert "A passkey was added" in last_mail("bob@example.com").body
    sign_out(page)

    page.goto("/accounts/login/?next=/search/")
    send(page, "Sign in with a passkey")
    expect(page).to_have_url(re.compile("/search/$"))
    expect(page.locator("summary", has_text="Your account, Bob Brandt")).to_be_visible()


def test_passkey_is_the_second_step_after_a_password_and_confirms_what_is_dangerous(page, bob, key):
    page.goto("/accounts/login/")
    fill_sign_in(page, "bob", PASSWORD)
    page.goto("/accounts/2fa/webauthn/add/")
    confirm(page)
    field(page, "Sign in with it alone, without a password").uncheck()
    send(page, "Add the passkey")
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    sign_out(page)

    page.goto("/accounts/login/")
    fill_sign_in(page, "bob", PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_have_text("One more step")
    send(page, "Use a passkey")
    expect(page.locator("summary", has_text="Your account, Bob Brandt")).to_be_visible()

    page.goto("/accounts/2fa/webauthn/")
    page.get_by_role("link", name="Remove").click()
    if page.get_by_role("heading", level=1).inner_text() == "Confirm that it is you":
        page.get_by_role("link", name="Use a passkey").click()
        send(page, "Use a passkey")
    send(page, "Remove the passkey")
    expect(page.get_by_text("You have none.")).to_be_visible()
    assert not Authenticator.objects.filter(type="webauthn").exists()


def test_passkey_that_nobody_gives_leaves_the_page_and_says_so(page, bob):
    page.goto("/accounts/login/")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new DOMException('', 'NotAllowedError')) }")
    send(page, "Sign in with a passkey")
    expect(page.get_by_role("alert")).to_have_text("No key was used. Please try again.")


@each_screen
@with_and_without_javascript
def test_reader_signs_in_with_an_app_and_with_a_recovery_code(page, bob):
    page.goto("/accounts/login/")
    fill_sign_in(page, "bob", PASSWORD)
    secret = set_up_app(page)
    recovery = page.locator(".account__codes code").first.inner_text()
    sign_out(page)

    page.goto("/accounts/login/?next=/search/")
    fill_sign_in(page, "bob", PASSWORD)
    field(page, "Code").fill("000000")
    send(page, "Sign in")
    expect(page.get_by_text("This is not the right code.")).to_be_visible()
    field(page, "Code").fill(recovery)
    send(page, "Sign in")
    expect(page).to_have_url(re.compile("/search/$"))
    sign_out(page)

    page.goto("/accounts/login/")
    fill_sign_in(page, "bob", PASSWORD)
    field(page, "Code").fill(code_of(secret))
    send(page, "Sign in")
    expect(page.get_by_role("banner")).to_contain_text("Bob Brandt")


@each_screen
@with_and_without_javascript
def test_reader_signs_in_with_a_code_by_mail(page, bob):
    page.goto("/accounts/login/?next=/search/")
    page.get_by_role("link", name="Mail me a code").click()
    field(page, "E-mail").fill("BOB@example.com")
    send(page, "Send the code")
    field(page, "Code from the mail").fill(code_in(last_mail("bob@example.com")))
    send(page, "Sign in")
    expect(page).to_have_url(re.compile("/search/$"))
    expect(page.get_by_role("banner")).to_contain_text("Bob Brandt")


@each_screen
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_of_second_factors_are_accessible_and_fit(page_for_axe, bob, scheme):
    page = page_for_axe
    page.emulate_media(color_scheme=scheme)
    page.goto("/accounts/login/")
    fill_sign_in(page, "bob", PASSWORD)
    found = []
    page.goto("/accounts/2fa/totp/activate/")
    confirm(page)
    found += faults(page)
    secret = page.locator(".account__code code").inner_text().replace(" ", "")
    field(page, "Code from the app").fill(code_of(secret))
    send(page, "Set up")
    for path in [
        "recovery-codes/",
        "recovery-codes/generate/",
        "totp/deactivate/",
        "webauthn/add/",
        "",
        "reauthenticate/",
    ]:
        page.goto(f"/accounts/2fa/{path}")
        found += faults(page)
    sign_out(page)
    page.goto("/accounts/login/")
    fill_sign_in(page, "bob", PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_have_text("One more step")
    found += faults(page)
    assert not found
