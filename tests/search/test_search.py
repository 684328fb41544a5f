import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Activity, Article
from reactions.models import ViewDay
from search.engines import engine
from search.words import Query
from tests.factories import make_article, make_category, make_image

ODD_QUERIES = [
    *(
        '"',
        '""',
        "'",
        "*",
        "a*",
        "*a",
        "(",
        ")",
        "AND",
        "a OR",
        "NOT a",
        "NEAR(a b)",
        "title:x",
        "-a",
        "^a",
        "a\\",
        ";--",
    ),
    *(
        "%",
        "_",
        "🎉",
        "مرحبا",
        "второй",
        "\u202e",
        "\n",
        "<script>",
        "a" * 10_000,
        "a " * 3_000,
        "& | !",
        "<->",
    ),
]
INDEXES = {
    "sqlite": ["search_index_articles VIRTUAL TABLE INDEX", "search_index_comments VIRTUAL TABLE INDEX"],
    "postgresql": ["Bitmap Index Scan on search_index_newest", "Bitmap Index Scan on search_index_comments"],
}


def found(client, words: str) -> list[str]:
    response = client.get("/search/", {"q": words})
    assert response.status_code == 200
    return titles(response)


def titles(response) -> list[str]:
    found = re.findall(r'<h2 class="card__title"><a [^>]*>(.+?)</a>', response.text)
    return [re.sub("</?mark>", "", title) for title in found]


def test_words_are_found_in_headline_lead_and_body(client, db):
    make_article("Zebra crossing", lead="x", body="<p>y</p>")
    make_article("Second", lead="A zebra led", body="<p>y</p>")
    make_article("Third", lead="x", body="<p>Then came the <em>zebra</em>.</p>")
    make_article("Fourth")
    assert found(client, "zebra") == ["Zebra crossing", "Second", "Third"]


def test_words_are_found_in_other_forms_and_scripts(client, db):
    make_article("Compilers", lead="x", body="<p>Optimising loops. Процессоры и память. Café.</p>")
    assert found(client, "loop") == ["Compilers"]
    assert found(client, "память") == ["Compilers"]


def test_phrase_is_found_as_it_stands(client, db):
    make_article("Right", body="<p>the boring technology wins</p>")
    make_article("Wrong", body="<p>technology need not be boring</p>")
    assert found(client, '"boring technology"') == ["Right"]


def test_snippet_marks_the_words_and_escapes_the_rest(client, db):
    make_article("Markup", body="<p>Write 1 &lt; 2 &amp; the needle is here.</p>")
    page = client.get("/search/?q=needle").content.decode()
    assert "1 &lt; 2 &amp; the <mark>needle</mark> is here" in page


def test_phrase_is_marked_in_the_headline_and_named_without_its_own_quotes(client, db):
    make_article("Nothing but a stopwatch", lead="A stopwatch is a clock.", body="<p>Nothing else.</p>")
    page = client.get("/search/", {"q": '"nothing but a stopwatch"'}).text
    assert "<mark>Nothing but a stopwatch</mark></a>" in page
    assert "1 result for “nothing but a stopwatch”." in page
    assert "<title>“nothing but a stopwatch” – Search" in page
    page = client.get("/search/", {"q": 'clock "a stopwatch"'}).text
    assert "1 result for “clock ‘a stopwatch’”." in page


def test_words_that_every_text_has_are_marked_only_when_there_are_no_others(client, db):
    make_article("A zebra", lead="It is said that a zebra is a horse.", body="<p>y</p>")
    page = client.get("/search/", {"q": "that a zebra"}).text
    assert "It is said that a <mark>zebra</mark> is a horse." in page
    assert ">A <mark>zebra</mark></a>" in page
    make_article("Кінь", lead="Схоже на зебру, але не зебра.")  # PostgreSQL finds nothing by such words of English
    assert "Схоже на зебру, <mark>але</mark> не зебра." in client.get("/search/?q=але").text


