"""From reading the talk to taking part in it, as a reader and a moderator do it."""

import pytest
from playwright.sync_api import expect

from comments.models import Comment, Report

from ..factories import PASSWORD, make_article, make_comment
from .screens import each_screen, faults, on_phone, with_and_without_javascript, without_javascript

SENTENCE = "To be able to leave a comment - you have to authorize on our website"


@pytest.fixture
def article(live_server, alice):
    return make_article("Chips", authors=[alice])


@pytest.fixture
def bob_page(page, sign_in, bob):
    sign_in(bob)
    return page


def the(page, comment):
    return page.locator(f"#{comment.anchor}")


def said(page):
    """What was done, where the reader looks; the same words are announced elsewhere."""
    return page.locator("#comments .comments__said")


@each_screen
@with_and_without_javascript
def test_guest_writes_signs_in_and_posts(page, article, bob):
    page.goto("/articles/chips/")
    expect(page.get_by_text("There are no comments for now")).to_be_visible()
    expect(page.get_by_text(SENTENCE)).to_be_visible()
    page.get_by_label("Your comment").fill("Typed before\nsigning in")
    page.get_by_role("button", name="Sign in and comment").click()
    expect(page.get_by_text("What you wrote is kept")).to_be_visible()
    page.locator("[name=login]").fill("bob")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form [name=password]").press("Enter")
    page.wait_for_url("**/articles/chips/#comment-form")
    expect(page.get_by_label("Your comment")).to_have_value("Typed before\nsigning in")
    expect(page.get_by_text("Here is what you wrote. It is not posted yet.")).to_be_in_viewport()
    page.get_by_role("button", name="Post comment").click()
    comment = page.locator("#comments article.comment")
    expect(comment).to_contain_text("Typed before")
    expect(comment).to_be_in_viewport()
    expect(page.get_by_role("heading", name="Comments (1)")).to_be_visible()
    expect(page.locator('[data-counter="comments"]')).to_have_text("1")
    expect(page.get_by_label("Your comment")).to_have_value("")


def test_authorize_takes_along_what_was_typed(page, article, bob):
    page.goto("/articles/chips/")
    page.get_by_label("Your comment").fill("Precious")
    page.get_by_role("link", name="authorize").click()
    page.locator("[name=login]").fill("bob")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form [name=password]").press("Enter")
    page.wait_for_url("**/articles/chips/#comment-form")
    expect(page.get_by_label("Your comment")).to_have_value("Precious")


@without_javascript
def test_authorize_leads_to_sign_in_and_back(page, article, bob):
    page.goto("/articles/chips/")
    page.get_by_role("link", name="authorize").click()
    page.locator("[name=login]").fill("bob")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form [name=password]").press("Enter")
    page.wait_for_url("**/articles/chips/#comment-form")
    expect(page.locator("form#comment-form textarea[name=body]")).to_be_in_viewport()


def test_new_comment_is_announced_and_has_the_focus(bob_page, article):
    page = bob_page
    page.goto("/articles/chips/")
    page.evaluate("window.same = document.getElementById('comments-said')")
    page.get_by_label("Your comment").fill("Hello")
    page.get_by_role("button", name="Post comment").click()
    expect(page.locator("#comments-said")).to_have_text("Your comment is posted.")
    assert page.evaluate("window.same === document.getElementById('comments-said')")
    expect(the(page, Comment.objects.get())).to_be_focused()


@each_screen
@with_and_without_javascript
def test_reply_stands_below_what_it_answers(bob_page, article):
    page, other, answered = bob_page, make_comment(article), make_comment(article, body="Which chips?")
    page.goto("/articles/chips/")
    the(page, answered).get_by_role("link", name="Reply").click()
    form = the(page, answered).locator("#composer")
    expect(form).to_contain_text(f"In reply to {answered.author}")
    form.get_by_label("Your comment").fill("The salted ones.")
    form.get_by_role("button", name="Post comment").click()
    expect(the(page, answered).locator(".comment")).to_contain_text("The salted ones.")
    expect(the(page, other).locator(".comment")).to_have_count(0)
    expect(page.locator("#composer-home #composer")).to_be_visible()
    assert Comment.objects.get(body="The salted ones.").parent == answered


