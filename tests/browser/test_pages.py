"""Every public page type: accessible in both schemes and every width, true to the policy, whole without JavaScript."""

import re
from dataclasses import dataclass

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.utils import timezone
from playwright.sync_api import expect

import markup
from accounts.models import User
from comments.models import Comment
from tests.factories import make_article, make_category, make_comment, make_image, make_tag, make_user

from .screens import AXE, AXE_COLOURS, DESKTOP, PHONE, SMALLEST, faults, without_javascript

LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
BODY = f"""
It began with a [chip](https://example.com/a-very-long-address-without-any-place-to-break-it-{"x" * 120}) and a `flag`.

## What it does

- One **thing**
- Another, *better* thing

| Year | {LONG_WORD} | Price | Weight | Sold | Returned |
| --- | --- | --- | --- | --- | --- |
| 1987 | One | Two | Three | Four | Five |

## {LONG_WORD}

```python
def measure(what: str) -> float:  # {"a very long comment " * 12}
    return float(what) * 1.5
```

> Nobody asked for it, and everybody bought it.

<aside class="warning">
<header>{LONG_WORD}</header>

It gets hot.<small class="footnote">See https://example.com/{"w" * 100}, or [there](/).</small>

</aside>

<figure class="pull-quote">
<blockquote>

{LONG_WORD} everybody bought.

</blockquote>
<figcaption>Ada</figcaption>
</figure>

https://www.youtube.com/watch?v=dQw4w9WgXcQ

<figure class="embed"><a href="https://elsewhere.example/{"v" * 100}">{LONG_WORD}</a></figure>

## What comes next

{"A paragraph of some length, as long pieces have many of them. " * 60}

### In the end

1. This
2. That
"""
REMARK = f"**Yes**, but https://example.com/{'y' * 150} says `{'z' * 150}` and {LONG_WORD}.\n\n```\n{'wide ' * 60}\n```\n\n> quoted"


@dataclass(frozen=True)
class PageType:
    """A kind of page: who looks at it, and where it is once the magazine below has been made."""

    name: str
    path: str
    visitor: str = ""
    status: int = 200


PAGE_TYPES = [
    PageType("home", "/"),
    PageType("article with 300 comments", "/articles/busy/"),
    PageType("its second page of comments, oldest first", "/articles/busy/?page=2&order=oldest"),
    PageType("article without anything", "/articles/quiet/"),
    PageType("article that is closed", "/articles/closed/"),
    PageType("category", "/categories/technologies/"),
    PageType("second page of a category", "/categories/technologies/?page=2"),
    PageType("empty category", "/categories/science/"),
    PageType("tag", "/tags/chips/"),
    PageType("author", "/authors/alice/"),
    PageType("reader", "/authors/bob/"),
    PageType("archive", f"/archive/{timezone.now():%Y/%m}/"),
    PageType("one thread", "/comments/1/replies/"),
    PageType("search box", "/search/"),
    PageType("search results", "/search/?q=chip"),
    PageType("nothing found", f"/search/?q={LONG_WORD}"),
    PageType("how we count", "/how-we-count/"),
    PageType("nothing here", "/nowhere/", status=404),
    PageType("bad request", "/%00/", status=400),
    PageType("wrong method", "/theme/", status=405),
    PageType("sign-in", "/accounts/login/?next=/articles/quiet/"),
    PageType("sign-up", "/accounts/signup/"),
    PageType("password reset", "/accounts/password/reset/"),
    PageType("password reset sent", "/accounts/password/reset/done/"),
    PageType("password reset with a broken link", "/accounts/password/reset/key/1-x/"),
    PageType("home, signed in", "/", "bob"),
    PageType("article, signed in", "/articles/busy/", "bob"),
    PageType("article, to its moderator", "/articles/busy/", "mona"),
    PageType("draft, to its author", "/articles/draft/", "alice"),
    PageType("profile", "/accounts/profile/", "bob"),
    PageType("e-mail addresses", "/accounts/email/", "bob"),
    PageType("sessions", "/accounts/sessions/", "bob"),
    PageType("password", "/accounts/password/change/", "bob"),
    PageType("sign-out", "/accounts/logout/", "bob"),
    PageType("edit a comment", "/comments/1/edit/", "bob"),
    PageType("delete a comment", "/comments/1/delete/", "bob"),
    PageType("report a comment", "/comments/1/report/", "alice"),
]
BUSY = "/articles/busy/"
# What only scripts can do, and words that say so.
ENHANCEMENTS = {
    "Share",
    "Sign in with a passkey",
    "Copy link",
    "Copy the link",
    "In this story",
    "Show password",
    "Show",
    "Play the video",
    "Loads from www.youtube-nocookie.com",
}

each_visitor = pytest.mark.parametrize("visitor", ["", "bob", "alice", "mona"], ids=["guest", "bob", "alice", "mona"])


