"""The preview at the desk, links to it for people without an account, and what is asked before publishing."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles.models import Article, PreviewLink
from tests.factories import make_article

from .screens import faults, on_phone, with_and_without_javascript


@pytest.fixture
def draft(editor):
    body = "<h2>Legs</h2><p>They walk.</p><p><a href='#legs'>Up</a></p>"
    return make_article("Robots", status="draft", published_at=None, authors=[editor], body=body)


def at(article, place):
    return f"/admin/articles/article/{article.pk}/{place}"


@with_and_without_javascript
def test_preview_is_as_wide_and_as_dark_as_chosen(page, sign_in, editor, draft, javascript):
    sign_in(editor)
    page.goto(at(draft, "preview/"))
    frame = page.frame_locator("#preview")
    expect(frame.get_by_role("heading", level=1)).to_have_text("Robots")
    for name, width in [("Tablet", 820), ("Desktop", 1280), ("Phone", 390)]:
        page.get_by_role("link", name=name).click()
        expect(page.get_by_role("link", name=name)).to_have_attribute("aria-current", "true")
        assert page.locator("#preview").bounding_box()["width"] == width
    page.get_by_role("link", name="Dark").click()
    expect(frame.locator("html")).to_have_attribute("data-theme", "dark")
    expect(frame.locator("body")).to_have_css("background-color", "rgb(18, 19, 23)")
    page.reload()
    expect(frame.locator("html")).to_have_attribute("data-theme", "dark")
    page.get_by_role("link", name="Back to writing").click()
    expect(page).to_have_url(at(draft, "change/"))


def test_links_in_the_preview_do_not_leave_it(page, sign_in, editor, draft):
    sign_in(editor)
    page.goto(at(draft, "preview/"))
    frame = page.frame_locator("#preview")
    frame.get_by_role("link", name="Up").click()
    with page.expect_popup() as opened:
        frame.get_by_role("link", name="How we count").click()
    expect(opened.value.get_by_role("heading", level=1)).to_be_visible()
    expect(frame.get_by_role("heading", level=1)).to_have_text("Robots")


@with_and_without_javascript
def test_link_opens_for_a_stranger_until_it_is_revoked(page, new_context, sign_in, editor, draft, javascript):
    sign_in(editor)
    page.goto(at(draft, "change/"))
    page.get_by_label("Lead").fill("With new legs.")
    page.get_by_role("button", name="Save and preview").click()
    page.get_by_role("link", name="Share a preview").click()
    page.get_by_role("button", name="Make a link").click()
    address = page.get_by_label("Address of the link").input_value()
    stranger = new_context().new_page()
    assert stranger.goto(address).status == 200
    expect(stranger.get_by_text("With new legs.")).to_be_visible()
    expect(stranger.get_by_role("complementary", name="Preview")).to_contain_text("Preview, not published.")
    assert not stranger.context.cookies()
    page.reload()
    expect(page.get_by_text("opened 1 time")).to_be_visible()
    page.get_by_role("button", name="Revoke").click()
    assert stranger.reload().status == 410
    expect(stranger.get_by_text("please ask Eddie Editor")).to_be_visible()


def test_expired_link_is_gone_and_one_to_what_was_published_leads_there(page, editor, draft):
    link = PreviewLink.objects.make(draft, days=7, by=editor)
    PreviewLink.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert page.goto(link.get_absolute_url()).status == 410
    expect(page.get_by_role("heading", level=1)).to_have_text("This preview has ended")
    draft.publish()
    page.goto(link.get_absolute_url())
    expect(page).to_have_url(draft.get_absolute_url())


def test_link_is_copied_by_a_button(page, context, sign_in, editor, draft):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    link = PreviewLink.objects.make(draft, days=7, by=editor)
    sign_in(editor)
    page.goto(at(draft, "preview/links/"))
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").endswith(link.get_absolute_url())


@with_and_without_javascript
def test_publishing_asks_once_keeps_the_text_and_goes_on(page, sign_in, editor, draft, javascript):
    sign_in(editor)
    page.goto(at(draft, "change/"))
    page.get_by_label("Headline").fill("Robots that walk")
    page.get_by_role("button", name="Publish", exact=True).click()
    asking = page.get_by_role("region", name="Publish it with")
    expect(asking).to_contain_text("There is no cover")
    expect(page.get_by_label("Headline")).to_have_value("Robots that walk")
    asking.get_by_role("link", name="Back to writing").click()
    page.get_by_label("Headline").fill("Robots that run")
    assert Article.objects.get().title == "Robots"
    page.get_by_role("button", name="Publish anyway").click()
    expect(page.locator(".messagelist")).to_contain_text("Published: Robots that run")
    assert Article.objects.get().is_published


@on_phone
def test_text_is_looked_over_while_it_is_written(page, sign_in, editor, draft):
    sign_in(editor)
    page.goto(at(draft, "change/"))
    checklist = page.get_by_role("region", name="Before publishing")
    expect(checklist).not_to_contain_text("There is no lead")
    page.get_by_label("Lead").fill("")
    body = page.get_by_role("textbox", name="Body")
    body.locator("p").first.click()
    body.press_sequentially(" TK ")
    checklist.get_by_role("button", name="Look again").click()
    expect(checklist).to_contain_text("There is no lead")
    expect(checklist).to_contain_text("“TK” still stands in the text")
    checklist.get_by_role("link", name="There is no lead").click()
    expect(page.get_by_label("Lead")).to_be_focused()
    assert Article.objects.get().lead != ""


def test_question_and_previews_are_accessible_in_both_schemes(page_for_axe, context, sign_in, editor, draft):
    page = page_for_axe
    sign_in(editor, page.context)
    link = PreviewLink.objects.make(draft, days=7, by=editor)
    for scheme in ["light", "dark"]:
        page.emulate_media(color_scheme=scheme)
        page.goto(at(draft, "change/"))
        page.get_by_role("button", name="Publish", exact=True).click()
        expect(page.get_by_role("button", name="Publish anyway")).to_be_visible()
        assert faults(page) == []
        page.goto(at(draft, "preview/links/"))
        assert faults(page) == []
        page.goto(link.get_absolute_url())
        assert faults(page) == []
    PreviewLink.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    for scheme in ["light", "dark"]:
        page.emulate_media(color_scheme=scheme)
        assert page.goto(link.get_absolute_url()).status == 410
        assert faults(page) == []
