"""How OpenSearch hears of what changed, and what happens while it does not answer."""

import logging

import pytest
from django.core.management import call_command
from django.db import connection

from outages import Outage
from search.engines import changes, doubt, engine, of_database, opensearch, opensearch_index
from search.finding import Search
from search.models import Change, Turn
from search.words import Query
from tests.factories import make_article, make_comment, make_tag

from .conftest import running_server

pytestmark = pytest.mark.database_alone


@pytest.fixture
def server():
    """One that may be stopped."""
    with running_server() as server:
        yield server


@pytest.fixture
def followed(db, settings, server, monkeypatch):
    settings.OPENSEARCH_URL = f"{server.url}/magazine"
    monkeypatch.setattr(opensearch, "OUTAGE", Outage("OpenSearch"))
    changes.follow(connection)
    yield
    changes.forget(connection)


def asked():
    """Of OpenSearch, once it has shown what it was told."""
    for kind in opensearch_index.NAMES:
        opensearch._server().indices.refresh(index=opensearch_index.alias(kind))
    return {int(hit["_id"]) for hit in opensearch.ask(Change.Kind.ARTICLE, {"query": {"match_all": {}}, "size": 99})}


def test_what_was_there_before_is_told_too(settings, server, db):
    old = make_article("Zebra")
    settings.OPENSEARCH_URL = f"{server.url}/magazine"
    changes.follow(connection)
    opensearch_index.tell()
    assert asked() == {old.pk}
    assert not Change.objects.exists()


def test_following_twice_tells_nothing_twice(followed):
    make_article("Zebra")
    opensearch_index.tell()
    changes.follow(connection)
    assert not Change.objects.exists()


def test_every_change_is_written_down(followed, alice):
    article = make_article("Zebra")
    comment = make_comment(article, alice)
    Change.objects.all().delete()
    tag = make_tag("Nomad")
    for change, told in (
        (lambda: article.tags.add(tag), {f"Article {article.pk}"}),
        (lambda: type(tag).objects.update(name="Other"), {f"Article {article.pk}"}),
        (lambda: type(article).objects.update(lead="Other"), {f"Article {article.pk}"}),
        (lambda: type(article).objects.update(lead="Other"), set()),
        (lambda: type(comment).objects.update(status="held"), {f"Comment {comment.pk}"}),
        (article.tags.clear, {f"Article {article.pk}"}),
        (article.delete, {f"Article {article.pk}", f"Comment {comment.pk}"}),
    ):
        change()
        assert set(map(str, Change.objects.all())) == told
        Change.objects.all().delete()


def test_nothing_is_searched_before_everything_is_told(followed, monkeypatch):
    monkeypatch.setattr(opensearch_index, "BATCH", 2)
    monkeypatch.setattr(opensearch_index, "SPELL", -1)
    articles = {make_article(f"Zebra {number}").pk for number in range(3)}
    opensearch_index.tell()
    assert "has to be told" in doubt()
    assert set(engine(connection).newest(Query("zebra").terms, [])) == articles  # by the database
    while Change.objects.exists():
        opensearch_index.tell()
    assert doubt() == ""
    assert asked() == articles


def test_another_definition_makes_another_index_and_then_takes_the_place_of_the_old_one(followed, monkeypatch):
    article = make_article("Zebra")
    opensearch_index.tell()
    before = opensearch_index.name(Change.Kind.ARTICLE)
    monkeypatch.setattr(opensearch_index, "ANALYSIS", opensearch_index.ANALYSIS | {"filter": {}})
    Change.objects.create(kind=Change.Kind.ARTICLE, key=article.pk)
    opensearch_index.tell()
    assert opensearch_index.name(Change.Kind.ARTICLE) != before
    assert not opensearch._server().indices.exists(index=before)
    assert asked() == {article.pk}


def test_one_process_tells_at_a_time(followed):
    make_article("Zebra")
    assert Turn.objects.take()
    opensearch_index.tell()
    assert Change.objects.exists()
    Turn.objects.give_back()
    opensearch_index.tell()
    assert not Change.objects.exists()


def test_without_opensearch_the_database_finds_it_and_nothing_is_forgotten(followed, server, caplog):
    make_article("Zebra of old")
    opensearch_index.tell()
    server.close()
    new = make_article("Zebra of today")
    with caplog.at_level(logging.WARNING):
        found = [hit.article for hit in Search("zebra").hits]
        assert new.pk in found
        assert Search("zbra zebra").hits == []
    assert len([line for line in caplog.messages if line.startswith("OpenSearch is away")]) == 1
    with pytest.raises(Exception, match="Connection"):
        opensearch_index.tell()
    assert Change.objects.filter(key=new.pk).exists()
    assert Turn.objects.take()  # whoever failed has given it back
    assert "does not answer" in doubt()


def test_document_that_is_refused_keeps_no_other_back(followed, caplog, monkeypatch):
    opensearch_index.tell()
    whole = opensearch_index.DOCUMENTS[Change.Kind.ARTICLE]
    refused = make_article("Zebra")
    fine = make_article("Okapi")
    monkeypatch.setitem(
        opensearch_index.DOCUMENTS,
        Change.Kind.ARTICLE,
        lambda keys: (one | ({"more": 1} if one["id"] == refused.pk else {}) for one in whole(keys)),
    )
    opensearch_index.tell()
    assert asked() == {fine.pk}
    assert f"OpenSearch refuses {refused.pk}" in caplog.text


def test_index_is_made_anew_by_a_command(followed, capsys):
    article = make_article("Zebra")
    opensearch_index.tell()
    opensearch._server().index(
        index=opensearch_index.name("a"), id="999", body={"id": 999, "title": "Gone"}, refresh=True
    )
    connection.check_constraints()  # so that PostgreSQL lets the table be altered in this transaction
    call_command("reindex")
    assert "told 1 changes" in capsys.readouterr().out
    opensearch_index.tell()
    assert asked() == {article.pk}


def test_index_of_the_database_is_made_anew_by_the_same_command(db):
    make_article("Zebra")
    of_database(connection).drop(connection)
    make_article("Okapi")
    connection.check_constraints()
    call_command("reindex", verbosity=0)
    assert [len(Search(words).hits) for words in ("zebra", "okapi")] == [1, 1]


def test_triggers_go_with_the_setting(followed):
    changes.forget(connection)
    Change.objects.all().delete()
    make_article("Zebra")
    assert not Change.objects.exists()
    assert "run `manage.py migrate`" in doubt()
