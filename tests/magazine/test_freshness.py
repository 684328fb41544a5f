"""The editors' list of what may no longer work: much read, long not looked at, or failing for readers."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from articles.models import Article
from corrections.models import Mark
from magazine import freshness
from reactions.models import Person, ViewDay
from tests.factories import make_article

pytestmark = pytest.mark.django_db
URL = "/admin/freshness/"


def make_old(title, months=20, views=0, marks=0, **fields):
    at = timezone.now() - timedelta(days=31 * months)
    article = make_article(title, **({"tested_with": "Go 2", "published_at": at} | fields))
    if views:
        ViewDay.add({(article.pk, timezone.now().date()): views})
    for _ in range(marks):
        Mark.objects.mark(article, Person(visitor=uuid.uuid4()))
    return article


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def titles(client, query=""):
    page = html.document_fromstring(client.get(URL + query).content.decode())
    return [heading.text_content() for heading in page.xpath("//ol[@class='fresh']//h2")]


def test_urgent_is_what_is_read_old_or_fails(desk):
    make_old("Old and read", months=10, views=50)
    make_old("Older and less read", months=30, views=10)
    make_old("Fails", months=0, marks=8)
    make_old("Old and not read")
    make_old("New", months=0, views=900)
    make_old("Not technical", tested_with="", views=900)
    make_old("Draft", status="draft", views=900)
    assert titles(desk) == ["Fails", "Old and read", "Older and less read", "Old and not read"]


def test_still_correct_today_takes_it_from_the_list_and_tells_readers(desk):
    article = make_old("Threads", views=5, marks=3)
    assert "3 readers" in desk.get(URL).text
    response = desk.post(f"{URL}{article.pk}/verify/", follow=True)
    assert "Threads: still correct today." in response.text
    assert titles(desk) == []
    assert "Last verified" in desk.get(article.get_absolute_url()).text
    assert "no longer works</p>" not in desk.get(article.get_absolute_url()).text


def test_what_readers_said_stands_there_escaped(desk, bob):
    article = make_old("Threads")
    Mark.objects.mark(article, Person(user=bob), "<b>Fails</b> with 3.15")
    page = desk.get(URL).text
    assert "&lt;b&gt;Fails&lt;/b&gt; with 3.15" in page and "Bob Brandt" in page


def test_authors_see_their_own_and_say_nothing_for_the_magazine(client, alice):
    mine, _ = make_old("Mine", authors=[alice]), make_old("Not mine")
    client.force_login(alice)
    assert titles(client) == ["Mine"]
    assert "Still correct today" not in client.get(URL).text
    assert client.post(f"{URL}{mine.pk}/verify/").status_code == 403
    assert Article.objects.get(pk=mine.pk).verified_at is None


def test_it_is_paged(desk, monkeypatch):
    monkeypatch.setattr(freshness, "PAGE", 2)
    for number in range(3):
        make_old(f"Piece {number}", views=10 * (3 - number))
    assert titles(desk) == ["Piece 0", "Piece 1"]
    assert titles(desk, "?page=2") == ["Piece 2"]
    assert desk.get(f"{URL}?page=9").status_code == 404


def test_it_looks_at_a_bounded_number_and_asks_as_often_for_many(desk, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(freshness, "OLDEST", 3)
    for number in range(2):
        make_old(f"Piece {number}", months=10 + number)
    titles(desk)
    with django_assert_max_num_queries(20) as few:
        titles(desk)
    for number in range(8):
        make_old(f"More {number}", months=20 + number)
    with django_assert_max_num_queries(len(few)):
        assert titles(desk) == ["More 7", "More 6", "More 5"]


def test_what_nobody_reads_any_more_hides_nothing(client, desk, alice, monkeypatch):
    monkeypatch.setattr(freshness, "OLDEST", 2)
    for number in range(2):
        make_old(f"Archived {number}", months=40, status="archived")
        make_old(f"Of others {number}", months=30)
    make_old("Mine", authors=[alice])
    assert titles(desk) == ["Of others 0", "Of others 1"]
    client.force_login(alice)
    assert titles(client) == ["Mine"]


@pytest.mark.parametrize(
    ("who", "index"), [("editor", "article_vouched (status=?"), ("alice", "byline_newest (author_id=?")]
)
def test_oldest_are_found_by_an_index(request, who, index):
    user = request.getfixturevalue(who)
    with CaptureQueriesContext(connection) as captured:
        list(freshness._oldest(user))
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {captured[-1]['sql']}")
            assert index in cursor.fetchone()[-1]
        else:
            cursor.execute("SET LOCAL enable_seqscan = off")  # the tables are empty, so reading all of them is cheapest
            cursor.execute(f"EXPLAIN {captured[-1]['sql']}")
            assert "Index" in str(cursor.fetchall())


def test_newest_words_about_each_are_read_and_no_others(bob, mallory, alice):
    threads, cables = make_old("Threads"), make_old("Cables")
    for person, words in ((bob, "First"), (mallory, "Second"), (alice, "Third")):
        Mark.objects.mark(threads, Person(user=person), words)
    Mark.objects.mark(cables, Person(user=bob), "Other")
    texts = Mark.objects.texts_of([threads.pk, cables.pk], 2)
    assert {key: [mark.text for mark in marks] for key, marks in texts.items()} == {
        threads.pk: ["Third", "Second"],
        cables.pk: ["Other"],
    }


def test_unpublished_is_not_verified(desk):
    assert desk.post(f"{URL}{make_old('Draft', status='draft').pk}/verify/").status_code == 404
