"""`deploy/nginx/techymag.conf` in front of the magazine in production."""

import json
import re
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.request import Request, urlopen

import pytest

from tests.magazine.servers import until

from .conftest import HOST

STYLESHEET = re.compile(r'href="(/static/css/site\.[0-9a-f]{12}\.css)"')
PICTURE = re.compile(r"/media/pictures/[\w./-]+\.webp")
ARTICLE = re.compile(r'href="(/articles/[\w-]+/)"')


@pytest.fixture
def site(application, nginx, demo):
    return nginx(application.port, demo)


@pytest.fixture
def cached(application, nginx, demo):
    return nginx(application.port, demo, cached=True)


class Told(BaseHTTPRequestHandler):
    """Says what it was asked with; `/private/` and `/cookie/` as pages for one reader do, the rest for a second."""

    def do_GET(self):
        lifetime = "private, no-cache" if "/private/" in self.path else "public, max-age=0, s-maxage=1"
        self.send_response(200)
        self.send_header("Cache-Control", lifetime)
        if "/cookie/" in self.path:
            self.send_header("Set-Cookie", "csrftoken=1")
        body = json.dumps({"path": self.path, "headers": {key.lower(): value for key, value in self.headers.items()}})
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *words):
        """Not into the output of the tests."""


@pytest.fixture
def told(nginx, tmp_path):
    """nginx, its cache on, in front of a server that says what it was asked."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Told) as upstream:
        threading.Thread(target=upstream.serve_forever, daemon=True).start()
        site = nginx(upstream.server_port, tmp_path, cached=True)
        site.upstream = upstream
        yield site
        upstream.shutdown()


def test_page_comes_encrypted_and_compressed_by_http_2(site):
    page = site.get("/", "--header", "Accept-Encoding: gzip")
    assert (page.protocol, page.status) == ("HTTP/2", 200)
    assert page.headers["content-encoding"] == "gzip"
    assert "max-age=31536000" in page.headers["strict-transport-security"]
    assert len(page.body) < len(site.get("/").body) / 2


def test_plain_address_leads_to_the_encrypted_one(site):
    answer = site.get("/articles/?page=2", scheme="http")
    assert answer.status == 301
    assert answer.headers["location"] == "https://magazine.example/articles/?page=2"


def test_page_that_is_known_is_not_sent_again(site):
    page = site.get("/how-we-count/")
    again = site.get("/how-we-count/", "--header", f"If-None-Match: {page.headers['etag']}")
    assert (again.status, again.body) == (304, b"")


def test_files_come_from_the_disk_even_without_the_application(site, application):
    page = site.get("/").body.decode()
    stylesheet, picture = STYLESHEET.search(page)[1], PICTURE.search(page)[0]
    application.stop()
    css = site.get(stylesheet, "--header", "Accept-Encoding: gzip")
    assert (css.status, css.headers["content-encoding"]) == (200, "gzip")
    assert css.headers["content-type"] == "text/css; charset=utf-8"
    assert css.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert (
        site.get(
            stylesheet, "--header", "Accept-Encoding: gzip", "--header", f"If-None-Match: {css.headers['etag']}"
        ).status
        == 304
    )
    image = site.get(picture)
    assert (image.status, image.headers["content-type"]) == (200, "image/webp")
    assert "immutable" in image.headers["cache-control"]
    assert "sandbox" in image.headers["content-security-policy"]
    assert site.get("/static/css/site.css").headers["cache-control"] == "public, max-age=3600"


def test_files_are_protected_as_the_application_protects_them(site, application):
    page = site.get("/").body.decode()
    for path in (STYLESHEET.search(page)[1], PICTURE.search(page)[0]):
        ours = site.get(path).headers
        asked = Request(
            f"http://127.0.0.1:{application.port}{path}", headers={"Host": HOST, "X-Forwarded-Proto": "https"}
        )
        with urlopen(asked) as theirs:  # noqa: S310
            for name in ("X-Content-Type-Options", "Cross-Origin-Resource-Policy", "Strict-Transport-Security"):
                assert ours[name.lower()] == theirs.headers[name], name


@pytest.mark.parametrize(
    "path", ["/db.sqlite3", "/static/../db.sqlite3", "/media/..%2fdb.sqlite3", "/static../db.sqlite3"]
)
def test_nothing_else_of_the_data_is_sent(site, path):
    assert site.get(path).status in (400, 404)


@pytest.mark.parametrize(
    "path", ["preview/", "following/confirm/", "following/by-link/", "following/stop/", "notifications/stop/"]
)
def test_what_is_mailed_to_somebody_is_not_in_the_log(site, tmp_path, path):
    site.get(f"/{path}secret-token/rhythm/?q=secret-token")
    log = tmp_path / "techymag.log"
    until(lambda: f'"GET /{path}- HTTP' in log.read_text())
    assert "secret-token" not in log.read_text()


def test_reader_cannot_claim_another_address_or_request_id(told):
    said = json.loads(told.get("/", "--header", "X-Forwarded-For: 203.0.113.7", "--header", "X-Request-ID: mine").body)
    headers = said["headers"]
    assert headers["x-forwarded-for"] == "127.0.0.1"
    assert headers["x-forwarded-proto"] == "https"
    assert headers["host"] == "magazine.example"
    assert re.fullmatch(r"[0-9a-f]{32}", headers["x-request-id"])


def test_tags_are_for_caches_and_not_for_readers(site, application):
    asked = Request(f"http://127.0.0.1:{application.port}/", headers={"Host": HOST, "X-Forwarded-Proto": "https"})
    with urlopen(asked) as page:  # noqa: S310
        assert page.headers["Surrogate-Key"] == page.headers["Cache-Tag"].replace(",", " ") != ""
    assert not {"surrogate-key", "cache-tag"} & site.get("/").headers.keys()


def test_form_that_is_too_large_is_refused_before_the_application(site, tmp_path):
    large = tmp_path / "large"
    with large.open("wb") as file:
        file.truncate(21 * 1024 * 1024)
    assert site.get("/theme/", "--data-binary", f"@{large}").status == 413


def test_flood_of_forms_is_stopped_and_of_pages_is_not(told):
    told.get("/[1-300]")
    assert "HTTP/2 429" not in (told.folder / "headers").read_text()
    told.get("/[1-300]", "--data", "value=like")
    assert "HTTP/2 429" in (told.folder / "headers").read_text()


def test_article_is_kept_once_for_all_readers(cached):
    path = ARTICLE.search(cached.get("/").body.decode())[1]
    first = cached.get(path, "--header", "Accept-Encoding: gzip, deflate")
    assert (first.status, first.headers["x-cache"]) == (200, "MISS")
    for asked, header in ((path, "gzip"), (f"{path}?utm_source=a&utm_medium=b&fbclid=c", "gzip, br;q=0")):
        again = cached.get(asked, "--header", f"Accept-Encoding: {header}")
        assert again.headers["x-cache"] == "HIT"
        assert again.body == first.body
    known = cached.get(path, "--header", "Accept-Encoding: gzip", "--header", f"If-None-Match: {first.headers['etag']}")
    assert (known.status, known.headers["x-cache"]) == (304, "HIT")


def test_colour_scheme_has_a_page_of_its_own(cached):
    light, dark = ("--cookie", "theme=light"), ("--cookie", "theme=dark")
    assert b'data-theme="dark"' in cached.get("/how-we-count/", *dark).body
    assert b'data-theme="light"' in cached.get("/how-we-count/", *light).body
    assert b"data-theme=" not in cached.get("/how-we-count/").body.partition(b">")[0]
    assert cached.get("/how-we-count/", *dark).headers["x-cache"] == "HIT"


@pytest.mark.parametrize("cookie", ["sessionid=x", "theme=dark; sessionid=x", "theme=pink", "visitor=1; theme=dark"])
def test_page_for_somebody_is_neither_kept_nor_taken_from_what_is_kept(told, cookie):
    for _ in range(2):
        answer = told.get("/", "--cookie", cookie)
        assert answer.headers["x-cache"] == "BYPASS"
        assert json.loads(answer.body)["headers"]["cookie"] == cookie
    assert "cookie" not in json.loads(told.get("/").body)["headers"]


@pytest.mark.parametrize("path", ["/private/", "/cookie/"])
def test_page_that_is_private_or_sets_a_cookie_is_never_kept(told, path):
    assert [told.get(path).headers["x-cache"] for _ in range(3)] == ["MISS"] * 3


def test_sign_in_form_is_never_kept(cached):
    tokens = {cached.get("/accounts/login/").headers["set-cookie"] for _ in range(3)}
    assert len(tokens) == 3


def test_fragment_and_page_are_not_mixed_up(told):
    assert told.get("/", "--header", "HX-Request: true").headers["x-cache"] == "BYPASS"
    assert told.get("/").headers["x-cache"] == "MISS"


def test_address_that_looks_like_another_with_a_query_is_kept_apart(told):
    told.get("/articles/%3Fpage=2")
    told.get("/articles/%20page=2")
    page = told.get("/articles/?page=2")
    assert page.headers["x-cache"] == "MISS"
    assert json.loads(page.body)["path"] == "/articles/?page=2"


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("utm_source=a&utm_medium=b", ""),
        ("utm_source=a&page=2&fbclid=b", "?page=2"),
        ("q=utm_source=a&gclid=", "?q=utm_source=a"),
        ("q=a%26b&order=new", "?q=a%26b&order=new"),
    ],
)
def test_what_advertisers_add_is_not_passed_on(told, query, kept):
    assert json.loads(told.get(f"/search/?{query}").body)["path"] == f"/search/{kept}"


def test_old_page_is_shown_while_the_application_is_away(told):
    first = told.get("/")
    told.upstream.shutdown()
    told.upstream.server_close()
    time.sleep(2.1)  # it was fresh for a second, and nginx counts whole ones
    old = told.get("/")
    assert (old.body, old.headers["x-cache"]) == (first.body, "STALE")
