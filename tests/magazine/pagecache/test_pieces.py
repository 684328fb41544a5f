"""What pages are made of is kept too: as fresh as the database, and nobody's own."""

import pickle
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, router, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Category
from magazine.pagecache import pieces
from magazine.pagecache.pieces import Pieces, Reading
from purging.log import purge
from reactions.models import LIKE, Reaction
from tests.factories import make_article, make_comment, make_reaction, make_tag

pytestmark = pytest.mark.django_db(transaction=True)

PATH = "/articles/chips/"


@pytest.fixture
def store():
    return Pieces(WSGIHandler(), memory_mb=1)


def cookies(client, user):
    client.force_login(user)
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())


def names(store):
    return set(store.memory._pages)


def test_page_after_a_reaction_asks_for_counters_only(site, article, bob):
    make_comment(article, bob, body="Well said")
    first = site.get(PATH).body
    make_reaction(article)
    with CaptureQueriesContext(connection) as queries:
        second = site.get(PATH).body
    assert len(queries) == 3  # the end of the purge log, what is new in it, and the counters
    assert b"Well said" in second
    assert second == first.replace(b'"likes">0<', b'"likes">1<').replace(
        b'"LikeAction"}, "userInteractionCount": 0', b'"LikeAction"}, "userInteractionCount": 1'
    ).replace(b'aria-hidden="true">0</span>', b'aria-hidden="true">1</span>', 1)


def test_first_page_takes_eleven_queries(site, article, bob):
    make_comment(parent=make_comment(article, bob))
    with CaptureQueriesContext(connection) as queries:
        site.get(PATH)
    assert (
        len(queries) == 11
    )  # the purge log and who corrected the article among them, and three for what is around every page


@pytest.mark.parametrize("is_hot", [False, True])
def test_page_with_pieces_is_the_same_as_without(site, article, alice, bob, mona, client, is_hot):
    make_article("Neighbour", tags=[make_tag()], stats={"likes": 3, "comments": 1})
    comment = make_comment(article, bob)
    Reaction.objects.set_on_comment(comment, alice, LIKE)
    for reader in (alice, bob, mona):
        cookie = cookies(client, reader)
        if is_hot:
            site.get(PATH, cookie=cookie)
        with_pieces = site.get(PATH, cookie=cookie).body.decode()
        without = client.get(PATH, headers={"host": "127.0.0.1:8000"}).text
        assert tokens_away(with_pieces) == tokens_away(without)


def tokens_away(page):
    """Without the lines of the form that say for whom and in which second it was made."""
    return [line for line in page.splitlines() if "csrf" not in line and 'name="began"' not in line]


def test_change_by_another_process_is_seen_by_who_made_it(site, other, article, alice, bob, client):
    """The next request of somebody with a session may be answered by a process that has not looked into the log yet."""
    cookie = cookies(client, alice)
    make_comment(article, bob, body="First words")
    other.get(PATH, cookie=cookie)
    article.title = "Wafers"
    article.save()
    assert b"<h1" in (page := other.get(PATH, cookie=cookie).body)
    assert b">Wafers<" in page
    make_comment(article, bob, body="Second words")
    assert b"Second words" in other.get(PATH, cookie=cookie).body
    Category.objects.update(name="Hardware")
    purge("site")
    assert b"Technologies" not in other.get(PATH, cookie=cookie).body


def test_counters_of_a_neighbour_are_those_of_now(site, article):
    neighbour = make_article("Neighbour", tags=[make_tag()])
    assert b"</svg>2<" not in site.get(PATH).body
    for _ in range(2):
        make_reaction(neighbour)
    assert b"</svg>2<" in site.get(PATH, cookie="x=1").body


def test_change_of_a_person_is_seen_in_the_discussion(site, article, bob, client):
    make_comment(article, bob)
    cookie = cookies(client, bob)
    assert b"Bob Brandt" in site.get(PATH, cookie=cookie).body
    client.post("/accounts/profile/", {"display_name": "Bobby", "bio": "", "website": ""})
    assert b"Bob Brandt" not in site.get(PATH, cookie=cookie).body


def test_expired_and_deleted_articles_are_not_shown_from_memory(site, article, alice, client, monkeypatch):
    cookie = cookies(client, alice)
    make_article("Neighbour", tags=[make_tag()], expires_at=timezone.now() + timedelta(hours=1))
    assert b"Neighbour" in site.get(PATH, cookie=cookie).body
    later = timezone.now() + timedelta(hours=2)
    with monkeypatch.context() as patch:
        patch.setattr(timezone, "now", lambda: later)
        assert b"Neighbour" not in site.get(PATH, cookie="x=1").body
        assert site.get("/articles/neighbour/", cookie="x=1").status == 404
    Article.objects.filter(slug="chips").delete()  # in a way that no purge tells of
    assert site.get(PATH, cookie="x=1").status == 404


