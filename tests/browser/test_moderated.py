"""What becomes of a comment and of likes: its author, its readers and two moderators, each in a browser of their own."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import User
from articles.models import Stats
from comments.mailing import hand_over
from comments.models import Comment, Sanction
from reactions.bursts import Burst
from reactions.models import Reaction

from ..factories import make_article, make_comment, make_user
from .screens import with_and_without_javascript

DESK = "/admin/comments/comment/"


@pytest.fixture
def article(live_server):
    return make_article("Chips")


@pytest.fixture
def rejected(article, bob, mona):
    comment = make_comment(article, bob, body="You fool")
    comment.hide(by=mona, code="abuse", reason="No names, please")
    return comment


def as_somebody(new_context, sign_in, user, **options):
    context = new_context(**options)
    sign_in(user, context)
    return context.new_page()


@with_and_without_javascript
def test_rejected_comment_is_corrected_and_published(page, sign_in, bob, mona, rejected):
    sign_in(bob)
    page.goto("/notifications/")
    page.get_by_role("link", name="Your comment was not published").click()
    expect(page.get_by_text("Reason: Abuse: No names, please")).to_be_visible()
    page.get_by_role("link", name="Correct and send again").click()
    page.locator("textarea[name=body]").fill("You are mistaken")
    page.get_by_role("button", name="Send it again").click()
    expect(page.get_by_text("Waiting for a moderator. Only you see it.")).to_be_visible()
    Comment.objects.get().restore(by=mona)
    page.goto("/notifications/")
    expect(page.get_by_role("link", name="Your comment is published")).to_be_visible()


@with_and_without_javascript
def test_appeal_is_decided_by_another_moderator(page, new_context, javascript, sign_in, bob, mona, rejected):
    sign_in(bob)
    page.goto(f"/comments/{rejected.pk}/appeal/")
    page.locator("textarea[name=text]").fill("It is what the article says.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("You asked for another look; another moderator decides.")).to_be_visible()
    expect(page.get_by_role("link", name="Ask for another look")).to_have_count(0)
    desk = as_somebody(new_context, sign_in, mona, java_script_enabled=javascript)
    desk.goto(f"{DESK}?queue=appeals")
    expect(desk.get_by_text("so a colleague decides")).to_be_visible()
    expect(desk.get_by_role("button", name="Show it to readers")).to_have_count(0)
    max_ = make_user("max", groups=["Moderators"])
    desk = as_somebody(new_context, sign_in, max_, java_script_enabled=javascript)
    desk.goto(f"{DESK}?queue=appeals")
    desk.get_by_role("button", name="Show it to readers").click()
    expect(desk.get_by_text("is upheld")).to_be_visible()
    assert Comment.objects.get().is_visible
    page.goto("/notifications/")
    expect(page.get_by_role("link", name="Your appeal was heard: the comment is back")).to_be_visible()


@with_and_without_javascript
def test_link_in_the_mail_ends_the_mail_without_signing_in(page, settings, tmp_path, bob, rejected):
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": str(tmp_path)},
        }
    }
    User.objects.filter(pk=bob.pk).update(notice_mails=User.NoticeMails.INSTANT)
    hand_over()
    (mail,) = [path.read_text() for path in tmp_path.iterdir()]
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in mail
    page.goto(re.search(r"(/notifications/stop/[^\s>]+)", mail.replace("=\n", ""))[1])
    page.get_by_role("button", name="No more mail").click()
    expect(page.get_by_role("heading", name="You get no more mail about comments and corrections")).to_be_visible()
    assert User.objects.get(pk=bob.pk).notice_mails == User.NoticeMails.OFF


@with_and_without_javascript
def test_reader_says_why_after_a_dislike(page, article):
    page.goto("/articles/chips/")
    page.locator("#reactions").get_by_role("button", name="Dislike", exact=True).click()
    page.get_by_role("button", name="Clickbait").click()
    expect(page.get_by_role("button", name="Clickbait")).to_have_attribute("aria-pressed", "true")
    assert Reaction.objects.get().reason == "clickbait"


def test_burst_is_voided_at_the_desk_and_the_counters_agree(page, new_context, settings, article, sign_in, editor):
    settings.BURST_REACTIONS = 3
    for _ in range(3):
        reader = new_context().new_page()
        reader.goto("/articles/chips/")
        reader.locator("#reactions").get_by_role("button", name="Like", exact=True).click()
        expect(reader.locator("#reactions-said")).not_to_be_empty()
    sign_in(editor)
    page.goto(f"/admin/reactions/burst/{Burst.objects.get().pk}/change/")
    page.get_by_role("button", name="Void them").click()
    expect(page.get_by_text("1 burst of reactions voided.")).to_be_visible()
    assert Stats.objects.get().likes == 0
    call_command("recount", check=True, stdout=StringIO())
    page.goto("/articles/chips/")
    expect(page.locator('[data-counter="likes"]')).to_have_text("0")


def test_enough_reports_of_readers_hold_a_comment(new_context, article, sign_in, page):
    comment = make_comment(article, body="Buy pills")
    for _ in range(3):
        reader = as_somebody(new_context, sign_in, make_user())
        reader.goto(f"/comments/{comment.pk}/report/")
        reader.get_by_label("Spam").check()
        reader.locator("main form button[type=submit]").click()
        reader.wait_for_url("**/articles/chips/**")
    assert Comment.objects.get().status == "held"
    page.goto("/articles/chips/")
    expect(page.get_by_text("Buy pills")).to_have_count(0)


@with_and_without_javascript
def test_suspended_reader_learns_it_above_the_form(page, sign_in, article, bob, mona):
    until = timezone.now() + timedelta(days=1)
    Sanction(person=bob, kind="suspended", until=until, code="abuse", words="Third time", by=mona).impose()
    sign_in(bob)
    page.goto("/articles/chips/")
    told = page.locator("#comment-form").locator("xpath=preceding-sibling::ul[1]")
    expect(told).to_contain_text("You cannot comment until")
    expect(told).to_contain_text("Reason: abuse (Third time).")


@with_and_without_javascript
def test_shadow_banned_reader_is_counted_as_everybody_is(page, sign_in, article, bob, mona):
    Sanction(person=bob, kind="shadow", code="spam", by=mona).impose()
    sign_in(bob)
    page.goto("/articles/chips/")
    page.get_by_label("Your comment").fill("Hello")
    page.get_by_role("button", name="Post comment").click()
    expect(page.get_by_role("heading", name="Comments (1)")).to_be_visible()
    expect(page.locator("[data-counter=comments]").first).to_have_text("1")
    page.locator("#reactions").get_by_role("button", name="Like", exact=True).click()
    expect(page.locator("[data-counter=likes]").first).to_have_text("1")
    expect(page.locator("[data-counter=comments]").first).to_have_text("1")
