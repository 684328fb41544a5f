"""How OpenSearch hears of what changed, and what happens while it does not answer."""

import json
import logging
from datetime import timedelta
from hashlib import sha256

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from opensearchpy import OpenSearch

from articles.models import Article
from comments.models import Comment
from magazine.engines import opensearch as checked
from outages import Outage
from search import apps
from search.engines import changes, doubt, engine, of_database, opensearch, opensearch_index
from search.finding import Search
from search.models import Change, Telling
from search.words import Query
from tests.factories import make_article, make_comment, make_tag
from tests.services import osmem

pytestmark = pytest.mark.database_alone
ARTICLE, COMMENT = Change.Kind.ARTICLE, Change.Kind.COMMENT


@pytest.fixture
def server():
    """One that may be stopped."""
    with osmem() as server:
        yield server


@pytest.fixture
def followed(db, settings, server, monkeypatch):
    settings.OPENSEARCH_URL = f"{server.url}/magazine"
    monkeypatch.setattr(opensearch, "OUTAGE", Outage("OpenSearch"))
    changes.follow(connection)
    return opensearch_index.client(settings.OPENSEARCH_URL, 30)


def known(kind=ARTICLE):
    """To OpenSearch, once it shows what it was told."""
    opensearch._server().indices.refresh(index=opensearch_index.alias(kind))
    return {int(hit["_id"]) for hit in opensearch.ask(kind, {"query": {"match_all": {}}, "size": 99})}


def test_what_was_there_before_is_told_too(settings, server, db):
    old = make_article("Zebra")
    settings.OPENSEARCH_URL = f"{server.url}/magazine"
    changes.follow(connection)
    opensearch_index.tell_what_changed()
    assert known() == {old.pk}
    assert not Change.objects.exists()
    assert doubt() == ""


def test_magazine_without_articles_is_searched_too(followed):
    opensearch_index.tell_what_changed()
    assert known() == set()


def test_following_twice_tells_nothing_twice(followed):
    make_article("Zebra")
    opensearch_index.tell()
    changes.follow(connection)
    assert not Change.objects.exists()
    assert Telling.objects.exclude(indexes="").exists()


def test_every_change_is_written_down(followed, alice):
    article = make_article("Zebra")
    comment = make_comment(article, alice)
    Change.objects.all().delete()
    tag = make_tag("Nomad")
    for change, told in (
        (lambda: article.tags.add(tag), {f"Article {article.pk}"}),
        (lambda: type(tag).objects.update(name="Other"), {f"Article {article.pk}"}),
        (lambda: Article.objects.update(lead="Other"), {f"Article {article.pk}"}),
        (lambda: Article.objects.update(lead="Other"), set()),
        (lambda: Comment.objects.update(status="held"), {f"Comment {comment.pk}"}),
        (article.tags.clear, {f"Article {article.pk}"}),
        (article.delete, {f"Article {article.pk}", f"Comment {comment.pk}"}),
    ):
        change()
        assert set(map(str, Change.objects.all())) == told
        Change.objects.all().delete()


def test_what_goes_is_taken_away(followed, alice):
    article, gone = make_article("Zebra"), make_article("Okapi")
    comment, hidden = make_comment(article, alice), make_comment(article, alice)
    opensearch_index.tell()
    gone.delete()
    Comment.objects.filter(pk=hidden.pk).update(status="hidden")
    opensearch_index.tell()
    assert (known(), known(COMMENT)) == ({article.pk}, {comment.pk})


def test_nothing_is_searched_before_everything_is_told(followed, monkeypatch):
    articles = {make_article(f"Zebra {number}").pk for number in range(3)}
    monkeypatch.setattr(opensearch_index, "BATCH", 2)
    with monkeypatch.context() as stopped:
        stopped.setattr(opensearch_index.Telling.objects, "renew", lambda until: None)
        opensearch_index.tell()
    assert "still to be told" in doubt()
    assert set(engine(connection).newest(Query("zebra").terms, [])) == articles  # by the database
    Telling.objects.update(until=timezone.now())
    opensearch_index.tell()
    assert doubt() == ""
    assert known() == articles


