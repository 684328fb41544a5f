"""Reading without a connection: what a browser keeps, and what it must not."""

import json
import re

import pytest
from django.test.testcases import _MediaFilesHandler
from playwright.sync_api import expect

from articles.models import Article
from reading.models import Saved
from tests.factories import PASSWORD, make_article, make_image, make_upload

from .screens import PHONE, faults

KEPT = """async () => {
    const found = [];
    for (const name of await caches.keys())
        for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname);
    return found;
}"""
KEPT_AS = """async (name) => {
    const requests = await (await caches.open(name)).keys();
    return requests.map(({ url }) => new URL(url).pathname);
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


@pytest.fixture(autouse=True)
def pictures_of_ours(monkeypatch):
    """As the magazine answers with them, and not Django's server for tests, which says of none that it lasts."""
    monkeypatch.setattr(_MediaFilesHandler, "_should_handle", lambda handler, path: False)


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


def press(page, name):
    page.locator("#save").and_(page.get_by_role("button", name=name, exact=True)).click()


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
    kept = page.get_by_role("main").locator(".shelf__title")
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


def test_whoever_signed_in_keeps_what_a_stranger_gets(page, profile, article, bob):
    page.goto("/accounts/login/?next=/articles/chips/")
    settle(page)
    page.get_by_label("E-mail or username").fill("bob")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/articles/chips/")
    for path in ("/accounts/profile/", "/search/?q=chips", "/"):
        page.goto(path)
        page.wait_for_load_state("networkidle")
    read(page, "/articles/chips/")
    press(page, "Save")
    wait_until(page, lambda: "/articles/chips/" in page.evaluate(KEPT_AS, "saved"))
    kept = page.evaluate(KEPT)
    assert "/offline/" in kept
    assert not [
        path for path in kept if path.startswith(("/accounts/", "/search/", "/admin/", "/saved/")) or path == "/"
    ]
    assert "Bob Brandt" not in page.evaluate(BODIES)
    assert "csrfmiddlewaretoken" not in page.evaluate(BODIES)
    profile.set_offline(True)
    page.goto("/articles/chips/")
    expect(page.get_by_text("They forget.")).to_be_visible()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
    page.goto("/accounts/profile/")
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no connection")


def test_whoever_signs_out_leaves_nothing(page, profile, article, bob, sign_in):
    sign_in(bob, profile)
    read(page, "/articles/chips/")
    press(page, "Save")
    wait_until(page, lambda: "/articles/chips/" in page.evaluate(KEPT_AS, "saved"))
    settle(page)
    page.goto("/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/")
    assert not [path for path in page.evaluate(KEPT) if path.startswith(("/articles/", "/media/articles/"))]
    profile.set_offline(True)
    page.goto("/articles/chips/")
    expect(page.get_by_text("Nothing yet.")).to_be_visible()


@pytest.fixture(params=[False, True], ids=["guest", "account"])
def just_saved(request, page, profile, article, bob, sign_in):
    """Chips, by a guest or by Bob, whose page it still is."""
    if request.param:
        sign_in(bob, profile)
    read(page, "/articles/chips/")
    press(page, "Save")
    wait_until(page, lambda: "/articles/chips/" in page.evaluate(KEPT_AS, "saved"))


def test_what_is_saved_is_kept_until_it_is_taken_off_the_list(page, profile, just_saved):
    for number in range(31):
        make_article(f"Piece {number}")
        page.goto(f"/articles/piece-{number}/")
    wait_until(page, lambda: "/articles/chips/" not in page.evaluate(KEPT_AS, "pages"))
    settle(page)
    profile.set_offline(True)
    page.goto("/articles/chips/")
    expect(page.get_by_text("They forget.")).to_be_visible()
    profile.set_offline(False)
    page.goto("/saved/")
    page.get_by_role("button", name="Remove Chips").click()
    expect(page.locator(".shelf__item")).to_have_count(0)
    wait_until(page, lambda: page.evaluate(KEPT_AS, "saved") == page.evaluate(KEPT_AS, "shown") == [])


def test_button_that_saved_takes_back_what_it_kept(page, just_saved):
    press(page, "Saved")
    wait_until(page, lambda: page.evaluate(KEPT_AS, "saved") == page.evaluate(KEPT_AS, "shown") == [])