@pytest.mark.parametrize("status", [404, 413, 429, 500, 503])
def test_refusal_leaves_the_page_and_the_words_alone(browser, base_url, article, sign_in, bob, status):
    page = browser.new_context(base_url=base_url).new_page()  # not watched: its console tells of the refusal too
    sign_in(bob, page.context)
    page.goto("/articles/chips/")
    page.route("**/comments/", lambda route: route.fulfill(status=status, body="<main><h1>Not now</h1></main>"))
    page.get_by_label("Your comment").fill("Half an hour of work")
    page.get_by_role("button", name="Post comment").click()
    expect(page.get_by_role("alert")).to_contain_text("Not now. Nothing you wrote is lost")
    expect(page.get_by_label("Your comment")).to_have_value("Half an hour of work")
    page.context.close()


def test_vote_on_what_is_gone_leaves_the_words_alone(browser, base_url, article, sign_in, bob, mona):
    comment = make_comment(article)
    page = browser.new_context(base_url=base_url).new_page()
    sign_in(bob, page.context)
    page.goto("/articles/chips/")
    page.get_by_label("Your comment").fill("Half an hour of work")
    comment.hide(by=mona)
    page.get_by_role("button", name="Upvote").click()
    expect(the(page, comment).get_by_role("alert")).to_contain_text("There is no page here")
    expect(page.get_by_label("Your comment")).to_have_value("Half an hour of work")
    page.context.close()


@with_and_without_javascript
def test_report_is_thanked_for_beside_the_comment(bob_page, article):
    comments = [make_comment(article) for _ in range(12)]
    bob_page.goto(f"/comments/{comments[0].pk}/report/")
    bob_page.get_by_label("Spam").check()
    bob_page.get_by_role("button", name="Send the report").click()
    expect(the(bob_page, comments[0]).locator(".comments__said")).to_be_in_viewport()


@with_and_without_javascript
def test_reply_is_cancelled(bob_page, article):
    page, comment = bob_page, make_comment(article)
    page.goto("/articles/chips/")
    the(page, comment).get_by_role("link", name="Reply").click()
    page.get_by_role("link", name="Cancel").click()
    expect(page.locator("#composer-home #composer")).to_be_visible()
    expect(page.locator("#composer [name=parent]")).to_have_value("")
    expect(page.get_by_text("In reply to")).to_be_hidden()


def test_typed_words_move_along_with_the_form(bob_page, article):
    page, comment = bob_page, make_comment(article)
    page.goto("/articles/chips/")
    page.get_by_label("Your comment").fill("Begun below")
    the(page, comment).get_by_role("link", name="Reply").click()
    expect(page.get_by_label("Your comment")).to_have_value("Begun below")
    expect(page.get_by_label("Your comment")).to_be_focused()


def test_cancelled_reply_leaves_the_reader_where_they_were(bob_page, article):
    page, comment = bob_page, make_comment(article)
    page.goto("/articles/chips/")
    reply = the(page, comment).get_by_role("link", name="Reply")
    reply.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your comment")).to_be_focused()
    page.get_by_role("link", name="Cancel").press("Enter")
    expect(reply).to_be_focused()


def test_form_that_was_pulled_larger_is_swapped_without_a_style(bob_page, article):
    page = bob_page
    page.goto("/articles/chips/")
    page.locator("#comment-form textarea").evaluate("(field) => { field.style.height = '20rem' }")
    page.get_by_label("Your comment").fill(" ")
    page.get_by_role("button", name="Post comment").click()
    expect(page.get_by_text("Please write something first.")).to_be_visible()


@with_and_without_javascript
def test_refused_words_are_still_there(bob_page, article):
    page = bob_page
    page.goto("/articles/chips/")
    page.get_by_label("Your comment").fill("x" * 10_001)
    page.get_by_role("button", name="Post comment").click()
    expect(page.get_by_text("yours has 10001.")).to_be_visible()
    field = page.get_by_label("Your comment")
    expect(field).to_have_value("x" * 10_001)
    expect(field).to_be_focused()
    field.fill("Shorter.")
    page.get_by_role("button", name="Post comment").click()
    expect(page.locator("article.comment")).to_contain_text("Shorter.")
    expect(page).to_have_title("Chips – TechyMag")


def test_session_that_ended_while_typing_loses_nothing(bob_page, article, bob):
    page = bob_page
    page.goto("/articles/chips/")
    page.get_by_label("Your comment").fill("A long thought")
    page.context.clear_cookies()
    page.get_by_role("button", name="Post comment").click()
    page.locator("[name=login]").fill("bob")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form").get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/articles/chips/#comment-form")
    expect(page.get_by_label("Your comment")).to_have_value("A long thought")


