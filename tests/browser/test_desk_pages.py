"""Every page of the desk: accessible in both schemes, as wide as the screen, in the reader's own colours."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from comments.models import Comment, Report
from tests.factories import make_article, make_comment, make_image, make_user

from .screens import DESKTOP, PHONE, faults, on_phone, without_javascript
from .test_desk_elements import EVERYTHING


@pytest.fixture
def chief():
    return make_user("chief", is_staff=True, is_superuser=True, display_name="The Chief")


@pytest.fixture
def newsroom(chief):
    """One row of everything; gives back the addresses of all kinds of pages."""
    image = make_image()
    body = f'<h2>A</h2>{EVERYTHING}<figure><img src="{image.file.url}" alt="c"><figcaption>d</figcaption></figure>'
    article = make_article("Robots", body=body, cover=image, authors=[chief], stats={"views": 12}, featured=True)
    draft = make_article("A draft", status="draft", authors=[chief])
    changed, clash = with_changes(chief)
    comment = make_comment(article, body="Held", status=Comment.Status.HELD)
    report = Report.objects.create(comment=make_comment(article), reporter=chief, reason=Report.Reason.SPAM)
    return [
        "/admin/",
        "/admin/statistics/?period=24h",
        "/admin/calendar/",
        "/admin/calendar/?view=week",
        f"/admin/statistics/articles/{article.pk}/",
        "/admin/articles/article/",
        "/admin/articles/article/?q=nothing+there",
        "/admin/articles/article/add/",
        f"/admin/articles/article/{article.pk}/change/",
        f"/admin/articles/article/{draft.pk}/delete/",
        f"/admin/articles/article/{article.pk}/history/",
        f"/admin/articles/article/{changed.pk}/change/",
        f"/admin/articles/article/{changed.pk}/history/",
        f"/admin/articles/article/{changed.pk}/history/compare/?old=1&new=3",
        f"/admin/articles/article/{changed.pk}/history/1/restore/",
        f"/admin/articles/article/{changed.pk}/history/{clash.number}/merge/",
        f"/admin/articles/article/{changed.pk}/changes/discard/",
        f"/admin/articles/article/{changed.pk}/preview/",
        f"/admin/articles/article/{changed.pk}/preview/links/",
        "/admin/articles/image/",
        "/admin/articles/image/add/",
        f"/admin/articles/image/{image.pk}/change/",
        f"/admin/articles/image/{image.pk}/delete/",
        "/admin/articles/category/",
        "/admin/articles/category/add/",
        "/admin/articles/tag/",
        "/admin/comments/comment/",
        f"/admin/comments/comment/{comment.pk}/change/",
        "/admin/comments/report/",
        f"/admin/comments/report/{report.pk}/change/",
        "/admin/accounts/user/",
        "/admin/accounts/user/add/",
        f"/admin/accounts/user/{chief.pk}/change/",
        "/admin/auth/group/",
        "/admin/auth/group/add/",
    ]


def with_changes(author):
    """A published article with scheduled changes and a later draft, and what clashes with them."""
    article = make_article("Chips", body="<p>One.</p><p>Two words.</p><h2>Three</h2><p>Four.</p>", authors=[author])
    live = article.content
    article.save_draft(live | {"title": "Wafers", "body": live["body"].replace("Two words", "Three words")}, by=author)
    article.schedule_changes(timezone.now() + timedelta(days=1))
    newest = article.newest_content | {"lead": "Another lead", "body": "<p>One.</p><p>Two.</p><ul><li>New</li></ul>"}
    article.save_draft(newest, by=author, note="Shorter")
    saved = article.save_over(live | {"title": "Dies", "body": "<p>One.</p><p>2.</p>"}, by=author, based_on=1)
    return article, saved.revision


@pytest.mark.parametrize(("viewport", "scheme"), [(PHONE, "light"), (DESKTOP, "dark")], indirect=["viewport"])
def test_every_page_is_accessible_and_fits(page_for_axe, sign_in, chief, newsroom, scheme):
    sign_in(chief, page_for_axe.context)
    page_for_axe.emulate_media(color_scheme=scheme)
    found = []
    for path in newsroom:
        page_for_axe.goto(path)
        page_for_axe.wait_for_load_state("networkidle")
        found += faults(page_for_axe)
    assert found == []


def test_no_page_breaks_the_policy_or_logs_an_error(page, sign_in, chief, newsroom):
    sign_in(chief)
    for path in newsroom:
        page.goto(path)
        page.wait_for_load_state("networkidle")
        expect(page.get_by_role("heading", level=1)).to_have_count(1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_library_dialog_is_accessible(page_for_axe, sign_in, editor, scheme):
    make_image()
    sign_in(editor, page_for_axe.context)
    page_for_axe.emulate_media(color_scheme=scheme)
    page_for_axe.goto("/admin/articles/article/add/")
    page_for_axe.get_by_role("button", name="Choose a picture").click()
    page_for_axe.get_by_text("Upload a new picture").click()
    assert faults(page_for_axe) == []


@on_phone
def test_article_is_written_on_a_phone(page, sign_in, editor):
    article = make_article(status="draft")
    sign_in(editor)
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    body = page.locator(".ProseMirror")
    body.click()
    body.press_sequentially("On the train. ")
    expect(body).to_contain_text("On the train.")
    button = page.get_by_role("button", name="Save draft")
    expect(button).to_be_in_viewport()
    button.click()
    expect(page.locator(".messagelist")).to_contain_text("Saved as a draft")
    article.refresh_from_db()
    assert "On the train." in article.body


def test_colour_scheme_is_chosen_at_the_desk_and_kept_on_the_site(page, sign_in, editor):
    sign_in(editor)
    page.goto("/admin/")
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.get_by_role("link", name="Read the site").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


@without_javascript
def test_desk_can_be_used_without_javascript(page, sign_in, editor):
    article = make_article("Robots", status="draft", body="<p>Words</p>")
    sign_in(editor)
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    page.get_by_label("Body").fill("<p>Plain words</p>")
    page.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_role("button", name="Publish anyway").click()
    expect(page.locator(".messagelist")).to_contain_text("Published: Robots")
    page.goto("/admin/")
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    article.refresh_from_db()
    assert article.body == "<p>Plain words</p>"


def test_tag_is_made_in_passing(page, sign_in, editor):
    article = make_article(status="draft")
    sign_in(editor)
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    with page.expect_popup() as popup:
        page.get_by_role("link", name="Add another tag").click()
    popup.value.get_by_label("Name").fill("Quantum")
    popup.value.get_by_label("Name").press("Tab")
    popup.value.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".field-tags")).to_contain_text("Quantum")
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator(".messagelist")).to_be_visible()
    assert [tag.slug for tag in article.tags.all()] == ["quantum"]