@pytest.fixture
def magazine(alice, bob, mona):
    """One of each, with words that are too long and threads that are too deep."""
    cover, tag = make_image(), make_tag()
    cover.make_renditions()
    make_category("Science", description=f"What is being found out about {LONG_WORD}.")
    body = markup.article_from_markdown(BODY, with_html=True)
    source = {"source_name": "The Information", "source_url": "https://example.com/source"}
    busy = make_article(
        f"A headline of some length about {LONG_WORD}",
        slug="busy",
        body=body,
        cover=cover,
        authors=[alice],
        tags=[tag],
        featured=True,
        **source,
    )
    make_article("Quiet", slug="quiet", body=body, authors=[alice, mona], comments_open=True)
    closed = make_article("Closed", slug="closed", tags=[tag], comments_open=False)
    make_comment(closed, bob)
    make_article("Draft", slug="draft", status="draft", authors=[alice], cover=cover)
    for _ in range(22):
        make_article(authors=[alice], tags=[tag], cover=cover)
    make_thread(busy, alice, bob)


def make_thread(article, alice, bob):
    """300 comments: forty roots, a deep thread, a tombstone, every kind of text."""
    stranger = make_user("a.reader.with.a.name.as.long.as.it.gets", display_name=LONG_WORD[:60])
    parent = make_comment(article, bob, body=REMARK, pk=1)
    for number in range(9):
        parent = make_comment(author=(alice, stranger, bob)[number % 3], body=f"Deeper still, {number}.", parent=parent)
    gone = make_comment(article, bob, body="Taken back.")
    make_comment(author=alice, body="An answer to it.", parent=gone)
    gone.delete_by_author()
    roots = [make_comment(article, stranger) for _ in range(38)]
    rows = [
        Comment(article=article, author=bob, parent=root, root=root, body="Quite.", body_html="<p>Quite.</p>")
        for root in roots
    ]
    Comment.objects.bulk_create((rows * 8)[: 300 - article.comments.visible().count()])
    article.stats.comments = 300
    article.stats.save()


@each_visitor
def test_every_page_is_accessible_in_both_schemes_at_every_width(page_for_axe, sign_in, magazine, visitor):
    found = []
    for kind in pages_of(visitor):
        visit(page_for_axe, kind, sign_in)
        for screen in (PHONE, DESKTOP):
            page_for_axe.set_viewport_size(screen)
            for scheme, rules in (("light", AXE), ("dark", AXE_COLOURS)):
                page_for_axe.emulate_media(color_scheme=scheme)
                found += [f"{kind.name}, {screen['width']}, {scheme}: {fault}" for fault in faults(page_for_axe, rules)]
        page_for_axe.set_viewport_size(SMALLEST)
        width = page_for_axe.evaluate("document.documentElement.scrollWidth")
        found += [f"{kind.name} scrolls sideways at 320: {width}"] if width > SMALLEST["width"] else []
    assert found == []


@each_visitor
def test_every_page_keeps_the_policy_and_is_whole_without_javascript(
    page, new_context, viewport, sign_in, magazine, visitor
):
    plain, missing = new_context(viewport=viewport, java_script_enabled=False).new_page(), []
    for kind in pages_of(visitor):
        visit(page, kind, sign_in)
        page.wait_for_load_state("networkidle")
        visit(plain, kind, sign_in)
        expect(plain.get_by_role("heading", level=1)).to_have_count(1)
        missing += [(kind.name, line) for line in words(page) - words(plain) - ENHANCEMENTS]
    assert missing == []


def pages_of(visitor):
    return [kind for kind in PAGE_TYPES if kind.visitor == visitor]


def words(page):
    return {line.strip() for line in page.locator("body").inner_text().splitlines()}


def visit(page, kind, sign_in):
    if kind.visitor:
        sign_in(User.objects.get(username=kind.visitor), page.context)
    assert page.goto(kind.path).status == kind.status


@pytest.mark.parametrize(
    "template", ["errors/500.html", "errors/503.html", "errors/413.html", "errors/410.html", "429.html"]
)
def test_rare_error_page_is_accessible(page_for_axe, template, rf, db):
    request = rf.get("/")
    request.user = AnonymousUser()
    text = render_to_string(template, request=request)
    page_for_axe.route("**/broken/", lambda route: route.fulfill(body=text, content_type="text/html"))
    page_for_axe.goto("/broken/")
    for scheme in ("light", "dark"):
        page_for_axe.emulate_media(color_scheme=scheme)
        assert faults(page_for_axe) == []


def test_theme_that_was_chosen_never_flashes(page, magazine):
    """The server writes it into the page, before any script runs."""
    page.emulate_media(color_scheme="light")
    page.goto(BUSY)
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_role("button", name="Dark appearance").first.click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light
    assert 'data-theme="dark"' in page.request.get(BUSY).text()[:200]


@without_javascript
def test_theme_is_chosen_without_javascript(page, magazine):
    page.goto(BUSY)
    page.get_by_role("button", name="Dark appearance").first.click()
    expect(page).to_have_url(re.compile(BUSY))
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_keyboard_reaches_the_content_at_once(page, magazine):
    page.goto(BUSY)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_article_loads_little_and_does_not_jump(page, magazine):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver((list) => { for (const e of list.getEntries()) window.shift += e.value })"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    page.goto(BUSY)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.shift") <= 0.02
    before = asked[: next(place for place, address in enumerate(asked) if "/media/" in address)]
    parts_of_the_stylesheet = [address for address in before if "/static/css/" in address and "site" not in address]
    assert len(before) - len(parts_of_the_stylesheet) <= 10