def test_opening_what_is_saved_keeps_its_newest_version(page, profile, article):
    read(page, "/articles/chips/")
    press(page, "Save")
    wait_until(page, lambda: "/articles/chips/" in page.evaluate(KEPT_AS, "saved"))
    Article.objects.update(title="Crisps")
    page.goto("/articles/chips/")
    wait_until(page, lambda: page.evaluate(BODIES).count("<title>Crisps") == 2)  # as opened and as saved


def test_what_is_saved_on_another_device_is_kept_when_the_list_is_opened(page, profile, article, bob, sign_in):
    Saved.objects.put_all(bob, [article.pk])
    sign_in(bob, profile)
    page.goto("/")
    settle(page)
    page.goto("/saved/")
    wait_until(page, lambda: "/articles/chips/" in page.evaluate(KEPT_AS, "saved"))


def test_pictures_of_what_is_saved_are_there_though_nobody_scrolled_to_them(page, profile, article):
    figure = make_image(file=make_upload(size=(900, 600)))
    figure.make_renditions()
    below = "<p>They forget.</p>" * 200
    make_article("Crisps", body=f'{below}<figure><img src="{figure.file.url}" alt="A graph"></figure>')
    read(page, "/articles/crisps/")
    press(page, "Save")
    wait_until(page, lambda: any(path.startswith("/media/") for path in page.evaluate(KEPT_AS, "shown")))
    settle(page)
    profile.set_offline(True)
    page.goto("/articles/crisps/")
    image = page.get_by_role("img", name="A graph")
    image.scroll_into_view_if_needed()
    expect(image).not_to_have_js_property("naturalWidth", 0)
    page.goto("/articles/crisps/")
    expect(page.get_by_text(re.compile(r"Offline\. This copy is from \d+ \w+ \d{4}, "))).to_be_visible()


@pytest.mark.parametrize("name", ["Clear all", "Turn off and clear"])
def test_whoever_clears_their_history_leaves_no_copy_of_what_they_opened(page, profile, article, name):
    make_article("Crisps")
    read(page, "/articles/chips/")
    press(page, "Save")
    wait_until(page, lambda: "/articles/chips/" in page.evaluate(KEPT_AS, "saved"))
    read(page, "/articles/crisps/")
    settle(page)
    page.goto("/history/")
    page.get_by_role("button", name=name).click()
    wait_until(page, lambda: page.evaluate(KEPT_AS, "pages") == [])
    assert page.evaluate(KEPT_AS, "saved") == ["/articles/chips/"]


def test_page_without_a_connection_shows_what_is_saved_first(page, profile, article):
    make_article("Crisps")
    make_article("Wafers")
    for slug in ("chips", "crisps", "wafers"):
        read(page, f"/articles/{slug}/")
        if slug == "chips":
            press(page, "Save")
            wait_until(page, lambda: "/articles/chips/" in page.evaluate(KEPT_AS, "saved"))
    settle(page)
    profile.set_offline(True)
    page.goto("/saved/")
    expect(page.get_by_role("main").get_by_role("heading")).to_have_text(
        ["There is no connection", "Saved for later", "Chips", "Read last", "Wafers", "Crisps"]
    )
    saved = page.get_by_role("region", name="Saved for later")
    expect(saved.locator(".shelf__facts")).to_contain_text("Technologies · ")
    expect(saved.locator("img")).not_to_have_js_property("naturalWidth", 0)


def test_the_newest_thirty_are_kept(page, live_server):
    for number in range(32):
        make_article(f"Piece {number}")
    for number in range(32):
        read(page, f"/articles/piece-{number}/")
    newest = [f"/articles/piece-{number}/" for number in range(2, 32)]
    wait_until(page, lambda: newest == [path for path in page.evaluate(KEPT) if path.startswith("/articles/")])


def test_worker_that_is_switched_off_takes_everything_away(page, article, settings):
    read(page, "/articles/chips/")
    press(page, "Save")
    wait_until(page, lambda: "/articles/chips/" in page.evaluate(KEPT_AS, "saved"))
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
