"""A real Varnish with the configuration that is shipped; what Fastly and Cloudflare would be asked is written down."""

import http.client
import json
import threading
import time
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from purging.cdn import PurgeError, purge_cdn
from tests.magazine.servers import free_port, until
from tests.services import running

ROOT = Path(__file__).parents[2]
VCL = ROOT / "deploy" / "varnish.vcl"
TAGS = {
    "/one/": "site article-1 category-3",
    "/twelve/": "site article-12 category-3",
    "/about/": "site page-about-article-1 mail-a.b slug-My_Story",
}


class Recorder(BaseHTTPRequestHandler):
    """Remembers every request; answers pages with their tags, and what an API was asked with `server.answer`."""

    def do_GET(self):
        if self.path != "/healthz":  # asked by Varnish every now and then
            self.server.seen.append((self.path, self.headers.get("Cookie")))
        self.send_response(200)
        self.send_header("Cache-Control", f"public, s-maxage={1 if self.path == '/brief/' else 600}")
        self.send_header("Vary", "Cookie")
        self.send_header("Surrogate-Key", TAGS.get(self.path, ""))
        self.reply(f"{len(self.server.seen)}".encode())

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.seen.append((self.path, dict(self.headers), body))
        status, answer = self.server.answer
        self.send_response(status)
        self.reply(answer)

    def reply(self, body):
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def origin():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Recorder)
    server.seen, server.answer = [], (200, b'{"success": true}')
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def start_varnish(origin, tmp_path):
    """Varnish in front of the origin; `change` is what an operator would change in the shipped configuration."""
    stack = ExitStack()

    def start(change=("", "")):
        vcl = tmp_path / "magazine.vcl"
        vcl.write_text(VCL.read_text().replace('"8000"', f'"{origin.server_port}"').replace(*change))
        port, folder = free_port(), tmp_path / "varnish"
        command = [
            "varnishd",
            "-F",
            "-j",
            "none",
            "-a",
            f"127.0.0.1:{port}",
            "-f",
            vcl,
            "-n",
            folder,
            "-s",
            "malloc,16M",
        ]
        stack.enter_context(running(command, port, tmp_path / "varnish.log"))
        return port

    with stack:
        yield start


