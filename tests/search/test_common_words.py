"""Words that very many articles have: only the newest of these are looked at."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from search.engines import engine
from search.finding import Search
from search.words import Query
from tests.factories import make_article


@pytest.fixture(autouse=True)
def three_are_many(db, monkeypatch):
    monkeypatch.setattr(engine(connection), "MOST", 3)


def titles(text, start=0, stop=20):
    return [article.title for article in Search(text).show(start, stop)]


def test_newest_with_a_common_word_are_found(db):
    for number in range(5):
        make_article(f"Robot {number}")
    assert set(titles("robot")) == {"Robot 2", "Robot 3", "Robot 4"}
    assert titles("robot", 2, 4) == titles("robot")[2:]


def test_headline_comes_before_the_text(db):
    make_article("Of robots")
    make_article("Else", body="<p>A robot.</p>")
    make_article("Other", body="<p>Another robot.</p>")
    assert titles("robot")[0] == "Of robots"


def test_common_word_beside_a_rare_one_hides_nothing(db):
    make_article("Old robot with a zebra")
    for number in range(5):
        make_article(f"Robot {number}")
    assert titles("robot zebra") == ["Old robot with a zebra"]
    assert titles("zebra robot") == ["Old robot with a zebra"]


def test_common_words_that_seldom_meet_are_found(db):
    for number in range(4):
        make_article(f"Robot {number}")
        make_article(f"Zebra {number}")
    make_article("Robot zebra")
    assert titles("robot zebra") == ["Robot zebra"]


def test_word_that_is_only_begun_is_completed(db):
    make_article("Robots of the world")
    assert titles("robo") == ["Robots of the world"]


def test_what_is_not_visible_is_not_found_but_known_to_the_desk(db):
    draft = make_article("Robot", status="draft")
    assert titles("robot") == []
    assert engine(connection).newest(Query("robot").terms, []) == [draft.pk]


def test_old_articles_are_found_beside_new_ones(db, monkeypatch):
    """However far apart their keys are: PostgreSQL looks at the newest block of keys first, then further back."""
    monkeypatch.setattr(engine(connection), "BLOCKS_BACK", (0, 1), raising=False)
    old = make_article("Robot of old", pk=5)
    new = make_article("Robot of today", pk=1_000_005)
    assert engine(connection).newest(Query("robot").terms, []) == [new.pk, old.pk]


@pytest.mark.database_alone
def test_newest_blocks_of_keys_are_looked_up_in_the_index(db, monkeypatch):
    """PostgreSQL does that only for a comparison of its index's own type; SQLite's index is sorted by key."""
    monkeypatch.setattr(engine(connection), "BLOCKS_BACK", (0,), raising=False)
    make_article("Robot", pk=1_000_005)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:  # so many that a look at all of them costs more
            cursor.execute(
                "INSERT INTO search_document SELECT n, to_tsvector('robot') FROM generate_series(1, 20000) n"
            )
            cursor.execute("ANALYZE search_document")
    with CaptureQueriesContext(connection) as asked:
        engine(connection).newest(Query("robot").terms, [])
    named = [query["sql"] for query in asked if "ANY(ARRAY" in query["sql"]]
    assert len(named) == (connection.vendor == "postgresql")
    for sql in named:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_indexscan = off")
            cursor.execute(f"EXPLAIN {sql}")
            plan = "".join(line for (line,) in cursor.fetchall())
        assert "Index Cond: (((id / 10000) = ANY" in plan, plan