def test_definition_that_changed_has_another_version():
    """If this fails: raise VERSION, then write down the new definition's digest."""
    said = json.dumps(list(opensearch_index.DEFINITIONS.values()), sort_keys=True)
    assert (opensearch_index.VERSION, sha256(said.encode()).hexdigest()[:12]) == (1, "1806d12a2809")


def test_newer_version_makes_other_indexes_and_older_processes_tell_nothing_then(followed, monkeypatch):
    make_article("Zebra")
    opensearch_index.tell()
    with monkeypatch.context() as newer:
        newer.setattr(opensearch_index, "VERSION", 2)
        opensearch_index.tell_what_changed()
        other = make_article("Okapi")
        assert len(known()) == 1
    opensearch_index.tell_what_changed()
    assert Change.objects.filter(key=other.pk).exists()
    assert "newer release" in doubt()
    assert not followed.indices.exists(index="magazine-articles-1")
    connection.check_constraints()  # so that PostgreSQL lets the table be altered in this transaction
    call_command("reindex", verbosity=0)  # after going back to the older release for good
    opensearch_index.tell_what_changed()
    assert len(known()) == 2


def test_index_of_which_nobody_knows_what_it_was_told_is_made_anew(followed):
    """It may have been made although the answer came too late, by a bulk request, or for another database."""
    article = make_article("Zebra")
    opensearch_index.tell()
    followed.indices.delete(index="magazine-articles-1")
    followed.index(index="magazine-articles-1", id="999", body={"title": "Strange"}, refresh=True)
    Change.objects.create(kind=ARTICLE, key=article.pk)
    opensearch_index.tell()
    assert known() == {article.pk}
    assert followed.indices.get(index="magazine-articles-1")["magazine-articles-1"]["mappings"]["dynamic"] == "strict"


def test_lost_index_is_said_and_made_anew_by_a_command(followed):
    article = make_article("Zebra")
    opensearch_index.tell()
    followed.indices.delete(index="magazine-articles-1")
    assert [hit.article for hit in Search("zebra").hits] == [article.pk]
    assert "run `manage.py reindex`" in doubt()
    connection.check_constraints()  # so that PostgreSQL lets the table be altered in this transaction
    call_command("reindex", verbosity=0)
    opensearch_index.tell_what_changed()
    assert (known(), doubt()) == ({article.pk}, "")


def test_nothing_of_before_stays_after_opensearch_was_not_followed_for_a_while(followed, alice):
    article = make_article("Zebra")
    comment = make_comment(article, alice)
    opensearch_index.tell()
    changes.stop(connection)
    Comment.objects.filter(pk=comment.pk).update(status="hidden")
    assert not Change.objects.exists()
    changes.follow(connection)
    opensearch_index.tell_what_changed()
    assert (known(), known(COMMENT)) == ({article.pk}, set())


def test_one_process_tells_at_a_time_and_who_was_late_frees_nobody_elses_turn(followed):
    make_article("Zebra")
    late = Telling.objects.take(1)
    opensearch_index.tell()
    assert not Change.objects.filter(kind=COMMENT).exists()
    assert Change.objects.exists()
    Telling.objects.update(until=timezone.now() - timedelta(seconds=1))
    now = Telling.objects.take(1)
    Telling.objects.give_back(late)
    assert Telling.objects.renew(late) is None
    assert Telling.objects.take(1) is None
    Telling.objects.give_back(now)
    opensearch_index.tell()
    assert not Change.objects.exists()


def test_without_opensearch_the_database_finds_it_and_nothing_is_forgotten(followed, server, caplog):
    make_article("Zebra of old")
    opensearch_index.tell()
    server.close()
    new = make_article("Zebra of today")
    with caplog.at_level(logging.WARNING):
        assert new.pk in [hit.article for hit in Search("zebra").hits]
        assert Search("zbra zebra").hits == []
    assert len([line for line in caplog.messages if line.startswith("OpenSearch is away")]) == 1
    with pytest.raises(Exception, match="Connection"):
        opensearch_index.tell()
    assert Change.objects.filter(key=new.pk).exists()
    assert Telling.objects.take(1)  # whoever failed has given it back
    assert "does not answer" in doubt()


