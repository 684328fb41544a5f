"""What stands among the paragraphs of an article, as readers meet it."""

import re

import pytest
from playwright.sync_api import expect

from ..factories import make_article, make_image
from .conftest import WATCH
from .screens import AXE_COLOURS, faults, without_javascript

HOST = "https://www.youtube-nocookie.com"
EMBED = '<figure class="embed"><a href="https://youtu.be/dQw4w9WgXcQ">A talk</a></figure>'
BODY = (
    '<p>It began<small class="footnote">In <em>1971</em>.</small> with a chip.</p>'
    f'<aside class="tip"><header>First</header><p>Unplug it.</p></aside>{EMBED}'
    '<figure class="pull-quote"><blockquote><p>So it is.</p></blockquote><figcaption>Ada</figcaption></figure>'
    '<figure class="embed"><a href="https://mastodon.social/@ada/1">A post</a></figure>'
    '<figure class="embed"><a href="https://elsewhere.example/">A page</a></figure>'
)


@pytest.fixture
def article(live_server):
    image = make_image()
    picture = f'<figure><img src="{image.file.url}" alt="A field"><figcaption>Teal</figcaption></figure>'
    return make_article("One", body=f'{BODY}<figure class="gallery">{picture * 3}</figure>{"<p>Words.</p>" * 40}')


@pytest.fixture
def asked():
    """Requests for other hosts, each answered in their place."""
    return []


@pytest.fixture
def open_page(browser, base_url, article, asked):
    """Unlike `page`, this one may ask other hosts."""
    said = []
    context = browser.new_context(base_url=base_url)
    context.add_init_script(WATCH)
    page = context.new_page()
    page.on("console", lambda message: said.append(message.text))

    def answer(route):
        asked.append(route.request)
        route.fulfill(body="<!doctype html><title>A player</title><p>It plays.", content_type="text/html")

    page.route(lambda address: not address.startswith(base_url), answer)
    page.goto("/articles/one/")
    yield page
    assert [text for text in said if "CSP" in text] == []
    context.close()


def test_nothing_is_loaded_from_elsewhere_until_the_reader_asks(page, article):
    page.goto("/articles/one/")
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("button", name="Play the video")).to_be_visible()
    assert page.locator("iframe").count() == 0


def test_video_plays_in_its_frame_once_the_reader_asks(open_page, asked, base_url):
    open_page.get_by_role("button", name="Play the video Loads from www.youtube-nocookie.com").press("Enter")
    frame = open_page.get_by_title("A talk")
    expect(frame).to_be_focused()
    expect(open_page.get_by_role("button", name="Play the video")).to_have_count(0)
    expect(open_page.get_by_role("link", name="A talk")).to_be_visible()
    expect(frame.content_frame.get_by_text("It plays.")).to_be_visible()
    (request,) = asked
    assert request.url == f"{HOST}/embed/dQw4w9WgXcQ?autoplay=1"
    assert request.all_headers()["referer"] == f"{base_url}/"


def test_host_of_a_post_does_not_hear_of_the_magazine(open_page, asked):
    open_page.get_by_role("button", name="Show the post").click()
    frame = open_page.get_by_title("A post")
    expect(frame.content_frame.get_by_text("It plays.")).to_be_visible()
    assert frame.bounding_box()["height"] > 400
    (request,) = asked
    assert request.url == "https://mastodon.social/@ada/1/embed"
    assert "referer" not in request.all_headers()


def test_policy_lets_no_other_host_into_a_frame(browser, base_url, article):
    page = browser.new_page(base_url=base_url)
    page.goto("/articles/one/")
    page.evaluate("""() => {
        document.addEventListener("securitypolicyviolation", (event) => (window.refused = event.violatedDirective))
        const frame = document.createElement("iframe")
        frame.src = "https://elsewhere.example/"
        document.body.append(frame)
    }""")
    page.wait_for_function("window.refused === 'frame-src'")
    page.close()


@without_javascript
def test_link_is_all_there_is_without_javascript(page, article):
    page.goto("/articles/one/")
    expect(page.get_by_role("link", name="A talk")).to_have_attribute("href", "https://youtu.be/dQw4w9WgXcQ")
    expect(page.locator(".embed__load").first).to_be_hidden()


def test_paper_shows_the_address_and_no_button(page, article):
    page.goto("/articles/one/")
    page.emulate_media(media="print")
    expect(page.locator(".embed__load").first).to_be_hidden()
    shown = page.get_by_role("link", name="A talk").evaluate("(link) => getComputedStyle(link, '::after').content")
    assert "youtu.be" in shown


def test_footnote_is_read_and_left_again_by_keyboard(page, article):
    page.goto("/articles/one/")
    mark = page.locator("[role=doc-noteref]")
    mark.press("Enter")
    expect(page.get_by_text("In 1971.")).to_be_in_viewport()
    back = page.get_by_label("Back to mark 1 in the text")
    back.press("Enter")
    expect(page).to_have_url(re.compile(r"#fnref:1$"))
    expect(mark).to_be_in_viewport()


def test_picture_of_a_gallery_leads_to_the_whole_one(page, article):
    page.goto("/articles/one/")
    page.get_by_role("link", name="A field").first.click()
    expect(page).to_have_url(re.compile(r"/media/pictures/.*\.jpg$"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_elements_are_accessible_in_both_schemes(page_for_axe, article, scheme):
    page_for_axe.emulate_media(color_scheme=scheme)
    page_for_axe.goto("/articles/one/")
    assert faults(page_for_axe) == []
    page_for_axe.set_viewport_size({"width": 320, "height": 640})
    assert faults(page_for_axe, AXE_COLOURS) == []
