"""Nothing that a page links to, loads or sends a form to is missing."""

import re
from collections import Counter, deque
from html import unescape
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.contrib.staticfiles import finders

from .factories import make_article, make_comment, make_image, make_tag, make_user

ADDRESS = re.compile(r'\s(href|src|action|srcset)="([^"]*)"')
MOST_OF_A_KIND = 3  # pages that differ in their query or in a number only


@pytest.fixture
def magazine(alice, bob):
    """Enough of everything for second pages; returns nothing, the crawler finds it."""
    cover, tag = make_image(), make_tag()
    cover.make_renditions()
    body = (
        '<h2>One</h2><p>It <a href="/articles/article-2/">began</a> with a <a href="#one">chip</a>.</p><h2>Two</h2>' * 3
    )
    articles = [
        make_article(f"Article {number}", authors=[alice], tags=[tag], cover=cover, body=body)
        for number in range(1, 24)
    ]
    for _ in range(22):
        make_comment(make_comment(articles[-1], bob).article, alice, parent=articles[-1].comments.first())


def addresses(page, base):
    """(address without its fragment, is it a form's) of all that a page of this site refers to."""
    for attribute, value in ADDRESS.findall(page):
        parts = (
            [part.split()[0] for part in unescape(value).split(", ")] if attribute == "srcset" else [unescape(value)]
        )
        for part in parts:
            address = urldefrag(urljoin(base, part))[0]
            if urlsplit(address).netloc in ("testserver", "127.0.0.1:8000") and not part.startswith(
                ("data:", "mailto:")
            ):
                yield re.sub(r"^https?://[^/]+", "", address) or "/", attribute == "action"


def crawl(client):
    """Go wherever links lead, nearest first; gives back what is broken and how much was seen."""
    ahead, seen, kinds, broken = deque(["/"]), {"/"}, Counter(), []
    while ahead:
        path = ahead.popleft()
        response = client.get(path)
        if response.status_code >= 400:
            broken.append(path)
        content = response.getvalue()  # to the end, so that files are closed
        text = content.decode() if "html" in response.headers.get("Content-Type", "") else ""
        for address, is_form in addresses(text, f"http://testserver{path}"):
            kind = re.sub(r"\d+|\?.*", "*", address)
            if address in seen or kinds[kind] >= MOST_OF_A_KIND or "/logout/" in address:
                continue
            seen.add(address)
            kinds[kind] += 1
            if address.startswith("/static/"):
                broken += [] if finders.find(address.removeprefix("/static/")) else [address]
            elif is_form:
                broken += [address] if client.options(address).status_code == 404 else []
            else:
                ahead.append(address)
    return broken, len(seen)


@pytest.mark.parametrize("who", ["guest", "bob", "superuser"])
def test_every_link_leads_somewhere(client, bob, magazine, who):
    if who != "guest":
        client.force_login(bob if who == "bob" else make_user("root", is_staff=True, is_superuser=True))
    broken, count = crawl(client)
    assert broken == []
    assert count > 60


def test_missing_page_is_found_by_the_crawler(client, magazine, alice):
    make_article("Broken", body='<p><a href="/articles/nowhere-to-be-found/">gone</a></p>', featured=True)
    assert crawl(client)[0] == ["/articles/nowhere-to-be-found/"]