def fetch(port, path, method="GET", **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(method, path, headers=headers)
    response = connection.getresponse()
    body = response.read().decode()
    connection.close()
    return response, body


def api(server):
    return f"api=http://127.0.0.1:{server.server_port}"


def test_varnish_forgets_the_pages_with_the_tag_and_no_others(start_varnish, settings):
    port = start_varnish()
    settings.CDN_URL = [f"varnish://127.0.0.1:{port}"]
    before = {path: fetch(port, path)[1] for path in TAGS}
    assert {path: fetch(port, path)[1] for path in TAGS} == before
    purge_cdn(["article-1", "comments-9"])
    assert fetch(port, "/one/")[1] != before["/one/"]
    assert fetch(port, "/twelve/")[1] == before["/twelve/"]
    assert fetch(port, "/about/")[1] == before["/about/"]
    purge_cdn(["category-3"])
    assert fetch(port, "/twelve/")[1] != before["/twelve/"]
    assert fetch(port, "/about/")[1] == before["/about/"]


def test_varnish_takes_tags_as_they_are_written_and_any_number_of_them(start_varnish, settings):
    port = start_varnish()
    settings.CDN_URL = [f"varnish://127.0.0.1:{port}"]
    before = fetch(port, "/about/")[1]
    purge_cdn(["mail-axb", "mail-."])
    assert fetch(port, "/about/")[1] == before
    purge_cdn(["slug-My_Story"])
    assert (after := fetch(port, "/about/")[1]) != before
    purge_cdn([*(f"category-{number}-{'x' * 50}" for number in range(500)), "mail-a.b"])
    assert fetch(port, "/about/")[1] != after


def test_varnish_lets_nobody_else_ban(start_varnish, settings):
    port = start_varnish(change=('"127.0.0.1";\n    "::1";', '"192.0.2.1";'))
    settings.CDN_URL = [f"varnish://127.0.0.1:{port}"]
    before = fetch(port, "/one/")[1]
    with pytest.raises(PurgeError, match="403"):
        purge_cdn(["article-1"])
    assert fetch(port, "/one/")[1] == before


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Forwarded-Proto"])
def test_varnish_lets_nobody_ban_through_what_ends_tls(start_varnish, header):
    port = start_varnish()
    before = fetch(port, "/one/")[1]
    headers = {"X-Ban-Tags": "article\\-1", header: "https" if header.endswith("Proto") else "203.0.113.9"}
    assert fetch(port, "/", "BAN", **headers)[0].status == 403
    assert fetch(port, "/one/")[1] == before
    assert fetch(port, "/", "BAN", **{"X-Ban-Tags": "article\\-1"})[0].status == 200
    assert fetch(port, "/one/")[1] != before


def test_varnish_refuses_what_is_no_tags(start_varnish):
    port = start_varnish()
    before = fetch(port, "/one/")[1]
    assert fetch(port, "/", "BAN")[0].status == 400
    for tags in ["", "article-1 && obj.status == 200", "((", "(a+)+$", ".*", "a{9}", "[a-z]"]:
        assert fetch(port, "/", "BAN", **{"X-Ban-Tags": tags})[0].status == 400, tags
    assert fetch(port, "/one/")[1] == before


def test_varnish_shares_pages_by_theme_and_with_no_other_cookie(start_varnish, origin):
    port = start_varnish()
    anonymous, dark = fetch(port, "/one/")[1], fetch(port, "/one/", Cookie="theme=dark")[1]
    assert anonymous != dark
    assert fetch(port, "/one/", Cookie="theme=dark")[1] == dark
    assert fetch(port, "/one/")[1] == anonymous
    for cookie in ["sessionid=1", "theme=dark; sessionid=1", "visitor=1; theme=dark", "theme=odd"]:
        assert fetch(port, "/one/", Cookie=cookie)[1] not in (anonymous, dark)
        assert origin.seen[-1] == ("/one/", cookie)


def test_varnish_keeps_tags_to_itself_and_the_two_schemes_apart(start_varnish):
    port = start_varnish()
    response, plain = fetch(port, "/one/")
    assert response.headers["Surrogate-Key"] is None
    assert fetch(port, "/one/", **{"X-Forwarded-Proto": "https"})[1] != plain


def test_varnish_shows_its_pages_while_the_magazine_is_away(start_varnish, origin):
    port = start_varnish(change=("set req.grace = 60s", "set req.grace = 0s"))
    before = fetch(port, "/brief/")[1]
    until(lambda: fetch(port, "/brief/")[1] != before)  # made anew when its time is over
    last = fetch(port, "/brief/")[1]
    origin.shutdown()
    origin.server_close()
    time.sleep(1.5)  # now its time is over again
    until(lambda: fetch(port, "/brief/")[0].status == 200)  # once it is known that the magazine is away
    assert fetch(port, "/brief/")[1] == last


def test_fastly_is_asked_for_256_tags_at_a_time(origin, settings):
    settings.CDN_URL = [f"fastly://tok%2Fen@SU1Z0isxPaozGVKXdv0eY?{api(origin)}"]
    tags = [f"article-{number}" for number in range(300)]
    purge_cdn(tags)
    (path, first, _), (_, second, _) = origin.seen
    assert path == "/service/SU1Z0isxPaozGVKXdv0eY/purge"
    assert first["Fastly-Key"] == "tok/en"
    assert [*first["Surrogate-Key"].split(), *second["Surrogate-Key"].split()] == tags
    assert len(first["Surrogate-Key"].split()) == 256


def test_cloudflare_is_asked_for_100_tags_at_a_time(origin, settings):
    settings.CDN_URL = [f"cloudflare://token@023e105f4ecef8ad9ca31a8372d0c353?{api(origin)}"]
    tags = [f"article-{number}" for number in range(150)]
    purge_cdn(tags)
    (path, headers, first), (_, _, second) = origin.seen
    assert path == "/client/v4/zones/023e105f4ecef8ad9ca31a8372d0c353/purge_cache"
    assert headers["Authorization"] == "Bearer token"
    assert headers["Content-Type"] == "application/json"
    assert [*json.loads(first)["tags"], *json.loads(second)["tags"]] == tags
    assert len(json.loads(first)["tags"]) == 100


@pytest.mark.parametrize("answer", [(403, b"no"), (200, b'{"success": false, "errors": ["no"]}')])
def test_refusal_is_an_error(origin, settings, answer):
    settings.CDN_URL = [f"cloudflare://token@zone?{api(origin)}"]
    origin.answer = answer
    with pytest.raises(PurgeError, match=r"cloudflare zone: .*no"):
        purge_cdn(["home"])


def test_one_cdn_away_does_not_keep_the_others_from_being_asked(origin, settings):
    settings.CDN_URL = [f"varnish://127.0.0.1:{free_port()}", f"fastly://token@service?{api(origin)}"]
    with pytest.raises(PurgeError, match=r"varnish 127\.0\.0\.1"):
        purge_cdn(["home"])
    assert [path for path, *_ in origin.seen] == ["/service/service/purge"]


def test_without_a_cdn_nothing_is_asked(settings):
    settings.CDN_URL = []
    purge_cdn(["home"])
