"""Reading without a connection: what a browser keeps, and what it must not."""

import json

import pytest
from playwright.sync_api import expect

from articles.models import Article
from tests.factories import PASSWORD, make_article, make_image

from .screens import PHONE, faults

KEPT = """async () => {
    const found = [];
    for (const name of await caches.keys())
        for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname);
    return found;
}"""
BODIES = """async () => {
    const found = [];
    for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) found.push(await (await cache.match(request)).text());
    }
    return found.join();
}"""


@pytest.fixture
def article(live_server, alice):
    cover = make_image()
    cover.make_renditions()
    return make_article("Chips", authors=[alice], cover=cover, body="<p>They forget.</p>")


@pytest.fixture
def profile(new_context):
    """A browser in which workers work."""
    return new_context(viewport=PHONE, service_workers="allow")


@pytest.fixture
def page(profile):
    return profile.new_page()


def wait_until(page, holds):
    """By asking again: Playwright's own way takes a promise for a yes."""
    for _ in range(100):
        if holds():
            return
        page.wait_for_timeout(50)
    pytest.fail("It did not happen.")


def read(page, path):
    """Until it is kept."""
    page.goto(path)
    wait_until(page, lambda: path in page.evaluate(KEPT))


def settle(page):
    """Until a worker is there, and has nothing to do."""
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    page.wait_for_load_state("networkidle")


def test_read_article_is_there_without_a_connection(page, profile, article):
    read(page, "/articles/chips/")
    settle(page)
    profile.set_offline(True)
    page.goto("/articles/chips/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Chips")
    expect(page.get_by_text("They forget.")).to_be_visible()


def test_other_pages_say_that_there_is_no_connection_and_what_is_kept(page, profile, article):
    make_article("Crisps")
    read(page, "/articles/chips/")
    read(page, "/articles/crisps/")
    settle(page)
    profile.set_offline(True)
    page.goto("/categories/technologies/")
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no connection")
    kept = page.get_by_role("main").get_by_role("listitem")
    expect(kept).to_have_text(["Crisps", "Chips"])
    kept.get_by_role("link", name="Chips").click()
    expect(page.get_by_text("They forget.")).to_be_visible()


def test_nothing_is_kept_yet(page, profile, live_server):
    page.goto("/")
    settle(page)
    profile.set_offline(True)
    page.goto("/articles/chips/")
    expect(page.get_by_text("Nothing yet.")).to_be_visible()
    profile.set_offline(False)
    page.get_by_role("link", name="Try again").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("There is no connection")


def test_with_a_connection_pages_are_never_old(page, article):
    read(page, "/articles/chips/")
    Article.objects.update(title="Crisps")
    page.goto("/articles/chips/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Crisps")


def test_article_that_was_taken_away_is_not_kept(browser, base_url, article):
    page = browser.new_context(base_url=base_url).new_page()  # not watched: the worker, too, is told 404
    read(page, "/articles/chips/")
    article.unpublish()
    page.goto("/articles/chips/")
    wait_until(page, lambda: "/articles/chips/" not in page.evaluate(KEPT))
    page.context.close()


def test_whoever_signed_in_leaves_nothing_of_their_own(page, profile, article, bob):
    page.goto("/accounts/login/?next=/articles/chips/")
    settle(page)
    page.get_by_label("E-mail or username").fill("bob")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/articles/chips/")
    for path in ("/accounts/profile/", "/search/?q=chips", "/", "/articles/chips/"):
        page.goto(path)
        page.wait_for_load_state("networkidle")
    kept = page.evaluate(KEPT)
    assert "/offline/" in kept
    assert not [
        path for path in kept if path.startswith(("/articles/", "/accounts/", "/search/", "/admin/")) or path == "/"
    ]
    assert "Bob Brandt" not in page.evaluate(BODIES)
    profile.set_offline(True)
    page.goto("/articles/chips/")
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no connection")
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
    page.goto("/accounts/profile/")
    expect(page.get_by_text("Nothing yet.")).to_be_visible()


def test_the_newest_thirty_are_kept(page, live_server):
    for number in range(32):
        make_article(f"Piece {number}")
    for number in range(32):
        read(page, f"/articles/piece-{number}/")
    newest = [f"/articles/piece-{number}/" for number in range(2, 32)]
    wait_until(page, lambda: newest == [path for path in page.evaluate(KEPT) if path.startswith("/articles/")])


def test_worker_that_is_switched_off_takes_everything_away(page, article, settings):
    read(page, "/articles/chips/")
    settle(page)
    settings.OFFLINE = False
    page.evaluate("navigator.serviceWorker.getRegistration().then((found) => found.update()).catch(() => null)")
    wait_until(page, lambda: not page.evaluate(KEPT))
    wait_until(page, lambda: page.evaluate("navigator.serviceWorker.getRegistration().then((found) => !found)"))


def test_magazine_can_be_installed(page, profile, live_server):
    page.goto("/")
    settle(page)
    devtools = profile.new_cdp_session(page)
    found = devtools.send("Page.getAppManifest")
    assert found["errors"] == []
    assert json.loads(found["data"])["name"] == "TechyMag"
    faults_of_it = {error["errorId"] for error in devtools.send("Page.getInstallabilityErrors")["installabilityErrors"]}
    assert faults_of_it <= {"in-incognito"}  # as every profile of a test is


def test_offline_page_has_no_fault(page_for_axe, live_server):
    page_for_axe.goto("/offline/")
    assert faults(page_for_axe) == []


def test_desk_is_left_alone(page, profile, sign_in, editor, live_server):
    page.goto("/")
    settle(page)
    sign_in(editor, profile)
    page.goto("/admin/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert not [path for path in page.evaluate(KEPT) if "admin" in path and not path.startswith("/static/")]
