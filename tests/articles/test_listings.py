import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from articles.views import PAGE_SIZE
from tests.factories import make_article, make_category, make_comment, make_image, make_tag

QUERIES = 6  # a listing may need no more


@pytest.fixture
def listed(alice):
    """One article that stands in a listing of every kind."""
    return make_article(
        "Listed",
        authors=[alice],
        tags=[make_tag("Chips")],
        category=make_category("Science"),
        cover=make_image(),
        published_at=datetime(2024, 2, 29, 23, 30, tzinfo=UTC),
    )


LISTINGS = ["/categories/science/", "/tags/chips/", "/authors/alice/", "/archive/2024/02/"]


@pytest.mark.parametrize("address", LISTINGS)
def test_listing_shows_its_articles_and_no_others(client, listed, address):
    make_article("Elsewhere")
    page = client.get(address).text
    assert ">Listed</a>" in page
    assert ">Elsewhere</a>" not in page


def test_far_page_is_cut_from_an_index_alone(db):
    """Wide rows are read for the one page that is shown."""
    with CaptureQueriesContext(connection) as captured:
        Article.objects.in_category(make_category()).published().newest_keys(5000 * PAGE_SIZE, 5001 * PAGE_SIZE)
    keys = captured[-1]["sql"]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {keys}")
            assert "USING COVERING INDEX article_newest_of_category" in str(cursor.fetchall())
        else:
            cursor.execute("SET LOCAL enable_seqscan = off")  # the table is empty, so reading all of it is cheapest …
            cursor.execute(f"EXPLAIN {keys}")
            assert "using article_" in str(cursor.fetchall())  # … and one index as cheap as the other


@pytest.mark.parametrize("address", LISTINGS)
def test_queries_do_not_grow_with_articles(
    client, listed, alice, address, frame_is_kept, django_assert_max_num_queries
):
    with django_assert_max_num_queries(QUERIES) as few:
        client.get(address)
    for _ in range(PAGE_SIZE + 5):
        make_article(
            authors=[alice],
            tags=[make_tag("Chips")],
            category=make_category("Science"),
            cover=make_image(),
            published_at=listed.published_at - timedelta(hours=1),
        )
    with django_assert_max_num_queries(QUERIES) as many:
        client.get(address)
    assert len(many) == len(few)


@pytest.mark.parametrize("address", LISTINGS)
@pytest.mark.parametrize("page", ["2", "0", "-1", "x", "1.5", "", "٣", "9" * 30, "5" + "0" * 30, "000000005999999999"])
def test_page_that_does_not_exist_is_404(client, listed, address, page):
    assert client.get(address, {"page": page}).status_code == 404


@pytest.mark.parametrize(
    "address", ["/categories/no/", "/tags/no/", "/authors/no/", "/archive/2024/13/", "/archive/24/1/"]
)
def test_listing_of_nothing_known_is_404(client, db, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", LISTINGS)
def test_listing_cannot_be_posted_to(client, listed, address):
    assert client.post(address).status_code == 405


def test_pages_follow_each_other_without_gap_or_repetition(client, db):
    titles = [f"Story {number:03}" for number in range(PAGE_SIZE * 2 + 1)]
    for age, title in enumerate(titles):
        make_article(title, published_at=timezone.now() - timedelta(hours=age + 1))
    pages = [client.get("/categories/technologies/", {"page": number}).text for number in (1, 2, 3)]
    assert [title for page in pages for title in re.findall(r'card__title"><a [^>]*>([^<]+)', page)] == titles
    ways = [re.findall(r'rel="(prev|next)" href="([^"]*)"', page) for page in pages]
    assert ways == [[("next", "?page=2")], [("prev", "?"), ("next", "?page=3")], [("prev", "?page=2")]]


def test_articles_of_the_same_second_keep_their_order_across_pages(client, db):
    moment = timezone.now() - timedelta(days=1)
    made = [make_article(published_at=moment) for _ in range(PAGE_SIZE + 3)]
    pages = [client.get("/categories/technologies/", {"page": number}).text for number in (1, 2)]
    slugs = [slug for page in pages for slug in re.findall(r'card__title"><a href="/articles/([^"]+)/"', page)]
    assert slugs == [article.slug for article in reversed(made)]


def test_later_page_names_itself_as_canonical(client, db):
    for _ in range(PAGE_SIZE + 1):
        make_article()
    page = client.get("/categories/technologies/?page=2&utm_source=x").text
    assert '<link rel="canonical" href="http://127.0.0.1:8000/categories/technologies/?page=2">' in page
    assert "<title>Technologies, page 2 – TechyMag</title>" in page


def test_category_has_its_description_and_feed(client, db):
    make_category("Science", description="What is being found out.")
    page = client.get("/categories/science/").text
    assert '<meta name="description" content="What is being found out.">' in page
    assert 'href="/categories/science/feed/"' in page
    assert 'href="/categories/science/" aria-current="page"' in page


@pytest.mark.parametrize("address", ["/categories/science/", "/tags/chips/", "/archive/2024/02/", "/authors/alice/"])
def test_empty_listing_says_so_and_is_kept_from_search_engines(client, alice, address):
    make_category("Science")
    make_tag("Chips")
    page = client.get(address).text
    assert 'class="empty"' in page
    assert '<meta name="robots" content="noindex, follow">' in page


def test_author_page_shows_the_profile(client, alice):
    alice.bio, alice.website = "Writes <b>about</b> chips.", "https://alice.example/"
    alice.save()
    make_article(authors=[alice])
    page = client.get("/authors/alice/").text
    assert "<h1>Alice Ashby</h1>" in page
    assert "Writes &lt;b&gt;about&lt;/b&gt; chips." in page
    assert '<a href="https://alice.example/" rel="nofollow ugc noopener">' in page
    assert "noindex" not in page


def test_reader_has_a_page_with_what_they_said(client, bob):
    make_comment(author=bob, body="I was there.")
    page = client.get("/authors/bob/").text
    assert "Reader since" in page
    assert "has not written" not in page
    assert "I was there." in page


def test_author_who_has_published_nothing_yet_has_a_page_that_says_so(client, alice):
    page = client.get("/authors/alice/").text
    assert "Alice Ashby has not written an article here." in page
    assert "Reader since" not in page


def test_page_of_a_closed_account_is_gone(client, bob):
    make_article(authors=[bob], status="draft")
    bob.is_active = False
    bob.save()
    assert client.get("/authors/bob/").status_code == 404
    assert client.get("/authors/bob/feed/").status_code == 404


def test_page_of_an_author_who_left_stays(client, alice):
    make_article("Still here", authors=[alice])
    alice.is_active = False
    alice.save()
    assert "Still here" in client.get("/authors/alice/").text
    assert "Still here" in client.get("/authors/alice/feed/").text


def test_months_lead_to_the_nearest_ones_with_articles(client, db):
    for month in (1, 5, 12):
        make_article(published_at=datetime(2024, month, 1, tzinfo=UTC))
    page = client.get("/archive/2024/05/").text
    assert 'href="/archive/2024/01/"' in page
    assert 'href="/archive/2024/12/"' in page
    assert 'href="/archive/2024/12/"' not in client.get("/archive/2024/12/").text.partition("<main")[2]
