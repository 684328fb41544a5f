"""What is written at the desk is kept in the browser too, until the server has it."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles.models import Article
from pages.models import Page
from tests.factories import PASSWORD, make_article, make_category, make_image, make_tag
from tests.magazine.servers import until

from .screens import faults
from .test_desk_writing import open_desk, save

KEPT = "Kept on this device"


@pytest.fixture(autouse=True)
def no_autosave(context):
    """What is kept is what the server never got."""
    context.route("**/autosave/", lambda route: route.abort())


@pytest.fixture
def draft(editor):
    return make_article("A draft", status="draft", body="<p>On the server.</p>", authors=[editor])


def write(page, body, words):
    body.click()
    body.press("ControlOrMeta+End")
    body.press_sequentially(words)
    expect(page.locator(".save-state")).to_contain_text(KEPT)


def crash(page):
    """Gone, as in a crash: no event of the page is heard, and nothing is asked."""
    context = page.context
    page.close(run_before_unload=False)
    return context.new_page()


def test_words_come_back_after_a_crash_and_can_be_saved(page, sign_in, editor, draft):
    body, _ = open_desk(page, sign_in, editor, draft)
    write(page, body, " Three hours of work.")
    page = crash(page)
    body, _ = open_desk(page, sign_in, editor, draft)
    expect(body).not_to_contain_text("Three hours")
    offer = page.locator(".copy-offer")
    expect(offer).to_contain_text("Unsaved text from")
    offer.get_by_role("button", name="Show").click()
    expect(offer).to_contain_text("On the server. Three hours of work.")
    offer.get_by_role("button", name="Restore").click()
    expect(body).to_contain_text("Three hours")
    save(page)
    draft.refresh_from_db()
    assert "Three hours of work." in draft.body
    expect(page.locator(".copy-offer")).to_have_count(0)
    until(lambda: not page.evaluate("Object.keys(localStorage).some((key) => key.startsWith('copy '))"))


def test_every_field_of_a_new_article_comes_back(page, sign_in, editor, alice):
    make_category("Science")
    make_tag("Robots")
    make_image(alt="Green")
    body, _ = open_desk(page, sign_in, editor)
    page.get_by_label("Headline").fill("Never sent")
    page.get_by_label("Lead").fill("A lead")
    page.get_by_label("Category").select_option("Science")
    page.get_by_label("Featured").check()
    page.locator(".field-tags").get_by_role("searchbox").fill("robo")
    page.get_by_role("option", name="Robots").click()
    page.locator(".field-byline").get_by_role("searchbox").fill("Ashby")
    page.get_by_role("option", name="Alice Ashby").click()
    page.get_by_role("button", name="Choose a picture").click()
    page.get_by_role("dialog", name="Choose a picture").get_by_role("button", name="Green").click()
    write(page, body, "A body")
    page = crash(page)
    open_desk(page, sign_in, editor)
    page.get_by_role("button", name="Restore").click()
    expect(page.locator(".picture-chooser img")).to_be_visible()
    save(page)
    article = Article.objects.get(title="Never sent")
    assert (article.lead, article.body, article.category.name) == ("A lead", "<p>A body</p>", "Science")
    assert (article.featured, [tag.name for tag in article.tags.all()]) == (True, ["Robots"])
    assert (article.byline_authors, article.cover.alt) == ([editor, alice], "Green")


def test_session_that_ended_leads_to_sign_in_and_back_to_the_words(page, sign_in, editor, draft):
    body, _ = open_desk(page, sign_in, editor, draft)
    body.click()
    body.press("ControlOrMeta+End")
    body.press_sequentially(" Three hours of work.")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_label("What you wrote").last).to_have_value("<p>On the server. Three hours of work.</p>")
    page.get_by_role("link", name="Sign in and go on writing").click()
    page.get_by_label("E-mail").fill("editor")
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("input[type=password]").press("Enter")
    expect(page.get_by_role("textbox", name="Body")).to_contain_text("Three hours of work.")
    expect(page.locator(".copy-offer")).to_contain_text("is back, and not saved yet")
    save(page)
    draft.refresh_from_db()
    assert "Three hours of work." in draft.body


def test_nothing_is_sent_while_offline_and_the_words_stay(page, sign_in, editor, draft):
    body, _ = open_desk(page, sign_in, editor, draft)
    page.context.set_offline(True)
    expect(page.locator(".save-state")).to_have_text("Offline. No changes yet")
    write(page, body, " More.")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("You are offline, so nothing was sent.")).to_be_attached()
    expect(body).to_contain_text("More.")
    page.context.set_offline(False)
    save(page)
    draft.refresh_from_db()
    assert draft.body == "<p>On the server. More.</p>"


def test_older_words_are_offered_as_such_and_do_not_replace_a_newer_version(page, sign_in, editor, draft):
    body, _ = open_desk(page, sign_in, editor, draft)
    write(page, body, " Mine.")
    draft.save_draft(draft.content | {"body": "<p>Of somebody else.</p>"}, by=None)
    page = crash(page)
    body, _ = open_desk(page, sign_in, editor, draft)
    expect(page.locator(".copy-offer")).to_contain_text("written on an older version")
    page.get_by_role("button", name="Restore").click()
    page.get_by_role("button", name="Save draft").click()
    expect(page).to_have_url(re.compile("/merge/$"))
    draft.refresh_from_db()
    assert draft.body == "<p>Of somebody else.</p>"


def test_words_of_one_are_not_offered_to_another_and_can_be_thrown_away(page, sign_in, editor, alice, draft):
    body, _ = open_desk(page, sign_in, editor, draft)
    write(page, body, " Mine.")
    page = crash(page)
    draft.bylines.create(author=alice, position=1)
    open_desk(page, sign_in, alice, draft)
    expect(page.locator(".copy-offer")).to_have_count(0)
    open_desk(page, sign_in, editor, draft)
    page.get_by_role("button", name="Discard").click()
    page.reload()
    expect(page.get_by_role("toolbar", name="Body tools")).to_be_visible()
    expect(page.locator(".copy-offer")).to_have_count(0)


def test_date_that_was_sent_is_not_offered_again(page, sign_in, editor, draft):
    draft.published_at = timezone.now() + timedelta(days=1)
    draft.status = Article.Status.PUBLISHED
    draft.save()
    open_desk(page, sign_in, editor, draft)
    page.get_by_label("Publish at").fill("")
    page.get_by_role("button", name="Publish now").click()
    page.get_by_role("button", name="Publish anyway").click()
    expect(page.locator(".messagelist")).to_contain_text("Published: A draft")
    expect(page.get_by_label("Publish at")).not_to_have_value("")
    expect(page.get_by_role("textbox", name="Body")).to_be_visible()
    expect(page.locator(".save-state")).to_have_text("No changes yet")
    expect(page.locator(".copy-offer")).to_have_count(0)


# pages


@pytest.fixture
def about(editor):
    return Page.objects.create(title="About us", slug="about-us", body="<p>On the server.</p>", published=True)


def open_page(page, sign_in, user, about):
    sign_in(user)
    page.goto(f"/admin/pages/page/{about.pk}/change/")
    expect(page.locator(".ProseMirror")).to_be_visible()
    return page.locator(".ProseMirror")


def test_words_of_a_page_come_back_after_a_crash(page, sign_in, editor, about):
    write(page, open_page(page, sign_in, editor, about), " Three hours of work.")
    page = crash(page)
    body = open_page(page, sign_in, editor, about)
    expect(body).not_to_contain_text("Three hours")
    page.get_by_role("button", name="Restore").click()
    expect(body).to_contain_text("Three hours")
    save(page, "Save")
    about.refresh_from_db()
    assert about.body == "<p>On the server. Three hours of work.</p>"
    expect(page.locator(".save-state")).to_have_text("No changes yet")
    expect(page.locator(".copy-offer")).to_have_count(0)


def test_words_of_a_page_survive_a_session_that_ended(page, sign_in, editor, about):
    write(page, open_page(page, sign_in, editor, about), " Three hours of work.")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("link", name="Sign in and go on writing").click()
    page.get_by_label("E-mail").fill("editor")
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("input[type=password]").press("Enter")
    expect(page.locator(".ProseMirror")).to_contain_text("Three hours of work.")
    save(page, "Save")
    about.refresh_from_db()
    assert "Three hours of work." in about.body


def test_page_is_not_sent_while_offline(page, sign_in, editor, about):
    body = open_page(page, sign_in, editor, about)
    page.context.set_offline(True)
    write(page, body, " More.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("You are offline, so nothing was sent.")).to_be_attached()
    expect(body).to_contain_text("More.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_offer_of_a_kept_copy_is_accessible(page_for_axe, sign_in, editor, draft, scheme):
    page_for_axe.context.route("**/autosave/", lambda route: route.abort())
    sign_in(editor, page_for_axe.context)
    body, _ = open_desk(page_for_axe, lambda _: None, editor, draft)
    write(page_for_axe, body, " Three hours of work.")
    page = crash(page_for_axe)
    page.emulate_media(color_scheme=scheme)
    open_desk(page, lambda _: None, editor, draft)
    page.locator(".copy-offer").get_by_role("button", name="Show").click()
    assert faults(page) == []
    page.get_by_role("button", name="Restore").click()
    assert faults(page) == []
