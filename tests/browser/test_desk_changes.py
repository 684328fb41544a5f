"""Two editors at once, and changes that wait behind a published article, in real browsers."""

import pytest
from playwright.sync_api import expect

from articles.models import Article
from tests.factories import make_article

from .screens import forget_what_was_said, with_and_without_javascript

# Buttons that say first what is open, and what is pressed then.
ASKS = {"Publish changes": "Publish anyway", "Schedule changes": "Schedule anyway"}


@pytest.fixture
def desk(sign_in, new_context, viewport, javascript):
    """Opens the article at the desk in a browser of somebody's own."""

    def desk(user, article):
        profile = new_context(viewport=viewport, java_script_enabled=javascript)
        sign_in(user, profile)
        page = profile.new_page()
        page.goto(f"/admin/articles/article/{article.pk}/change/")
        return page

    return desk


def press(page, button):
    forget_what_was_said(page)
    page.get_by_role("button", name=button, exact=True).click()
    if button in ASKS:
        page.get_by_role("button", name=ASKS[button]).click()
    expect(page.locator(".messagelist")).to_be_visible()


def newest():
    return Article.objects.get().newest_content


def test_two_editors_at_once_both_keep_their_changes(desk, editor, alice):
    """His clock stands still, or an autosave might take in hers before he saves."""
    article = make_article("Chips", status="draft", body="<p>First.</p><p>Second.</p>", authors=[alice])
    his, hers = desk(editor, article), desk(alice, article)
    his.clock.install()
    his.clock.pause_at(his.evaluate("Date.now()") + 60_000)
    body = his.get_by_role("textbox", name="Body")
    body.locator("p").first.click()
    body.press("Home")
    body.press_sequentially("Mine. ")
    hers.get_by_label("Headline").fill("Words of Alice")
    her_body = hers.get_by_role("textbox", name="Body")
    her_body.locator("p").last.click()
    her_body.press("ControlOrMeta+End")
    her_body.press_sequentially(" Hers.")
    press(hers, "Save draft")
    press(his, "Save draft")
    expect(his.locator(".messagelist")).to_contain_text("Merged with what Alice Ashby saved meanwhile.")
    expect(his.get_by_label("Headline")).to_have_value("Words of Alice")
    expect(body).to_have_text("Mine. First.Second. Hers.")


@with_and_without_javascript
def test_clash_of_two_editors_is_settled_side_by_side(desk, editor, alice, javascript):
    article = make_article("Chips", body="<p>One.</p>", lead="Old", authors=[alice])
    his, hers = desk(editor, article), desk(alice, article)
    his.get_by_label("Headline").fill("His headline")
    his.get_by_label("Lead").fill("His lead")
    hers.get_by_label("Headline").fill("Her headline")
    press(hers, "Save draft of changes")
    press(his, "Publish changes")
    expect(his.get_by_role("heading", level=1)).to_contain_text("Two texts")
    expect(his.locator(".messagelist")).to_contain_text("saved meanwhile by Alice Ashby")
    assert newest()["title"] == "Her headline"
    clash = his.get_by_role("group", name="Headline")
    expect(clash.locator("ins")).to_have_text(["His headline", "Her headline"])
    clash.get_by_role("radio", name="Alice Ashby").check()
    press(his, "Save what is chosen")
    expect(his.get_by_label("Headline")).to_have_value("Her headline")
    expect(his.get_by_label("Lead")).to_have_value("His lead")
    assert Article.objects.get().title == "Chips"
    his.get_by_role("link", name="History").click()
    expect(his.locator(".revisions__row")).to_have_count(4)


def test_readers_see_changes_when_they_are_published(desk, page, editor):
    article = make_article("Chips")
    his = desk(editor, article)
    his.get_by_label("Headline").fill("Wafers")
    press(his, "Save draft of changes")
    expect(his.locator(".desk-title")).to_contain_text("Changes not published yet")
    page.goto(article.get_absolute_url())
    expect(page.get_by_role("heading", level=1)).to_contain_text("Chips")
    his.get_by_label("Go live at").fill("2099-05-03T10:00")
    press(his, "Schedule changes")
    expect(his.locator(".desk-title")).to_contain_text("Changes go live on 3 May 2099 10:00")
    press(his, "Publish changes")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Wafers")


def test_discarded_changes_are_restored_from_the_history(desk, editor):
    article = make_article("Chips")
    his = desk(editor, article)
    his.get_by_label("Headline").fill("Wafers")
    press(his, "Save draft of changes")
    his.get_by_role("link", name="Discard changes").click()
    press(his, "Discard changes")
    expect(his.get_by_label("Headline")).to_have_value("Chips")
    his.get_by_role("link", name="History").click()
    his.locator(".revisions__row").first.get_by_role("link", name="Restore").click()
    expect(his.locator("ins")).to_have_text("Wafers")
    press(his, "Restore it")
    expect(his.get_by_label("Headline")).to_have_value("Wafers")
    assert Article.objects.get().title == "Chips"
