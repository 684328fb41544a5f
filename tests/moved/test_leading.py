"""Old addresses lead on, where there is no page, and only there."""

import pytest
from django.conf import settings
from django.contrib.redirects.models import Redirect

from tests.factories import make_article, make_category, make_tag

pytestmark = pytest.mark.django_db


def lead(old: str, new: str) -> Redirect:
    return Redirect.objects.create(site_id=settings.SITE_ID, old_path=old, new_path=new)


@pytest.mark.parametrize("asked", ["/2019/old/", "/2019/old", "/2019/old/?utm=x"])
def test_old_address_leads_to_the_new_one(client, asked):
    lead("/2019/old/", "/pages/about/")
    response = client.get(asked)
    assert response.status_code == 301
    assert response.url == "/pages/about/" + ("?utm=x" if "?" in asked else "")
    assert "redirects" in response.headers["Surrogate-Key"].split()
    assert "public" in response.headers["Cache-Control"]


def test_address_without_its_slash_may_be_the_old_one(client):
    lead("/old.html", "https://example.org/new")
    assert client.get("/old.html").url == "https://example.org/new"
    assert client.get("/old.html/").url == "https://example.org/new"


def test_address_is_found_by_its_query(client):
    lead("/index.php?p=12", "/pages/about/")
    assert client.get("/index.php?p=12").url == "/pages/about/"
    assert client.get("/index.php?p=13").status_code == 404


def test_letters_of_any_language_are_found(client):
    lead("/%D0%BD%D0%BE%D0%B2/", "/pages/about/")
    assert client.get("/нов/").url == "/pages/about/"


def test_what_is_gone_for_good_says_so(client):
    lead("/gone/", "")
    response = client.get("/gone/")
    assert response.status_code == 410
    assert 'class="masthead' in response.text


def test_page_is_shown_where_there_is_one(client):
    article = make_article("Chips")
    lead(article.get_absolute_url(), "/pages/about/")
    assert client.get(article.get_absolute_url()).status_code == 200


def test_missing_page_costs_one_query(client, frame_is_kept, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert client.get("/nowhere/").status_code == 404
    with django_assert_num_queries(0):
        client.get("/robots.txt")


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_nothing_but_reading_is_led_on(client, method):
    lead("/old/", "/pages/about/")
    assert getattr(client, method)("/old/").status_code == 404


def test_missing_page_has_a_tag_by_which_a_cdn_forgets_it(client):
    assert client.get("/nowhere/").headers["Surrogate-Key"] == "site missing"


@pytest.mark.parametrize("model", ["category", "tag"])
def test_old_address_of_a_section_or_topic_leads_to_the_new_one(client, editor, model):
    thing = make_category("Science") if model == "category" else make_tag("Science")
    before = thing.get_absolute_url()
    client.force_login(editor)
    told = {"name": "Labs", "slug": "labs", "description": "", "position": 0}
    client.post(f"/admin/articles/{model}/{thing.pk}/change/", told)
    thing.refresh_from_db()
    assert client.get(f"{before}?page=2").url == f"{thing.get_absolute_url()}?page=2"
    for feed in ("feed/", "feed/atom/", "feed/json/"):
        assert client.get(f"{before}{feed}").url == f"{thing.get_absolute_url()}{feed}"
    client.post(f"/admin/articles/{model}/{thing.pk}/change/", told | {"slug": "science"})
    assert client.get(before).status_code == 200
    assert client.get(thing.get_absolute_url()).url == before
