"""A reader finds out what an article said before and what is read most; an editor tells readers what was wrong."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles.models import Activity, Article
from reactions.models import ViewDay

from ..factories import make_article
from .screens import PHONE, faults, on_phone, with_and_without_javascript

BODY = "<p>It has one core.</p>" + "<p>The rest stays as it is, whatever happens.</p>" * 3
NOTE = "An earlier version of this article said that the chip has one core. It has two."


@pytest.fixture
def chips(live_server, alice):
    week_ago = timezone.now() - timedelta(days=7)
    article = make_article("Chips", slug="chips", body=BODY, authors=[alice], published_at=week_ago)
    Article.objects.filter(pk=article.pk).update(text_changed_at=week_ago)
    article.refresh_from_db()
    return article


@pytest.fixture
def corrected(chips, editor):
    chips.save_draft(chips.content | {"title": "Small chips", "body": BODY.replace("one core", "two cores")}, by=editor)
    chips.tell_with_changes(NOTE, by=editor)
    chips.publish_changes(by=editor)
    return chips


@on_phone
@with_and_without_javascript
def test_reader_on_a_phone_sees_what_was_corrected(page, corrected):
    page.goto("/articles/chips/")
    expect(page.get_by_role("region", name="Corrections and updates")).to_contain_text(NOTE)
    page.get_by_role("link", name=re.compile("^Updated")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("How this article has changed")
    expect(page.get_by_role("listitem").filter(has_text="Correction")).to_contain_text(NOTE)
    page.get_by_role("link", name="What changed").click()
    expect(page.locator("del")).to_have_text(["Taken out", "Chips", "one core"])
    expect(page.locator("ins")).to_have_text(["put in", "Small chips", "two cores"])
    expect(page.get_by_text("The rest stays").first).to_be_hidden()
    page.get_by_text("3 unchanged paragraphs").click()
    expect(page.get_by_text("The rest stays").first).to_be_visible()
    page.get_by_role("link", name="History").click()
    page.get_by_role("navigation", name="Breadcrumb").get_by_role("link", name="Back").click()
    expect(page).to_have_url(re.compile("/articles/chips/$"))


@with_and_without_javascript
def test_editor_tells_readers_and_takes_words_out_of_the_history(page, sign_in, editor, chips):
    sign_in(editor)
    page.goto(f"/admin/articles/article/{chips.pk}/change/")
    page.get_by_label("Lead").fill("Now with two cores.")
    page.get_by_label("What readers are told").fill(NOTE)
    page.get_by_label("Told as").select_option("Clarification")
    page.get_by_role("button", name="Publish changes", exact=True).click()
    page.get_by_role("button", name="Publish anyway").click()
    expect(page.locator(".messagelist")).to_contain_text("Published")
    page.goto("/articles/chips/")
    expect(page.get_by_role("region", name="Corrections and updates")).to_contain_text("Clarification")
    page.goto(f"/admin/articles/article/{chips.pk}/history/")
    page.get_by_role("link", name="What readers see of it").click()
    page.get_by_role("button", name="Withhold its words").click()
    expect(page.locator(".messagelist")).to_contain_text("Readers see it so from now on.")
    page.goto("/articles/chips/history/")
    expect(page.get_by_text("not shown any more")).to_be_visible()


@on_phone
def test_reader_on_a_phone_chooses_what_is_most_read_today(page, chips):
    other = make_article("Cables")
    today = timezone.now().date()
    ViewDay.add(
        {(chips.pk, today): 2, (other.pk, today - timedelta(days=2)): 5, (chips.pk, today - timedelta(days=9)): 9}
    )
    Activity.settle()
    page.goto("/")
    page.get_by_role("link", name="More of what is most read").click()
    titles = page.locator(".most-read .card__title")
    expect(titles).to_have_text(["Cables", "Chips"])
    page.get_by_role("link", name="24 hours").click()
    expect(page.get_by_role("link", name="24 hours")).to_have_attribute("aria-current", "page")
    expect(titles).to_have_text(["Chips"])
    page.get_by_role("link", name="30 days").click()
    expect(titles).to_have_text(["Chips", "Cables"])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE], ids=["phone"], indirect=True)
def test_pages_are_accessible(page_for_axe, sign_in, editor, corrected, scheme):
    page_for_axe.emulate_media(color_scheme=scheme)
    newest = corrected.editions.newest_first()[0]
    found = []
    for path in ("", "history/", f"history/{newest.pk}/"):
        page_for_axe.goto(f"/articles/chips/{path}")
        found += faults(page_for_axe)
    page_for_axe.goto("/most-read/")
    found += faults(page_for_axe)
    sign_in(editor, page_for_axe.context)
    page_for_axe.goto(f"/admin/articles/article/{corrected.pk}/history/public/")
    found += faults(page_for_axe)
    assert found == []
