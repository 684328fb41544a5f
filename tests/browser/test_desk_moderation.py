"""The moderators' desk by keys alone, without JavaScript, and with two moderators at once."""

import pytest
from playwright.sync_api import expect

from comments.models import Comment, HoldReason, ModerationEntry, Sanction
from tests.factories import make_article, make_comment, make_user

from .screens import AXE_COLOURS, each_screen, faults, on_phone, with_and_without_javascript

DESK = "/admin/comments/comment/"


@pytest.fixture
def waiting(db):
    """Three comments that wait, the oldest first."""
    article = make_article("Chips")
    comments = [
        make_comment(article, status=Comment.Status.HELD, body=body)
        for body in ("First words", "Second words", "Third")
    ]
    for comment in comments:
        HoldReason.objects.create(comment=comment, kind="links", words="4 of them")
    return comments


@pytest.fixture
def desk(page, sign_in, mona, waiting):
    sign_in(mona)
    page.goto(DESK)
    return page


def card(page, comment):
    return page.locator(f"#comment-{comment.pk}")


def status(comment):
    return Comment.objects.get(pk=comment.pk).status


def test_queue_is_emptied_by_keys(desk, waiting):
    first, second, third = waiting
    expect(desk.get_by_text("Keys:")).to_be_visible()
    desk.keyboard.press("j")
    expect(card(desk, first)).to_be_focused()
    desk.keyboard.press("a")
    expect(desk.get_by_text("1 comment shown to readers.")).to_be_visible()
    expect(card(desk, second)).to_be_focused()
    desk.keyboard.press("s")
    expect(desk.get_by_text("1 comment hidden (spam).")).to_be_visible()
    assert [status(comment) for comment in waiting] == ["visible", "rejected", "held"]
    desk.keyboard.press("u")
    expect(card(desk, second)).to_be_visible()
    assert status(second) == "held"
    desk.keyboard.press("j")
    desk.keyboard.press("k")
    expect(card(desk, second)).to_be_focused()
    desk.keyboard.press("r")
    desk.keyboard.type("Calls names; as j and k")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("1 comment hidden (abuse).")).to_be_visible()
    assert second.log.order_by("pk").last().why == "Abuse: Calls names; as j and k"
    desk.keyboard.press("x")
    expect(card(desk, third).get_by_role("checkbox")).to_be_checked()


def test_words_are_sent_by_a_button_only(desk, waiting):
    card(desk, waiting[1]).get_by_text("Reject …").click()
    card(desk, waiting[1]).get_by_label("In your words").press("Enter")
    desk.keyboard.press("Escape")
    expect(card(desk, waiting[1])).to_be_focused()
    assert not ModerationEntry.objects.exists()


@each_screen
@with_and_without_javascript
def test_moderator_decides_by_buttons_and_takes_it_back(desk, waiting):
    first, second, third = waiting
    card(desk, first).get_by_role("button", name="Approve").click()
    expect(desk.get_by_text("1 comment shown to readers.")).to_be_visible()
    card(desk, second).get_by_text("Reject …").click()
    card(desk, second).get_by_label("In your words").fill("Please keep to chips")
    card(desk, second).get_by_role("button", name="Off topic").click()
    expect(desk.get_by_text("1 comment hidden (off topic).")).to_be_visible()
    desk.get_by_role("button", name="Undo").click()
    expect(card(desk, second)).to_be_visible()
    for comment in (second, third):
        card(desk, comment).get_by_role("checkbox").check()
    desk.get_by_role("group", name="With all that are chosen").get_by_role("button", name="Spam").click()
    expect(desk.get_by_text("2 comments hidden (spam).")).to_be_visible()
    expect(desk.get_by_text("Nothing waits.")).to_be_visible()
    assert [status(comment) for comment in waiting] == ["visible", "rejected", "rejected"]


@with_and_without_javascript
def test_second_of_two_moderators_is_told_and_changes_nothing(desk, new_context, javascript, sign_in, waiting):
    context = new_context(java_script_enabled=javascript)
    sign_in(make_user("max", display_name="Max", groups=["Moderators"]), context)
    other = context.new_page()
    other.goto(DESK)
    card(desk, waiting[0]).get_by_role("button", name="Spam").click()
    expect(desk.get_by_text("1 comment hidden (spam).")).to_be_visible()
    card(other, waiting[0]).get_by_role("button", name="Approve").click()
    expect(other.get_by_text("Mona hid it (Spam)")).to_be_visible()
    assert status(waiting[0]) == "rejected"
    assert ModerationEntry.objects.count() == 1


