"""What a browser said before its reader signed in."""

import uuid

from articles.models import Stats
from reactions.models import DISLIKE, LIKE, Person, Reaction

from ..factories import PASSWORD, make_article, make_reaction

URL = "/articles/chips/reactions/"


def sign_in(client, username="bob"):
    response = client.post("/accounts/login/", {"login": username, "password": PASSWORD})
    assert response.status_code == 302


def test_reaction_of_the_browser_becomes_the_accounts(client, article, bob):
    client.post(URL, {"value": "like"})
    sign_in(client)
    reaction = Reaction.objects.get()
    assert (reaction.user, reaction.visitor, reaction.value) == (bob, None, LIKE)
    assert Stats.objects.get(article=article).likes == 1
    assert 'value="none" aria-pressed="true"' in client.get("/articles/chips/").text
    client.post(URL, {"value": "dislike"})
    assert str(Stats.objects.get(article=article)) == "0 views, 0 likes, 1 dislikes, 0 comments"


def test_what_the_account_said_before_counts_more(client, article, bob):
    make_reaction(article, value=DISLIKE, user=bob)
    client.post(URL, {"value": "like"})
    assert Stats.objects.get(article=article).likes == 1
    sign_in(client)
    assert Reaction.objects.get().value == DISLIKE
    stats = Stats.objects.get(article=article)
    assert (stats.likes, stats.dislikes) == (0, 1)


def test_others_keep_theirs(bob, mallory):
    articles = [make_article() for _ in range(3)]
    browser, other = uuid.uuid4(), uuid.uuid4()
    for article in articles:
        for person in (Person(visitor=browser), Person(visitor=other), Person(user=mallory)):
            Reaction.objects.set_on_article(article, person, LIKE)
    make_reaction(articles[0], user=bob)
    Reaction.objects.adopt(browser, bob)
    assert Reaction.objects.filter(user=bob).count() == 3
    assert Reaction.objects.filter(visitor=other).count() == 3
    assert Reaction.objects.filter(user=mallory).count() == 3
    assert [Stats.objects.get(article=article).likes for article in articles] == [3, 3, 3]


def test_signing_in_without_a_cookie_changes_nothing(client, article, bob):
    make_reaction(article)
    sign_in(client)
    assert not Reaction.objects.filter(user=bob).exists()