@without_javascript
def test_form_from_before_another_sign_in_gives_the_words_back(bob_page, article):
    page = bob_page
    page.goto("/articles/chips/")
    page.context.clear_cookies(name="csrftoken")
    page.get_by_label("Your comment").fill("Precious")
    page.get_by_role("button", name="Post comment").click()
    expect(page.get_by_role("heading", name="This form has expired")).to_be_visible()
    expect(page.get_by_label("What you wrote")).to_have_value("Precious")
    assert not Comment.objects.exists()


@each_screen
@with_and_without_javascript
def test_author_edits_and_deletes(bob_page, article, bob):
    page, comment = bob_page, make_comment(article, bob, body="Frist")
    page.goto("/articles/chips/")
    the(page, comment).get_by_role("link", name="Edit").click()
    field = page.locator("form textarea[name=body]").filter(has_text="Frist")
    expect(field).to_be_focused()
    field.fill("First")
    field.locator("xpath=ancestor::form").get_by_role("button", name="Save").click()
    expect(the(page, comment)).to_contain_text("First")
    the(page, comment).get_by_role("link", name="Delete").click()
    page.get_by_role("button", name="Delete").click()
    expect(said(page)).to_have_text("Your comment is deleted.")
    expect(said(page)).to_be_in_viewport()
    expect(page.get_by_text("There are no comments for now")).to_be_visible()


@each_screen
@with_and_without_javascript
def test_reader_reports(bob_page, article):
    page, comment = bob_page, make_comment(article)
    page.goto("/articles/chips/")
    the(page, comment).get_by_role("link", name="Report").click()
    page.get_by_label("Spam").check()
    page.get_by_role("button", name="Send the report").click()
    expect(said(page)).to_have_text("Thank you. A moderator will look at this comment.")
    assert Report.objects.get().reason == "spam"


@each_screen
@with_and_without_javascript
def test_moderator_hides_and_restores(page, article, sign_in, mona):
    comment = make_comment(article, body="Buy pills")
    sign_in(mona)
    page.goto("/articles/chips/")
    the(page, comment).get_by_role("link", name="Hide").click()
    page.get_by_label("Spam").check()
    page.get_by_role("button", name="Hide it").click()
    expect(the(page, comment).get_by_role("link", name="Restore")).to_be_visible()
    expect(said(page)).to_have_text("The comment is hidden from readers.")
    expect(page.locator('[data-counter="comments"]')).to_have_text("0")
    the(page, comment).get_by_role("link", name="Restore").click()
    page.get_by_role("button", name="Restore").click()
    expect(page.get_by_role("heading", name="Comments (1)")).to_be_visible()


@without_javascript
def test_thread_folds(page, article):
    reply = make_comment(parent=make_comment(article))
    page.goto("/articles/chips/")
    page.get_by_text("1 reply").click()
    expect(the(page, reply)).to_be_hidden()


@on_phone
def test_deep_threads_fit_a_phone(bob_page, article):
    comment = make_comment(article, body="W" * 300)
    for number in range(8):
        comment = make_comment(parent=comment, body=f"```\n{'code ' * 60}\n```\n{number}{'W' * 300}")
    bob_page.goto("/articles/chips/")
    assert bob_page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert the(bob_page, comment).locator(".comment__body").bounding_box()["width"] > 250


@each_screen
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_discussion_is_accessible(page_for_axe, article, bob, mona, sign_in, scheme):
    page = page_for_axe
    root = make_comment(article, bob, body="`code` and [a link](https://example.com/)")
    make_comment(parent=root, body="> quote\n\n```python\nreturn None\n```")
    make_comment(article).hide(by=mona)
    deleted = make_comment(article)
    make_comment(parent=deleted)
    deleted.delete_by_author()
    page.emulate_media(color_scheme=scheme)
    found = []
    for person in (None, bob, mona):
        if person:
            sign_in(person, page.context)
        page.goto(f"/articles/chips/?reply={root.pk}")
        found += faults(page)
    sign_in(bob, page.context)
    for path in (f"{root.pk}/edit/", f"{root.pk}/delete/", f"{root.replies.get().pk}/report/"):
        page.goto(f"/comments/{path}")
        found += faults(page)
    page.get_by_role("button", name="Send the report").click()
    assert not [*found, *faults(page)]