def test_query_comes_back_escaped(client, db):
    page = client.get("/search/", {"q": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("query", ODD_QUERIES)
def test_no_query_is_an_error(client, db, query):
    make_article("a")
    assert client.get("/search/", {"q": query}).status_code == 200


def test_nul_is_refused_with_a_clear_page(client, db):
    assert client.get("/search/", {"q": "a\0b"}).status_code == 400


def test_invalid_encoding_is_no_error(client, db):
    assert client.get("/search/?q=%ff%fe").status_code in (200, 400)


def test_only_visible_articles_are_found(client, db):
    now = timezone.now()
    make_article("Zebra draft", status=Article.Status.DRAFT)
    make_article("Zebra review", status=Article.Status.IN_REVIEW)
    make_article("Zebra archived", status=Article.Status.ARCHIVED)
    make_article("Zebra tomorrow", published_at=now + timedelta(days=1))
    make_article("Zebra gone", published_at=now - timedelta(days=2), expires_at=now - timedelta(days=1))
    assert found(client, "zebra") == []


def test_index_follows_every_change(client, db):
    article = make_article("Zebra", lead="x", body="<p>y</p>")
    article.title = "Giraffe"
    article.save(update_fields=["title"])
    assert (found(client, "zebra"), found(client, "giraffe")) == ([], ["Giraffe"])
    article.unpublish()
    assert found(client, "giraffe") == []
    article.publish()
    Article.objects.filter(pk=article.pk).update(lead="okapi")
    assert found(client, "okapi") == ["Giraffe"]
    article.delete()
    assert found(client, "giraffe") == []


@pytest.mark.database_alone
def test_index_comes_back_when_its_triggers_were_lost(client, db):
    make_article("Zebra")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER search_article_added")
    else:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # so that the table may be altered in this transaction
            cursor.execute("DROP FUNCTION search_article_added CASCADE")
    make_article("Okapi")
    engine(connection).install(connection)
    assert found(client, "okapi") == ["Okapi"]
    assert found(client, "zebra") == ["Zebra"]


def test_many_results_come_in_pages(client, db):
    for number in range(23):
        make_article(f"Zebra {number}")
    first, second = client.get("/search/?q=zebra"), client.get("/search/?q=zebra&page=2")
    assert (len(titles(first)), len(titles(second))) == (20, 3)
    assert 'rel="next" href="?q=zebra&amp;page=2"' in first.text
    assert client.get("/search/?q=zebra&page=3").status_code == 404
    assert client.get("/search/?q=zebra&page=x").status_code == 404


def test_empty_search_and_no_result_say_what_to_do(client, db):
    assert "Type a word or two" in client.get("/search/").content.decode()
    assert "Nothing found for “okapi”" in client.get("/search/?q=okapi").content.decode()


def test_result_comes_with_its_picture(client, db):
    make_article("Zebra", cover=make_image())
    make_article("Zebra without a picture")
    page = client.get("/search/?q=zebra").text
    assert page.count('class="card__title"') == 2
    assert page.count('class="card__picture"') == 1


@pytest.mark.database_alone
def test_where_nothing_is_found_there_are_sections_and_what_others_read(
    client, frame_is_kept, django_assert_max_num_queries
):
    make_category("Science")
    article = make_article("Giraffe")
    ViewDay.add({(article.pk, timezone.now().date()): 9})
    Activity.settle()
    with django_assert_max_num_queries(19):
        page = client.get("/search/?q=okapi").text.partition("<main")[2].partition("</main>")[0]
    assert 'href="/categories/science/"' in page
    assert ">Giraffe</a>" in page


def test_results_are_not_for_crawlers(client, db):
    assert 'content="noindex, follow"' in client.get("/search/?q=a").content.decode()


@pytest.mark.database_alone
def test_queries_do_not_grow_with_results(client, frame_is_kept, django_assert_max_num_queries):
    for number in range(20):
        make_article(f"Zebra {number}")
    with django_assert_max_num_queries(12):
        client.get("/search/?q=zebra")


def test_short_word_is_taken_as_it_is(client, db):
    make_article("Airports", lead="Air", body="<p>Aircraft in the air.</p>")
    make_article("What AI is")
    assert found(client, "AI") == ["What AI is"]


def test_snippets_belong_to_their_articles(client, db):
    make_article("One", body="<p>A zebra with a hat.</p>")
    make_article("Two", body="<p>A zebra with a stick.</p>")
    page = client.get("/search/?q=zebra")
    snippets = dict(zip(titles(page), re.findall(r'search__snippet" dir="auto">(.*?)</p>', page.text), strict=True))
    assert ("hat" in snippets["One"], "stick" in snippets["Two"]) == (True, True)
    assert ("stick" in snippets["One"], "hat" in snippets["Two"]) == (False, False)


@pytest.mark.database_alone
def test_index_leads_to_the_articles_and_not_the_other_way_round(db):
    with CaptureQueriesContext(connection) as captured:
        engine(connection).newest(Query("zebra").terms, ["c1"])
        engine(connection).comments(Query("zebra").terms)
    asked = [query["sql"] for query in captured if "ORDER BY" in query["sql"]]
    assert len(asked) == 2
    with connection.cursor() as cursor:
        for sql, index in zip(asked, INDEXES[connection.vendor], strict=True):
            if connection.vendor == "sqlite":
                cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            else:
                cursor.execute("SET LOCAL enable_seqscan = off")  # the table is empty, so reading all of it is cheapest
                cursor.execute("SET LOCAL enable_indexscan = off")  # and walking along its key
                for cheap in ("comment_desk", "comment_record_of_author", "comment_waiting"):
                    cursor.execute(f"DROP INDEX IF EXISTS {cheap}")  # which is as cheap then
                cursor.execute(f"EXPLAIN {sql}")
            plan = str(cursor.fetchall())
            assert index in plan, plan
