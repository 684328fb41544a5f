"""Liking, disliking, voting and being counted, as a reader does it."""

import pytest
from playwright.sync_api import expect

from articles.models import Stats
from comments.models import Comment
from reactions.models import Reaction

from ..factories import make_article, make_comment
from .screens import each_screen, with_and_without_javascript

HUMAN = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36"
THANKS = "Thanks, your opinion accepted."


@pytest.fixture
def article(live_server):
    return make_article("Chips", stats={"views": 7, "likes": 0, "dislikes": 0})


def counter(page, name):
    return page.locator(f'[data-counter="{name}"]')


def button(page, name):
    return page.locator("#reactions").get_by_role("button", name=name, exact=True)


def colour(element):
    return element.evaluate("element => getComputedStyle(element).color")


@each_screen
@with_and_without_javascript
def test_guest_likes_switches_and_takes_back(page, article):
    page.goto("/articles/chips/")
    assert not page.context.cookies()
    button(page, "Like").click()
    expect(page.get_by_role("status").filter(has_text=THANKS)).to_be_visible()
    expect(button(page, "Like")).to_have_attribute("aria-pressed", "true")
    expect(counter(page, "likes")).to_have_text("1")
    expect(page.locator(".reactions__count")).to_have_text(["1", "0"])
    button(page, "Dislike").click()
    expect(counter(page, "likes")).to_have_text("0")
    expect(counter(page, "dislikes")).to_have_text("1")
    expect(button(page, "Like")).to_have_attribute("aria-pressed", "false")
    page.reload()
    expect(button(page, "Dislike")).to_have_attribute("aria-pressed", "true")
    button(page, "Dislike").click()
    expect(counter(page, "dislikes")).to_have_text("0")
    expect(counter(page, "views")).to_have_text("7")
    assert not Reaction.objects.exists()


def test_reaction_is_announced_and_the_focus_stays(page, article):
    page.goto("/articles/chips/")
    page.evaluate("window.same = document.getElementById('reactions-said')")
    below = page.locator("#comments").bounding_box()
    button(page, "Like").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#reactions-said")).to_have_text(THANKS)
    expect(button(page, "Like")).to_be_focused()
    assert page.locator("#comments").bounding_box() == below
    assert page.evaluate("window.same === document.getElementById('reactions-said')")
    assert page.url.endswith("/articles/chips/")


def test_hasty_clicks_count_once(page, article):
    page.goto("/articles/chips/")
    page.evaluate("for (let i = 0; i < 5; i++) document.getElementById('reaction-like').click()")
    expect(counter(page, "likes")).to_have_text("1")
    assert Stats.objects.get().likes == 1


def test_broken_connection_is_told(browser, base_url, article):
    page = browser.new_context(base_url=base_url).new_page()  # not watched: the browser's console tells of it too
    page.goto("/articles/chips/")
    page.route("**/reactions/", lambda route: route.abort())
    button(page, "Like").click()
    said = page.locator("#reactions-said")
    expect(said).to_have_text("No connection. Nothing is lost; please try again.")
    assert colour(said.locator("span")) != colour(said)  # as when it has good news
    page.unroute("**/reactions/")
    button(page, "Like").click()
    expect(said).to_have_text(THANKS)
    expect(said.locator("span")).to_have_count(0)
    page.context.close()


def test_reader_votes_and_the_focus_stays(page, article, sign_in, bob):
    comment = make_comment(article)
    sign_in(bob)
    page.goto("/articles/chips/")
    up = page.locator(f"#comment-{comment.pk}").get_by_role("button", name="Upvote")
    up.click()
    expect(up).to_have_attribute("aria-pressed", "true")
    expect(page.locator(f"#votes-{comment.pk}")).to_have_text("Score 1")
    up.focus()
    page.keyboard.press("Space")
    expect(up).to_have_attribute("aria-pressed", "false")
    expect(up).to_be_focused()
    page.get_by_role("button", name="Downvote").click()
    expect(page.locator(f"#votes-{comment.pk}")).to_have_text("Score \u22121")
    assert Comment.objects.get().score == -1


def test_page_in_front_of_a_reader_is_a_view(new_context, article):
    page = new_context(user_agent=HUMAN).new_page()
    with page.expect_response("**/views/") as beacon:
        page.goto("/articles/chips/")
    assert beacon.value.status == 204
    page.reload()
    page.wait_for_load_state("networkidle")
    assert Stats.objects.get().views == 8
    assert not page.context.cookies()