@pytest.mark.parametrize("answer", [{}, [], "OK", None, {"hits": {"hits": [{}]}}])
def test_odd_answer_costs_nobody_a_page(followed, monkeypatch, client, answer):
    make_article("Zebra")
    opensearch_index.tell()
    monkeypatch.setattr(OpenSearch, "search", lambda *args, **kwargs: answer)
    assert "<mark>Zebra</mark></a>" in client.get("/search/?q=zebra").text


def test_document_that_is_refused_keeps_no_other_back(followed, caplog, monkeypatch):
    opensearch_index.tell()
    whole = opensearch_index.DOCUMENTS[ARTICLE]
    refused, fine = make_article("Zebra"), make_article("Okapi")
    monkeypatch.setitem(
        opensearch_index.DOCUMENTS,
        ARTICLE,
        lambda keys: (one | ({"more": 1} if one["id"] == refused.pk else {}) for one in whole(keys)),
    )
    opensearch_index.tell()
    assert known() == {fine.pk}
    assert f"OpenSearch refuses {refused.pk}" in caplog.text


def test_what_is_not_taken_now_waits(followed, monkeypatch):
    """As while a disk is full or rights are missing: each change is answered for itself, the whole with 200."""
    article = make_article("Zebra")
    answer = {
        "_id": str(article.pk),
        "_index": "magazine-articles-1",
        "status": 403,
        "error": {"type": "cluster_block"},
    }
    monkeypatch.setattr(OpenSearch, "bulk", lambda *args, **kwargs: {"errors": True, "items": [{"index": answer}]})
    with pytest.raises(RuntimeError, match="cluster_block"):
        opensearch_index.tell()
    assert Change.objects.filter(key=article.pk).exists()
    assert "still to be told" in doubt()


def test_long_texts_are_sent_in_parts(followed, monkeypatch):
    monkeypatch.setattr(opensearch_index, "MOST_BYTES", 3000)
    articles = {make_article(f"Zebra {number}", body=f"<p>{'word ' * 400}</p>").pk for number in range(4)}
    opensearch_index.tell()
    assert known() == articles


def test_begun_name_with_a_sign_in_it_is_one_word(by_opensearch):
    make_article("The max_length of it")
    make_article("The max of it")
    make_article("The length of it")
    assert [article.title for article in Search("max_length").show(0, 9)] == ["The max_length of it"]


def test_letters_in_two_parts_are_found(by_opensearch):
    make_article("Re\u0301sume\u0301s")
    assert len(Search("r\xe9sum\xe9s").hits) == 1


def test_index_of_the_database_is_made_anew_by_a_command(db):
    make_article("Zebra")
    of_database(connection).drop(connection)
    make_article("Okapi")
    connection.check_constraints()
    call_command("reindex", verbosity=0)
    assert [len(Search(words).hits) for words in ("zebra", "okapi")] == [1, 1]


def test_migration_of_what_is_told_meets_no_trigger(followed):
    class Migration:
        app_label = "search"

    apps.stop_following("default", [(Migration, True)])
    assert not changes.present(connection)
    apps.install_index("default")
    assert changes.present(connection)


def test_setting_that_is_gone_without_migrate_is_said(followed, settings):
    settings.OPENSEARCH_URL = ""
    assert "run `manage.py migrate`" in doubt()
    apps.install_index("default")
    assert doubt() == ""
    make_article("Zebra")
    assert not Change.objects.exists()


@pytest.mark.parametrize(
    "url",
    [
        "search.example",
        "ftp://search.example",
        "https://",
        "https://user@search.example",
        "https://a.example/A",
        "https://a.example/a/b",
        "https://a.example/a?x=1",
    ],
)
def test_odd_address_is_refused_by_name(url):
    with pytest.raises(ImproperlyConfigured, match="OPENSEARCH_URL"):
        checked(url)


@pytest.mark.parametrize(
    "url", ["", "http://127.0.0.1:9200", "https://user:p%C3%A4ss@a.example:9200/mag?ca=/etc/ca.pem"]
)
def test_address_is_taken(url):
    assert checked(url) == url
