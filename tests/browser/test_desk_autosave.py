"""The desk saves by itself while somebody writes, alone, together, offline, signed out and until the browser crashes."""

import re

import pytest
from playwright.sync_api import expect

from articles.models import Article
from tests.factories import PASSWORD, make_article, make_category

from .screens import faults
from .test_desk_kept_text import crash
from .test_desk_writing import open_desk, save

BODY = "<p>One.</p><p>Two.</p><p>Three.</p>"


@pytest.fixture
def draft(editor, alice):
    return make_article("A draft", status="draft", body=BODY, authors=[editor, alice])


@pytest.fixture
def colleague(new_context, sign_in, alice, viewport):
    profile = new_context(viewport=viewport)
    sign_in(alice, profile)
    return profile.new_page()


def type_into(body, paragraph, words):
    body.locator("p").nth(paragraph).click()
    body.press("End")
    body.press_sequentially(words)


def saved(page):
    expect(page.locator(".save-state")).to_have_text(re.compile(r"Saved \d\d:\d\d"), timeout=15000)


def words_of(article) -> str:
    article.refresh_from_db()
    return article.newest_content["body"]


def test_words_are_on_the_server_when_the_browser_crashes(page, sign_in, editor, draft):
    body, _ = open_desk(page, sign_in, editor, draft)
    type_into(body, 2, " Three hours of work.")
    saved(page)
    page = crash(page)
    page.evaluate("localStorage.clear()") if page.url.startswith("http") else None
    body, _ = open_desk(page, sign_in, editor, draft)
    expect(body).to_contain_text("Three hours of work.")
    expect(page.locator(".copy-offer")).to_have_count(0)


def test_new_article_becomes_a_draft_at_its_own_address(page, sign_in, editor):
    make_category("Science")
    body, _ = open_desk(page, sign_in, editor)
    page.get_by_label("Headline").fill("Never sent")
    body.click()
    body.press_sequentially("A body")
    expect(page.locator(".save-state")).to_have_text("Kept on this device until a category is chosen")
    page.get_by_label("Category").select_option("Science")
    saved(page)
    article = Article.objects.get()
    expect(page).to_have_url(f"/admin/articles/article/{article.pk}/change/")
    body.press_sequentially(", longer")
    expect(page.locator(".save-state")).to_have_text("Not saved yet")
    saved(page)
    page.reload()
    expect(page.get_by_role("textbox", name="Body")).to_contain_text("A body, longer")
    assert Article.objects.get().slug == "never-sent"


def test_two_who_write_at_once_see_each_other_and_what_the_other_wrote(page, colleague, sign_in, editor, alice, draft):
    his, _ = open_desk(page, sign_in, editor, draft)
    colleague.goto(page.url)
    hers = colleague.get_by_role("textbox", name="Body")
    expect(colleague.locator("[data-presence]")).to_contain_text("Eddie Editor is editing this")
    expect(page.locator("[data-presence]")).to_contain_text("Alice Ashby is editing this", timeout=15000)
    type_into(his, 0, " Of his.")
    saved(page)
    type_into(hers, 2, " Of hers.")
    expect(hers).to_contain_text("One. Of his.", timeout=15000)
    expect(colleague.get_by_text("Eddie Editor changed: text.")).to_be_visible()
    hers.press_sequentially(" More of hers.")
    saved(colleague)
    type_into(his, 1, " More of his.")
    expect(his).to_contain_text("Three. Of hers. More of hers.", timeout=15000)
    saved(page)
    merged = "<p>One. Of his.</p><p>Two. More of his.</p><p>Three. Of hers. More of hers.</p>"
    assert words_of(draft) == merged
    his.press("ControlOrMeta+z")
    expect(his).to_contain_text("Of hers.")


def test_clash_is_said_in_place_and_can_be_settled(page, sign_in, editor, alice, draft):
    body, _ = open_desk(page, sign_in, editor, draft)
    draft.save_draft(draft.content | {"body": "<p>One, she says.</p><p>Two.</p><p>Three.</p>"}, by=alice)
    type_into(body, 0, " He says.")
    expect(page.locator(".save-state")).to_contain_text("Alice Ashby changed the same words", timeout=15000)
    page.get_by_role("button", name="Compare and choose").click()
    expect(page).to_have_url(re.compile("/merge/$"))
    expect(page.locator("main")).to_contain_text("He says.")


