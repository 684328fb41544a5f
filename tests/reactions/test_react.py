import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Stats
from reactions.models import DISLIKE, LIKE, Reaction

from ..factories import make_article

URL = "/articles/chips/reactions/"
HTMX = {"HX-Request": "true"}
THANKS = "Thanks, your opinion accepted."


def counted() -> tuple[int, int]:
    stats = Stats.objects.get(article__slug="chips")
    return stats.likes, stats.dislikes


def test_page_asks_quietly(client, article):
    response = client.get("/articles/chips/")
    assert '<section class="reactions" id="reactions"' in response.text
    for value in ("like", "dislike"):
        assert f'name="value" value="{value}" aria-pressed="false">' in response.text
    assert '<p class="reactions__said" id="reactions-said" role="status"></p>' in response.text
    assert not response.cookies
    assert "csrfmiddlewaretoken" not in response.text


def test_guest_likes_and_is_thanked(client, article):
    response = client.post(URL, {"value": "like"})
    assert response.status_code == 302
    assert response.url == "/articles/chips/#reactions"
    cookie = response.cookies["visitor"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert counted() == (1, 0)
    page = client.get("/articles/chips/").text
    assert f'role="status">{THANKS}</p>' in page
    assert page.count(THANKS) == 1
    assert 'name="value" value="none" aria-pressed="true">' in page
    assert '<span data-counter="likes">1</span>' in page
    assert THANKS not in client.get("/articles/chips/").text


def test_buttons_stand_beside_how_many_pressed_them_and_keep_their_names(client, article):
    client.post(URL, {"value": "like"})
    for page in (client.get("/articles/chips/").text, client.post(URL, {"value": "like"}, headers=HTMX).text):
        assert 'Like</button>\n  <span class="reactions__count" aria-hidden="true">1</span>' in page
        assert 'Dislike</button>\n  <span class="reactions__count" aria-hidden="true">0</span>' in page
        assert page.count("data-counter=") == 4


def test_likes_do_not_add_up(client, article):
    for _ in range(3):
        client.post(URL, {"value": "like"})
    assert counted() == (1, 0)
    assert Reaction.objects.count() == 1


def test_guest_switches_and_takes_back(client, article):
    client.post(URL, {"value": "like"})
    client.post(URL, {"value": "dislike"})
    assert counted() == (0, 1)
    client.post(URL, {"value": "none"})
    assert counted() == (0, 0)
    assert not Reaction.objects.exists()
    assert "Your opinion was taken back." in client.get("/articles/chips/").text


def test_taking_back_nothing_sets_no_cookie(client, article):
    response = client.post(URL, {"value": "none"})
    assert "visitor" not in response.cookies
    assert counted() == (0, 0)


def test_each_browser_counts(article):
    for _ in range(3):
        Client().post(URL, {"value": "dislike"})
    assert counted() == (0, 3)


def test_account_counts_once_in_all_browsers(article, bob):
    for value in ("like", "like", "dislike"):
        browser = Client()
        browser.force_login(bob)
        response = browser.post(URL, {"value": value})
        assert "visitor" not in response.cookies
    assert counted() == (0, 1)


def test_htmx_gets_the_buttons_the_thanks_and_the_counters(client, article):
    response = client.post(URL, {"value": "dislike"}, headers=HTMX)
    assert response.status_code == 200
    assert "<html" not in response.text
    assert 'id="reaction-dislike" name="value" value="none" aria-pressed="true">' in response.text
    assert 'id="reaction-like" name="value" value="like" aria-pressed="false">' in response.text
    assert f'<p id="reactions-said" hx-swap-oob="innerHTML">{THANKS}</p>' in response.text
    assert '<ul class="counters" id="counters" hx-swap-oob="true">' in response.text
    assert '<span data-counter="dislikes">1</span>' in response.text
    assert response.cookies["visitor"]


@pytest.mark.parametrize("value", ["", "x", "LIKE", "1", "\0", "🙂", "like,dislike"])
def test_other_values_are_refused(client, article, value):
    response = client.post(URL, {"value": value})
    assert response.status_code == 400
    assert "<html" in response.text
    assert not response.cookies
    assert not Reaction.objects.exists()


def test_reaction_without_a_value_is_refused(client, article):
    assert client.post(URL).status_code == 400


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_only_post_reacts(client, article, method):
    assert getattr(client, method)(URL).status_code == 405


@pytest.mark.parametrize("status", [Article.Status.DRAFT, Article.Status.IN_REVIEW, Article.Status.ARCHIVED])
def test_unpublished_article_takes_no_reactions(client, db, status):
    make_article("Chips", status=status)
    assert client.post(URL, {"value": "like"}).status_code == 404


def test_unknown_article_takes_no_reactions(client, db):
    assert client.post("/articles/none/reactions/", {"value": "like"}).status_code == 404


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://["},
        {"Origin": "http://testserver.evil.example"},
        {"Referer": "https://evil.example/testserver"},
    ],
)
def test_other_sites_cannot_react_for_a_reader(as_bob, article, headers):
    assert as_bob.post(URL, {"value": "like"}, headers=headers).status_code == 403
    assert not Reaction.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://testserver"},
        {"Referer": "http://testserver/articles/chips/"},
    ],
)
def test_own_pages_need_no_token(article, headers):
    assert Client(enforce_csrf_checks=True).post(URL, {"value": "like"}, headers=headers).status_code == 302
    assert counted() == (1, 0)


@pytest.mark.parametrize("cookie", ["x", "", "a:b", "6f1b4c2e-0000-4000-8000-000000000000", "\u00e9", "x" * 4000])
def test_forged_cookie_is_a_new_browser(client, article, cookie):
    client.cookies["visitor"] = cookie
    assert client.get("/articles/chips/").status_code == 200
    assert client.post(URL, {"value": "like"}).status_code == 302
    assert counted() == (1, 0)


def test_flood_of_reactions_is_stopped(client, article):
    for number in range(60):
        client.post(URL, {"value": ("like", "dislike")[number % 2]})
    assert client.post(URL, {"value": "like"}).status_code == 429
    assert counted() == (0, 1)


def test_article_page_asks_the_database_for_a_reaction_only_when_there_may_be_one(
    client, article, django_assert_num_queries
):
    client.get("/articles/chips/")  # from now on it is remembered which articles are related
    with CaptureQueriesContext(connection) as before:
        client.get("/articles/chips/")
        count = len(before)
    client.post(URL, {"value": "like"})
    client.get("/articles/chips/")
    with django_assert_num_queries(count + 1):
        client.get("/articles/chips/")


def test_values_in_the_database_are_one_and_minus_one(client, as_bob, article):
    as_bob.post(URL, {"value": "like"})
    Client().post(URL, {"value": "dislike"})
    assert sorted(Reaction.objects.values_list("value", flat=True)) == [DISLIKE, LIKE]