@with_and_without_javascript
def test_troll_is_suspended_from_the_record(desk, waiting):
    troll = waiting[0].author
    card(desk, waiting[0]).get_by_role("link", name=str(troll), exact=True).click()
    desk.get_by_label("Note").fill("Third time this week")
    desk.get_by_role("button", name="Add the note").click()
    expect(desk.get_by_text("Third time this week")).to_be_visible()
    desk.get_by_text(f"Restrict {troll} …").click()
    desk.get_by_label("What").select_option("Banned")
    desk.get_by_label("Reason").select_option("Abuse")
    desk.get_by_role("button", name="Restrict").click()
    expect(desk.get_by_text("Banned").first).to_be_visible()
    assert Sanction.objects.active().get().person == troll


@each_screen
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_desk_is_accessible(page_for_axe, sign_in, mona, waiting, scheme):
    page = page_for_axe
    page.emulate_media(color_scheme=scheme)
    sign_in(mona, page.context)
    make_comment().report(by=mona, reason="spam", text="Look")
    found = []
    for path in ("", "?queue=reported", f"{waiting[0].pk}/change/", f"people/{waiting[0].author_id}/"):
        page.goto(DESK + path)
        found += faults(page) if scheme == "light" else faults(page, AXE_COLOURS)
    assert found == []


@each_screen
@with_and_without_javascript
def test_what_is_said_stands_beside_the_comment_that_one_looks_at(desk, waiting, editor):
    Comment.objects.update(body_html="<p>Long words</p>" * 30)
    desk.reload()
    card(desk, waiting[1]).get_by_role("button", name="Approve").click()
    said = card(desk, waiting[2]).get_by_role("status")
    expect(said).to_contain_text("1 comment shown to readers.")
    expect(said.get_by_role("listitem")).to_be_in_viewport(ratio=1)
    expect(said.get_by_role("button", name="Undo")).to_be_in_viewport(ratio=1)
    said.get_by_role("button", name="Undo").click()
    said = card(desk, waiting[1]).get_by_role("status")
    expect(said).to_contain_text("As it was before")
    expect(said.get_by_role("listitem")).to_be_in_viewport(ratio=1)
    waiting[2].hold([], by=editor)
    waiting[2].keep(by=editor)
    card(desk, waiting[2]).get_by_role("button", name="Spam").click()
    said = card(desk, waiting[2]).get_by_role("status")
    expect(said).to_contain_text("Nothing was changed.")
    expect(said.get_by_role("listitem")).to_be_in_viewport(ratio=1)


@each_screen
@with_and_without_javascript
def test_reasons_open_on_the_screen(desk, waiting, javascript):
    last = card(desk, waiting[2])
    last.get_by_text("Reject …").click()
    panel = last.locator(".mod-reject__panel")
    expect(panel).to_be_visible()
    assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if not javascript:
        panel.scroll_into_view_if_needed()
    expect(panel).to_be_in_viewport(ratio=1)


@on_phone
@with_and_without_javascript
def test_reasons_for_many_open_on_the_screen(desk):
    bulk = desk.get_by_role("group", name="With all that are chosen")
    bulk.get_by_text("Reject …").click()
    bulk.locator(".mod-reject__panel").scroll_into_view_if_needed()
    assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(bulk.locator(".mod-reject__panel")).to_be_in_viewport(ratio=1)


NAMES = {"resultTypes": ["violations"], "runOnly": ["landmark-unique", "label-content-name-mismatch"]}


@each_screen
def test_no_two_parts_of_a_page_have_one_name_and_buttons_are_called_as_they_read(
    page_for_axe, sign_in, mona, bob, waiting
):
    page = page_for_axe
    sign_in(mona, page.context)
    make_comment(author=bob), make_comment(author=bob)
    found = []
    for path in (f"{DESK}?queue=recent", "/"):
        page.goto(path)
        expect(page.locator("summary", has_text="Your account, Mona")).to_have_count(1)
        found += faults(page, NAMES)
    assert found == []