def test_words_written_offline_are_saved_when_online_again(page, sign_in, editor, draft):
    body, _ = open_desk(page, sign_in, editor, draft)
    page.context.set_offline(True)
    type_into(body, 0, " Offline.")
    expect(page.locator(".save-state")).to_contain_text("Offline. Kept on this device")
    page.context.set_offline(False)
    saved(page)
    assert "One. Offline." in words_of(draft)


def test_answer_that_got_lost_is_asked_for_again_before_more_is_sent(page, sign_in, editor, draft):
    body, _ = open_desk(page, sign_in, editor, draft)
    lost = []

    def lose(route):
        route.fetch()
        lost.append(route.request)
        route.abort()

    page.route("**/autosave/", lose, times=1)
    type_into(body, 0, " First.")
    page.wait_for_event("requestfailed", timeout=15000)
    body.press_sequentially(" Second.")
    save(page)
    assert lost
    assert "One. First. Second." in words_of(draft)
    assert not draft.revisions.filter(kind="set_aside").exists()


def test_who_was_signed_out_signs_in_elsewhere_and_it_goes_on(page, sign_in, editor, draft):
    body, _ = open_desk(page, sign_in, editor, draft)
    page.context.clear_cookies(name="sessionid")
    type_into(body, 0, " Signed out.")
    line = page.locator(".save-state")
    expect(line).to_contain_text("Signed out: kept on this device.", timeout=15000)
    with page.expect_popup() as popup:
        line.get_by_role("link", name="Sign in").click()
    tab = popup.value
    tab.get_by_label("E-mail").fill("editor")
    tab.locator("input[type=password]").fill(PASSWORD)
    tab.locator("input[type=password]").press("Enter")
    expect(tab).to_have_url("/admin/")
    tab.close()
    saved(page)
    assert "One. Signed out." in words_of(draft)
    save(page)


@pytest.mark.parametrize("mine", [0, 1, 2])
def test_caret_stays_where_somebody_writes(page, sign_in, editor, alice, draft, mine):
    body, _ = open_desk(page, sign_in, editor, draft)
    paragraphs = ["One.", "Two.", "Three."]
    hers = "".join(f"<p>{words if at == mine else 'Of hers.'}</p>" for at, words in enumerate(paragraphs))
    draft.save_draft(draft.content | {"body": hers}, by=alice)
    type_into(body, mine, "  Of mine")
    expect(body).to_contain_text("Of hers", timeout=15000)
    saved(page)
    page.keyboard.type(", longer.")
    paragraphs = [f"{words} Of mine, longer." if at == mine else "Of hers." for at, words in enumerate(paragraphs)]
    expect(body.locator("p")).to_have_text(paragraphs)


def test_words_are_sent_within_two_seconds_of_a_pause(page, sign_in, editor, draft):
    """By the page's own clock, which the test moves: nothing depends on how busy the machine is."""
    page.clock.install()
    body, _ = open_desk(page, sign_in, editor, draft)
    page.clock.pause_at(page.evaluate("Date.now()") + 60_000)
    sent = []
    page.on("request", lambda request: sent.append(request) if request.url.endswith("/autosave/") else None)
    for words in (" First.", " Second."):
        type_into(body, 0, words)
        before = len(sent)
        with page.expect_response("**/autosave/"):
            page.clock.run_for(2000)
        assert len(sent) == before + 1
        expect(page.locator(".save-state")).to_contain_text("Saved ")
    assert "One. First. Second." in words_of(draft)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_others_changed_and_what_clashes_is_said_accessibly(page_for_axe, sign_in, editor, alice, draft, scheme):
    page = page_for_axe
    sign_in(editor, page.context)
    page.emulate_media(color_scheme=scheme)
    body, _ = open_desk(page, lambda _: None, editor, draft)
    draft.save_draft(draft.content | {"body": BODY.replace("Three", "Hers")}, by=alice)
    type_into(body, 0, " His.")
    expect(page.get_by_text("Alice Ashby changed: text.")).to_be_visible(timeout=15000)
    assert faults(page) == []
    saved(page)
    draft.refresh_from_db()
    draft.save_draft(draft.content | {"body": BODY.replace("One", "One, she says")}, by=alice)
    type_into(body, 0, " He says.")
    expect(page.locator(".save-state")).to_contain_text("Alice Ashby changed the same words", timeout=15000)
    assert faults(page) == []
