"""A feed that somebody opens in a browser, and the page that tells of feeds."""

import pytest

from tests.factories import make_article


@pytest.mark.parametrize("path", ["/feeds/rss.xml", "/feeds/atom.xml", "/categories/technologies/feed/"])
def test_reader_who_opens_a_feed_can_read_it(page, live_server, path):
    make_article("Chips", lead="What they cost.")
    page.goto(f"{live_server.url}{path}")
    shown = page.evaluate("document.documentElement.innerText ?? document.documentElement.textContent")
    visible = """name => [...document.getElementsByTagName(name)].filter(e => e.getClientRects().length).length"""
    assert "Chips" in shown
    assert page.evaluate(visible, "title") >= 2
    assert page.evaluate(visible, "guid") == page.evaluate(visible, "id") == 0
    notice = "getComputedStyle(document.documentElement, '::before').content"
    assert "This is a feed." in page.evaluate(notice)


def test_reader_finds_the_page_of_feeds_at_the_foot(page, live_server):
    make_article("Chips")
    page.goto(live_server.url)
    page.get_by_role("link", name="All feeds").click()
    assert page.get_by_role("link", name="Technologies, JSON Feed").get_attribute("href").endswith("/feed/json/")
    assert page.get_by_role("heading", name="Feeds", exact=True).is_visible()