def test_preview_is_not_kept(site, client, editor):
    draft = make_article("Chips", status=Article.Status.DRAFT, published_at=None, body="<p>Not yet.</p>")
    assert b"Not yet." in site.get(PATH, cookie=cookies(client, editor)).body
    assert not any(draft.slug in str(name) for name in names(site.application))
    assert site.get(PATH).status == 404
    Article.objects.filter(pk=draft.pk).update(body_html="<p>Out now.</p>")
    Article.objects.get(pk=draft.pk).publish()
    assert b"Not yet." not in site.get(PATH).body


def test_hidden_comment_is_kept_for_moderators_alone(site, article, bob, mona, client):
    make_comment(article, bob, body="Shameless").hide(by=mona)
    assert b"Shameless" in site.get(PATH, cookie=cookies(client, mona)).body
    page = site.get(PATH).body
    assert b"Shameless" not in page
    assert b"removed by a moderator" not in page


def test_nothing_of_a_reader_is_in_a_piece(site, article, bob, mallory, client):
    """Mallory reads everything, signed in and in the dark; what is kept does not know of her."""
    make_comment(article, bob)
    cookie = f"{cookies(client, mallory)}; theme=dark"
    for path in (PATH, f"{PATH}?order=oldest", f"{PATH}?reply=1", "/", "/categories/technologies/"):
        assert site.get(path, cookie=cookie).status == 200
    kept = pickle.dumps([(name, piece.value) for name, piece in site.application.memory._pages.items()])
    kept = kept.replace(b"logo_dark", b"")  # the name of a field
    assert b"Chips" in kept
    for secret in (b"mallory", b"Mallory", b"csrf", b"dark", b"sessionid", client.session.session_key.encode()):
        assert secret not in kept


def test_parts_of_a_story_are_told_of_nobody():
    template = (settings.ROOT / "templates/articles/article_detail.html").read_text()
    assert '{% import "articles/_story.html" as parts %}' in template
    for macro in re.findall(r"story\.(?:piece|card)\(([\w.]+)", template):
        assert macro.startswith("parts.") or f"import {macro} %}}" in template


def test_change_while_a_piece_is_made_makes_it_anew(store):
    def make():
        purge("tag")
        return "old"

    assert Reading(store).kept("name", make, lambda value: ["tag"]) == "old"
    assert Reading(store).kept("name", lambda: "new", lambda value: ["tag"]) == "new"
    assert Reading(store).kept("name", lambda: "newer", lambda value: ["tag"]) == "new"


def test_what_is_not_committed_is_not_kept(store):
    with transaction.atomic():
        Reading(store).kept("name", lambda: "draft", lambda value: [])
    assert not names(store)


def test_who_reads_from_another_database_than_the_log_gets_nothing_kept(store, monkeypatch):
    Reading(store).kept("name", lambda: "old", lambda value: [])

    class Elsewhere:
        def db_for_read(self, model, **hints):
            return "elsewhere"

    monkeypatch.setattr(router, "routers", [Elsewhere()])
    assert Reading(store).kept("name", lambda: "new", lambda value: []) == "new"


def test_memory_is_bounded_and_what_was_asked_for_last_stays(store):
    for number in range(300):
        Reading(store).kept(number, lambda: "x" * 10_000, lambda value: [])
        Reading(store).kept(0, lambda: "asked for time and again", lambda value: [])
    assert 0 < store.memory.size <= 1024 * 1024
    assert {0, 299} <= set(names(store))
    assert len(store.memory) < 60


def test_change_without_a_purge_is_seen_some_minutes_later(site, article, monkeypatch):
    site.get(PATH)
    Article.objects.update(title="Wafers")
    assert b"Wafers" not in site.get(PATH, cookie="x=1").body
    monkeypatch.setattr(pieces, "LONGEST", 0)
    assert b"Wafers" in site.get(PATH, cookie="x=1").body


def test_requests_that_write_use_no_pieces(site, article, bob, client):
    cookie = cookies(client, bob)
    site.get(PATH, method="POST", cookie=cookie)
    site.get(f"{PATH}comments/", method="POST", cookie=cookie)
    assert not names(site.application)
