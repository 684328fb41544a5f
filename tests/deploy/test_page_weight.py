"""What readers download, weighed as it comes from the magazine in production with its demo."""

import re
from http.client import HTTPConnection
from types import SimpleNamespace
from urllib.parse import urljoin

import pytest
from lxml import html

from .conftest import HOST

KB = 1024
HASHED = re.compile(r"\.[0-9a-f]{12}\.\w+$")


@pytest.fixture
def get(application):
    """Ask as a browser behind the proxy; bodies stay compressed."""
    connection = HTTPConnection("127.0.0.1", application.port, timeout=30)

    def get(path, encoding="gzip"):
        headers = {"Host": HOST, "X-Forwarded-Proto": "https", "Accept-Encoding": encoding}
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        assert answer.status == 200, path
        return SimpleNamespace(headers=answer.headers, body=answer.read())

    yield get
    connection.close()


@pytest.fixture
def pages(get):
    """One of each kind: the tree of what a browser reads, and its weight on the way."""
    home = html.fromstring(get("/", "identity").body)
    first = 'string(//a[starts-with(@href, "{}")]/@href)'
    paths = ["/", home.xpath(first.format("/articles/")), home.xpath(first.format("/categories/"))]
    return {path: (html.fromstring(get(path, "identity").body), len(get(path).body)) for path in paths}


def scripts(page):
    return page.xpath("//script/@src")


def styles(page):
    return page.xpath('//link[@rel="stylesheet"]/@href')


def preloaded(page):
    return page.xpath('//link[@rel="preload"]/@href')


def test_pages_and_what_they_load_stay_under_their_weight(get, pages):
    for path, (page, weight) in pages.items():
        assert weight <= 20 * KB, path
        assert sum(len(get(address).body) for address in styles(page)) <= 15 * KB
        assert sum(len(get(address).body) for address in scripts(page)) <= 25 * KB
        assert all(len(get(address).body) <= 60 * KB for address in preloaded(page))


def test_only_one_stylesheet_blocks_a_page(pages):
    for page, _ in pages.values():
        assert len(styles(page)) == 1
        assert scripts(page)
        code = page.xpath('//script[not(@type="application/ld+json")]')
        assert all(
            script.get("src") and (script.get("type") == "module" or "defer" in script.attrib) for script in code
        )
        assert not page.xpath("//style | //@style")


def test_at_most_ten_requests_come_before_the_cover(pages):
    """The page itself and whatever is named above the picture that is fetched first."""
    for path, (page, _) in pages.items():
        above = '(//img[@fetchpriority="high"])[1]/preceding::*'
        if "/categories/" not in path:
            assert page.xpath(above), path
        named = page.xpath(f"{above}/@src | {above}[self::link][not(@rel='canonical') and not(@rel='alternate')]/@href")
        assert 1 + len(named) <= 10, path


def test_headline_font_is_preloaded_and_the_one_that_the_stylesheet_uses(get, pages):
    page, _ = pages["/"]
    (stylesheet,) = styles(page)
    css = get(stylesheet, "identity").body.decode()
    faces = re.findall(r"@font-face\s*{[^}]*}", css)
    used = {urljoin(stylesheet, address) for face in faces for address in re.findall(r'url\("?([^")]+)', face)}
    assert preloaded(page)
    assert set(preloaded(page)) <= used
    assert page.xpath('//link[@rel="preload"][@as="font"][@type="font/woff2"][@crossorigin]')
    subsets = [face for face in faces if "url(" in face]
    assert all("unicode-range" in face and "swap" in face for face in subsets)


def test_static_files_are_hashed_kept_for_ever_and_compressed_beforehand(get, pages, demo):
    addresses = {
        address
        for page, _ in pages.values()
        for address in page.xpath("//@src | //link/@href")
        if address.startswith("/static/")
    }
    assert addresses
    for address in addresses:
        assert HASHED.search(address), address
        assert "immutable" in get(address).headers["Cache-Control"]
    for address in (address for address in addresses if address.endswith((".css", ".js"))):
        for encoding, suffix in (("gzip", ".gz"), ("br", ".br")):
            beside = demo / address.strip("/")
            ready = beside.with_name(beside.name + suffix)
            if not ready.exists():
                assert beside.stat().st_size < KB, f"{address} is not compressed"  # too short to gain from it
                continue
            answer = get(address, encoding)
            assert answer.headers["Content-Encoding"] == encoding
            assert answer.body == ready.read_bytes()
