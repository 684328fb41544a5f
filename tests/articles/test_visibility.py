"""What is not published is nowhere: not by address, in no list, feed, sitemap or search, beside no other article."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from articles.crawlers import PART
from articles.models import Activity, Article, OldSlug
from reactions.models import ViewDay
from tests.factories import make_article, make_category, make_tag

NOW = timezone.now()
HIDDEN = {
    "draft": {"status": "draft", "published_at": None},
    "in review": {"status": "in_review", "published_at": None},
    "scheduled": {"published_at": NOW + timedelta(days=1)},
    "expired": {"published_at": NOW - timedelta(days=2), "expires_at": NOW - timedelta(days=1)},
    "archived": {"status": "archived", "published_at": NOW - timedelta(days=2)},
}
PLACES = [
    "/",
    "/categories/technologies/",
    "/tags/chips/",
    "/authors/alice/",
    f"/archive/{NOW:%Y}/{NOW:%m}/",
    f"/archive/{NOW:%Y}/{NOW:%m}/feed/",
    "/articles/neighbour/",
    "/most-read/?period=30d",
    "/search/?q=Secretword",
    "/feeds/rss.xml",
    "/feeds/atom.xml",
    "/feeds/feed.json",
    "/categories/technologies/feed/",
    "/tags/chips/feed/",
    "/authors/alice/feed/",
    "/sitemap-articles.xml?p={part}",
    "/news-sitemap.xml",
]


@pytest.fixture(params=HIDDEN)
def hidden(request, alice):
    make_article("Neighbour", tags=[make_tag("Chips")])
    article = make_article(
        "Hidden story",
        authors=[alice],
        tags=[make_tag("Chips")],
        body="<p>Secretword</p>",
        featured=True,
        stats={"views": 9},
        **HIDDEN[request.param],
    )
    ViewDay.add({(article.pk, NOW.date()): 9})
    Activity.settle()
    return article


@pytest.mark.parametrize("place", PLACES)
def test_strangers_find_it_nowhere(client, hidden, place):
    response = client.get(place.format(part=hidden.pk // PART + 1))
    assert response.status_code in (200, 404)
    text = response.getvalue().decode()
    assert "hidden-story" not in text
    assert "Hidden story" not in text


def test_strangers_and_readers_get_404_at_its_address(client, hidden, bob):
    assert client.get(hidden.get_absolute_url()).status_code == 404
    client.force_login(bob)
    assert client.get(hidden.get_absolute_url()).status_code == 404


def test_its_old_address_tells_nobody_that_it_exists(client, hidden):
    OldSlug.objects.create(slug="secret-before", article=hidden)
    assert client.get("/articles/secret-before/").status_code == 404


@pytest.mark.parametrize("action", ["reactions", "views", "comments"])
def test_nobody_can_react_to_it(client, hidden, bob, action):
    client.force_login(bob)
    assert client.post(f"{hidden.get_absolute_url()}{action}/", {"value": "like", "body": "Hi"}).status_code == 404


@pytest.mark.parametrize("who", ["editor", "alice"])
def test_editors_and_its_author_get_a_marked_preview_that_no_cache_keeps(client, hidden, request, who):
    client.force_login(request.getfixturevalue(who))
    response = client.get(hidden.get_absolute_url())
    assert response.status_code == 200
    assert "readers do not see this" in response.text
    assert "no-store" in response.headers["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in response.text
    assert "data-views" not in response.text


def test_draft_is_called_a_draft(client, editor):
    draft = make_article(status="draft", published_at=None)
    client.force_login(editor)
    assert "Draft: readers do not see this" in client.get(draft.get_absolute_url()).text


def test_other_authors_do_not_see_it(client, hidden, mallory):
    mallory.groups.add(Group.objects.get(name="Authors"))
    client.force_login(mallory)
    assert client.get(hidden.get_absolute_url()).status_code == 404


def test_scheduled_article_appears_on_its_second(client, db):
    article = make_article(published_at=NOW + timedelta(hours=1))
    assert client.get(article.get_absolute_url()).status_code == 404
    Article.objects.filter(pk=article.pk).update(published_at=timezone.now())
    assert client.get(article.get_absolute_url()).status_code == 200


def test_article_that_will_expire_is_still_there(client, db):
    article = make_article(expires_at=NOW + timedelta(hours=1), category=make_category())
    assert client.get(article.get_absolute_url()).status_code == 200
