"""Signing in by a provider on another host, in a browser that keeps to the content security policy."""

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from accounts.models import User
from magazine.signing_in import providers
from tests.accounts.openid import CLIENT, SECRET, Provider

from .test_accounts import field, send

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "plain"])
def test_newcomer_signs_up_by_a_provider(browser, base_url, settings, javascript):
    provider = Provider()
    url = provider.url.replace("://", f"://{CLIENT}:{quote(SECRET)}@")
    settings.SOCIALACCOUNT_PROVIDERS = providers("", "", "", f"{url}?name=Example+ID")
    # Not the watched profile of other tests, which may go to no other host.
    profile = browser.new_context(base_url=base_url, java_script_enabled=javascript)
    page, asked = profile.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/accounts/login/?next=/search/")
    assert all(url.startswith((base_url, "data:")) for url in asked)

    send(page, "Go on with Example ID")
    expect(page.get_by_role("heading", level=1)).to_have_text("Choose a name")
    field(page, "Username").fill("caroline")
    send(page, "Sign up")
    expect(page).to_have_url(re.compile("/search/$"))
    assert User.objects.confirmed().filter(username="caroline").exists()
    profile.close()
    provider.close()
