"""Who is told of what is new: a hub and search engines of this machine that write down what they hear."""

import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.error import HTTPError
from urllib.parse import parse_qs

import pytest
from django.utils import timezone

from articles.announcing import announce, tell_hub
from articles.models import Announced, Article
from tests.factories import make_article, make_tag

pytestmark = pytest.mark.django_db(transaction=True)
SITE = "http://127.0.0.1:8000"


class Recorder(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.heard.append((self.path, body))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def world(settings):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Recorder)
    server.heard, server.status = [], 202
    thread = threading.Thread(target=server.serve_forever, args=[0.01])  # seconds until it hears that it shall stop
    thread.start()
    settings.WEBSUB_HUB = f"http://127.0.0.1:{server.server_port}/hub"
    settings.INDEXNOW_URL = f"http://127.0.0.1:{server.server_port}/indexnow"
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def known(world):
    """Everything up to an hour ago has been told."""
    Announced.objects.create(up_to=timezone.now() - timedelta(hours=1))
    return world


def long_ago(article):
    moment = timezone.now() - timedelta(days=1)
    Article.objects.filter(pk=article.pk).update(text_changed_at=moment, published_at=moment, modified_at=moment)


def age(article, **fields):
    """As if it had been changed a minute ago."""
    Article.objects.filter(pk=article.pk).update(text_changed_at=timezone.now() - timedelta(minutes=1), **fields)


def topics(world) -> list[str]:
    return [topic for path, body in world.heard if path == "/hub" for topic in parse_qs(body)["hub.url"]]


def addresses(world) -> list[str]:
    return [address for path, body in world.heard if path == "/indexnow" for address in json.loads(body)["urlList"]]


def test_hub_hears_of_every_feed_that_has_the_article(known, alice):
    age(make_article("Chips", authors=[alice], tags=[make_tag()]))
    announce()
    (_, body), *_ = [heard for heard in known.heard if heard[0] == "/hub"]
    assert parse_qs(body)["hub.mode"] == ["publish"]
    places = ("categories/technologies", "tags/chips", "authors/alice")
    listings = {f"{SITE}/{place}/feed/{kind}" for place in places for kind in ("", "atom/", "json/")}
    site = {f"{SITE}/feeds/{name}" for name in ("rss.xml", "atom.xml", "feed.json")}
    assert set(topics(known)) == site | listings


def test_search_engines_hear_the_address_and_find_the_key(known, client):
    age(make_article("Chips"))
    announce()
    (told,) = [json.loads(body) for path, body in known.heard if path == "/indexnow"]
    assert told["urlList"] == [f"{SITE}/articles/chips/"]
    assert told["host"] == "127.0.0.1"
    assert client.get(told["keyLocation"].removeprefix(SITE)).text == told["key"]
    assert len(told["key"]) == 32


def test_everything_is_told_once(known):
    age(make_article("Chips"))
    for _ in range(3):
        announce()
    assert len(known.heard) == 2


def test_nothing_is_told_before_the_first_look_and_then_what_is_new(world):
    article = make_article("Old")
    age(article)
    announce()
    assert world.heard == []
    Announced.objects.update(up_to=timezone.now() - timedelta(hours=1))
    announce()
    assert addresses(world) == [f"{SITE}/articles/old/"]


def test_scheduled_article_is_told_of_when_it_appears(known):
    article = make_article("Later", published_at=timezone.now() + timedelta(hours=1))
    age(article)
    announce()
    assert known.heard == []
    age(article, published_at=timezone.now() - timedelta(seconds=30))
    Announced.objects.update(up_to=timezone.now() - timedelta(seconds=40))
    announce()
    assert addresses(known) == [f"{SITE}/articles/later/"]


def test_expired_and_withdrawn_articles_are_told_of(known, editor):
    expired, withdrawn = make_article("Expired"), make_article("Withdrawn")
    for article in (expired, withdrawn):
        long_ago(article)
    Article.objects.filter(pk=expired.pk).update(expires_at=timezone.now() - timedelta(minutes=1))
    withdrawn.refresh_from_db()
    withdrawn.unpublish(by=editor)
    Announced.objects.update(up_to=timezone.now() - timedelta(minutes=2))
    announce()
    assert addresses(known) == [f"{SITE}/articles/expired/"]  # the other may not be committed yet
    Announced.objects.update(up_to=timezone.now() - timedelta(minutes=2))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("articles.announcing.SETTLED", timedelta(0))
        announce()
    assert addresses(known)[1:] == [f"{SITE}/articles/expired/", f"{SITE}/articles/withdrawn/"]


def test_draft_is_told_to_nobody(known):
    age(make_article("Secret", status=Article.Status.DRAFT))
    announce()
    assert known.heard == []


def test_nobody_is_told_without_an_address(known, settings, client):
    settings.WEBSUB_HUB = settings.INDEXNOW_URL = ""
    age(make_article("Chips"))
    announce()
    assert known.heard == []
    assert client.get("/indexnow.txt").status_code == 404


def test_refusal_is_an_error_so_that_it_is_tried_again(world):
    world.status = 500
    with pytest.raises(HTTPError):
        tell_hub.call([f"{SITE}/feeds/rss.xml"])
