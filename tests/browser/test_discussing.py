"""Reading and writing a long talk: two people at once, by keyboard, on a phone and without JavaScript."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from comments.models import Comment, CommentMention, Visit

from ..factories import make_article, make_comment
from .screens import DESKTOP, HIDDEN, SHOW, each_screen, faults, on_phone, with_and_without_javascript

URL = "/articles/chips/"


@pytest.fixture
def article(live_server, alice):
    return make_article("Chips", authors=[alice])


@pytest.fixture
def bob_page(page, sign_in, bob):
    sign_in(bob)
    return page


def the(page, comment):
    return page.locator(f"#{comment.anchor}")


@each_screen
@with_and_without_javascript
def test_preview_is_shown_and_then_posted(bob_page, article):
    page = bob_page
    page.goto(URL)
    page.get_by_label("Your comment").fill("It is **salted**.")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("#comment-preview strong")).to_have_text("salted")
    expect(page.get_by_label("Your comment")).to_have_value("It is **salted**.")
    assert not Comment.objects.exists()
    page.get_by_role("button", name="Post comment").click()
    expect(page.locator("article.comment strong")).to_have_text("salted")


def test_words_survive_a_reload_and_are_forgotten_once_posted(bob_page, article):
    page = bob_page
    page.goto(URL)
    page.get_by_label("Your comment").fill("Half a thought")
    page.reload()
    expect(page.get_by_label("Your comment")).to_have_value("Half a thought")
    page.get_by_role("button", name="Post comment").click()
    expect(page.locator("article.comment")).to_have_count(1)
    page.reload()
    expect(page.get_by_label("Your comment")).to_have_value("")


@with_and_without_javascript
def test_quote_answers_with_the_words(bob_page, article):
    page, comment = bob_page, make_comment(article, body="Salted chips\n\nare best")
    page.goto(URL)
    the(page, comment).get_by_role("link", name="Quote").press("Enter")
    expect(the(page, comment).get_by_label("Your comment")).to_have_value("> Salted chips\n> \n> are best\n\n")


CODE = "Use `__init__`:\n\n```python\ndef a():\n    return 1\n\n\nprint(2)\n```\n\n- **one**\n- two"


@with_and_without_javascript
def test_quote_keeps_code(bob_page, article):
    page, comment = bob_page, make_comment(article, body=CODE)
    page.goto(URL)
    the(page, comment).get_by_role("link", name="Quote").press("Enter")
    quoted = "".join(f"> {line}\n" for line in CODE.splitlines()) + "\n"
    expect(the(page, comment).get_by_label("Your comment")).to_have_value(quoted)


def test_guest_quotes_the_markdown_too(page, article):
    comment = make_comment(article, body="`__init__`")
    page.goto(URL)
    the(page, comment).get_by_role("link", name="Quote").click()
    expect(the(page, comment).get_by_label("Your comment")).to_have_value("> `__init__`\n\n")


SELECT = """(body, [from, to]) => {
  const [start, end] = [from, to].map((selector) => body.querySelector(selector).firstChild);
  getSelection().setBaseAndExtent(start, 0, end, end.length);
}"""


@pytest.mark.parametrize(
    ("start", "end", "quoted"),
    [
        ("p", "li:last-child", CODE.replace("**", "")),
        ("p code", "p code", "`__init__`"),
        ("pre .k", "pre .nf", "```python\ndef a\n```"),
    ],
)
def test_selected_code_stays_code(bob_page, article, start, end, quoted):
    page, comment = bob_page, make_comment(article, body=CODE)
    page.goto(URL)
    page.get_by_label("Your comment").fill("Look:")
    the(page, comment).locator(".comment__body").evaluate(SELECT, [start, end])
    page.get_by_role("button", name="Quote").click()
    lines = "".join(f"> {line}\n" for line in quoted.splitlines())
    expect(page.get_by_label("Your comment")).to_have_value(f"Look:\n\n{lines}\n")


def test_quote_of_a_comment_takes_what_is_selected_of_it(bob_page, article):
    page, comment = bob_page, make_comment(article, body="Salted `x`\n\nand more")
    page.goto(URL)
    the(page, comment).locator(".comment__body").evaluate(SELECT, ["p", "code"])
    expect(page.get_by_role("button", name="Quote")).to_be_visible()  # its module is loaded by the selection
    the(page, comment).get_by_role("link", name="Quote").click()
    expect(page.get_by_label("Your comment")).to_have_value("> Salted `x`\n\n")


def test_selected_words_are_quoted(bob_page, article):
    page, comment = bob_page, make_comment(article, body="Salted")
    page.goto(URL)
    the(page, comment).get_by_text("Salted").select_text()
    page.get_by_role("button", name="Quote").click()
    expect(page.get_by_label("Your comment")).to_have_value("> Salted\n\n")


def test_name_is_completed_by_keyboard_and_becomes_a_link(bob_page, article, mallory):
    make_comment(article, mallory)
    page = bob_page
    page.goto(URL)
    field = page.get_by_label("Your comment")
    field.press_sequentially("Thanks @mal")
    expect(page.get_by_role("option")).to_have_text("Mallory @mallory")
    field.press("Enter")
    expect(field).to_have_value("Thanks @mallory ")
    page.get_by_role("button", name="Post comment").click()
    expect(page.get_by_role("link", name="@mallory")).to_have_attribute("href", mallory.get_absolute_url())
    assert CommentMention.objects.get().person == mallory


def test_new_comments_appear_when_asked_for_and_move_nothing(bob_page, article, new_context, sign_in, mallory):
    make_comment(article, body="First")
    page = bob_page
    page.clock.install()
    page.goto(URL)
    page.get_by_label("Your comment").fill("Half a thought")
    other = new_context(viewport=DESKTOP).new_page()
    sign_in(mallory, other.context)
    other.goto(URL)
    other.get_by_label("Your comment").fill("Second")
    other.get_by_role("button", name="Post comment").click()
    expect(other.locator("article.comment")).to_have_count(2)
    top = page.locator("article.comment").bounding_box()
    page.clock.run_for(31_000)
    fresh = page.get_by_role("link", name="1 new comment")
    expect(fresh).to_be_visible()
    assert page.locator("article.comment").bounding_box() == top
    fresh.press("Enter")
    expect(page.locator("article.comment--new")).to_contain_text("Second")
    expect(page.locator("article.comment--new")).to_be_focused()
    expect(page.get_by_role("heading", name="Comments (2)")).to_be_visible()
    expect(page.get_by_label("Your comment")).to_have_value("Half a thought")
    expect(fresh).to_be_hidden()


def test_nothing_is_asked_in_a_hidden_tab_until_it_is_shown(page, article):
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/newest/" in request.url else None)
    page.clock.install()
    page.add_init_script(HIDDEN)
    page.goto(URL)
    make_comment(article)
    page.clock.run_for(95_000)
    assert asked == []
    page.evaluate(SHOW)
    expect(page.get_by_role("link", name="1 new comment")).to_be_visible()
    assert len(asked) == 1


def test_new_comments_are_counted_although_others_went(page, article, mona):
    gone, first = make_comment(article, body="Gone"), make_comment(article, body="First")
    page.clock.install()
    page.goto(URL)
    gone.hide(by=mona, code="spam")
    make_comment(article, body="Second")
    page.clock.run_for(31_000)
    page.get_by_role("link", name="1 new comment", exact=True).click()
    expect(page.locator("article.comment")).to_have_count(2)
    expect(page.locator("article.comment--new")).to_contain_text("Second")
    expect(the(page, first)).to_be_visible()


@each_screen
@with_and_without_javascript
def test_folded_replies_are_shown_where_one_asks_for_them(page, article):
    root = make_comment(article)
    replies = [make_comment(parent=root) for _ in range(23)]
    page.goto(URL)
    expect(the(page, replies[-1])).to_have_count(0)
    page.get_by_role("link", name="Show 3 more replies").click()
    expect(the(page, replies[-1])).to_be_visible()
    expect(page.get_by_role("link", name="more repl")).to_have_count(0)


def test_reply_to_a_folded_thread_stands_there_once(bob_page, article, bob):
    page, root = bob_page, make_comment(article)
    for _ in range(23):
        make_comment(parent=root)
    page.goto(URL)
    the(page, root).get_by_role("link", name="Reply").first.click()
    page.get_by_label("Your comment").fill("Mine")
    page.get_by_role("button", name="Post").click()
    mine = page.locator("article.comment", has_text="Mine").last
    expect(mine).to_be_visible()
    page.get_by_role("link", name="Show 4 more replies").click()
    expect(page.get_by_role("link", name="more repl")).to_have_count(0)
    expect(page.locator(f"[id=comment-{root.descendants.get(author=bob).pk}]")).to_have_count(1)


@with_and_without_javascript
def test_change_is_shown_before_it_is_saved(bob_page, article, bob):
    page, comment = bob_page, make_comment(article, bob, body="Frist")
    page.goto(URL)
    the(page, comment).get_by_role("link", name="Edit").click()
    form = page.locator("form:has(#edit-body)")
    form.get_by_label("Your comment").fill("**First**")
    form.get_by_role("button", name="Preview").click()
    expect(page.locator(f"#edit-preview-{comment.pk} strong")).to_have_text("First")
    form.get_by_role("button", name="Save").click()
    expect(the(page, comment).locator("strong")).to_have_text("First")


@with_and_without_javascript
def test_comment_of_who_is_ignored_is_shown_on_demand(bob_page, article, bob, mallory):
    page, comment = bob_page, make_comment(article, mallory, body="Noise")
    bob.ignore(mallory)
    page.goto(URL)
    expect(page.get_by_text("Noise")).to_be_hidden()
    the(page, comment).get_by_text("Show").click()
    expect(page.get_by_text("Noise")).to_be_visible()


def test_old_words_are_forgotten_and_the_latest_twenty_kept(bob_page, article):
    page = bob_page
    page.goto(URL)
    page.evaluate("""() => {
        const put = (name, at) => localStorage.setItem(`comment:${name}`, JSON.stringify({ text: "x", at }));
        for (let number = 0; number < 30; number++) put(`/articles/a/:${number}`, Date.now() - number * 1000);
        put("/articles/old/:", Date.now() - 31 * 24 * 3600 * 1000);
    }""")
    page.reload()
    keys = "Object.keys(localStorage).filter((name) => name.startsWith('comment:'))"
    assert sorted(page.evaluate(keys)) == sorted(f"comment:/articles/a/:{number}" for number in range(20))


@with_and_without_javascript
def test_held_comment_is_seen_by_its_author_alone(page, article, sign_in, bob, mallory):
    make_comment(article, bob, body="Is this spam?", status=Comment.Status.HELD)
    words = page.get_by_text("Waiting for review. Only you see it.")
    sign_in(bob)
    page.goto(URL)
    expect(words).to_be_visible()
    sign_in(mallory)
    page.goto(URL)
    expect(page.get_by_text("Is this spam?")).to_have_count(0)


@each_screen
@with_and_without_javascript
def test_moderator_pins_and_picks_and_takes_it_back(page, article, sign_in, mona):
    old = make_comment(article, created_at=timezone.now() - timedelta(hours=1))
    make_comment(article)
    sign_in(mona)
    page.goto(URL)
    the(page, old).get_by_role("button", name="Pin", exact=True).click()
    expect(page.locator("article.comment").first).to_contain_text("Pinned")
    the(page, old).get_by_role("button", name="Pick").click()
    expect(the(page, old)).to_contain_text("Editor’s pick")
    the(page, old).get_by_role("button", name="Unpin").click()
    expect(the(page, old).get_by_role("button", name="Pin", exact=True)).to_be_visible()
    assert page.locator("article.comment").last.get_attribute("id") == old.anchor


@on_phone
def test_talk_with_everything_is_accessible(page_for_axe, article, bob, mona, sign_in):
    page, now = page_for_axe, timezone.now()
    root = make_comment(article, body="@bob look", created_at=now - timedelta(hours=3))
    root.pin(by=mona)
    root.pick(by=mona)
    make_comment(article, bob, body="Held", status=Comment.Status.HELD)
    Visit.objects.create(reader=bob, article=article, since=now - timedelta(days=1), seen_at=now)
    sign_in(bob, page.context)
    page.goto(URL)
    expect(page.get_by_text("1 new since your last visit")).to_be_visible()
    page.get_by_text("Formatting help").click()
    page.get_by_label("Your comment").fill("Some words")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("#comment-preview p")).to_be_visible()
    found = faults(page)
    page.get_by_label("Your comment").fill("")
    page.get_by_label("Your comment").press_sequentially("@")
    expect(page.get_by_role("listbox")).to_be_visible()
    assert not [*found, *faults(page)]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
