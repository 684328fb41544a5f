"""Saving for later with an account, and what the pages say without one."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from lxml import html

from accounts.retention import enforce
from articles.models import OldSlug
from reading.models import Saved
from reading.views import PAGE
from tests.factories import make_article

pytestmark = pytest.mark.django_db
SAVE = "/articles/chips/save/"


@pytest.fixture
def article():
    return make_article("Chips")


def titles(response):
    return [link.text for link in html.fromstring(response.text).xpath("//h2[@class='shelf__title']/a")]


def test_reader_saves_an_article_finds_it_and_takes_it_off(as_bob, article):
    assert 'aria-pressed="false"' in as_bob.get("/articles/chips/").text.partition('id="save"')[2][:80]
    answer = as_bob.post(SAVE, {"save": "yes"})
    assert (answer.status_code, answer.url) == (302, "/articles/chips/")
    page = as_bob.get("/articles/chips/").text
    assert "Saved for later." in page
    assert 'value="no" aria-pressed="true"' in page
    assert titles(as_bob.get("/saved/")) == ["Chips"]
    assert as_bob.post(SAVE, {"save": "no", "next": "/saved/"}).url == "/saved/"
    assert titles(as_bob.get("/saved/")) == []


def test_button_is_exchanged_in_its_page(as_bob, article):
    answer = as_bob.post(SAVE, {"save": "yes"}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert 'value="no" aria-pressed="true"' in answer.text
    assert 'id="save-said" hx-swap-oob="innerHTML">Saved for later.' in answer.text
    assert "csrfmiddlewaretoken" in answer.text
    assert "<html" not in answer.text


def test_saving_twice_keeps_one_and_moves_it_up(as_bob, article, bob):
    make_article("Crisps")
    for slug in ("chips", "crisps", "chips"):
        as_bob.post(f"/articles/{slug}/save/", {"save": "yes"})
    assert titles(as_bob.get("/saved/")) == ["Chips", "Crisps"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Saved.objects.create(reader=bob, article=article)


def test_guest_is_sent_to_sign_in_and_finds_the_button_again(client, article, bob):
    answer = client.post(SAVE, {"save": "yes"})
    assert answer.url == f"/accounts/login/?next={SAVE}"
    assert client.post(SAVE, {"save": "yes"}, headers={"HX-Request": "true"}).headers["HX-Redirect"] == answer.url
    client.force_login(bob)
    page = client.get(SAVE).text
    assert "Save it" in page
    assert not Saved.objects.exists()


def test_another_site_saves_nothing_in_a_readers_name(bob, article):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(bob)
    assert strict.post(SAVE, {"save": "yes"}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert strict.post(SAVE, {"save": "yes"}, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 403
    page = html.fromstring(strict.get(SAVE).text)
    token = page.xpath("//main//input[@name='csrfmiddlewaretoken']/@value")[0]
    assert strict.post(SAVE, {"save": "yes", "csrfmiddlewaretoken": token}).status_code == 302
    assert Saved.objects.count() == 1


@pytest.mark.parametrize(("named", "leads"), [("x", "x"), ("https://elsewhere.example/", "/articles/chips/")])
def test_address_to_come_back_to_need_not_lead_anywhere_but_stays_on_the_site(as_bob, article, named, leads):
    assert as_bob.post(SAVE, {"save": "yes", "next": named}).url == leads


@pytest.mark.parametrize("value", ["", "maybe", "\0"])
def test_other_values_are_refused(as_bob, article, value):
    assert as_bob.post(SAVE, {"save": value}).status_code == 400


def test_what_is_not_published_is_neither_saved_nor_listed(as_bob, article):
    make_article("Draft", status="draft", published_at=None)
    assert as_bob.post("/articles/draft/save/", {"save": "yes"}).status_code == 404
    as_bob.post(SAVE, {"save": "yes"})
    article.unpublish()
    assert titles(as_bob.get("/saved/")) == []
    article.publish()
    assert titles(as_bob.get("/saved/")) == ["Chips"]


def test_list_is_ones_own(as_bob, article, mallory):
    Saved.objects.put_all(mallory, [article.pk])
    assert titles(as_bob.get("/saved/")) == []
    as_bob.post(SAVE, {"save": "no"})
    assert Saved.objects.filter(reader=mallory).exists()


def test_list_is_paged_and_costs_the_same_however_long(as_bob, bob, frame_is_kept, django_assert_max_num_queries):
    for number in range(PAGE + 1):
        Saved.objects.put_all(bob, [make_article(f"Piece {number}").pk])
    with django_assert_max_num_queries(8):
        first = as_bob.get("/saved/")
    assert titles(first)[0] == f"Piece {PAGE}"
    assert len(titles(first)) == PAGE
    assert titles(as_bob.get("/saved/?page=2")) == ["Piece 0"]
    assert as_bob.get("/saved/?page=3").status_code == 404


def test_page_for_guests_is_the_same_for_all(client, db):
    response = client.get("/saved/")
    assert "public" in response.headers["Cache-Control"]
    assert not response.cookies
    assert "csrfmiddlewaretoken" not in response.text
    assert "kept in this browser" in response.text
    assert "/accounts/login/?next=/saved/" in response.text
    assert "only with JavaScript" in response.text
    assert 'content="noindex"' in response.text


def test_article_page_of_guests_offers_saving_without_a_token(client, article):
    response = client.get("/articles/chips/")
    assert "data-save" in response.text
    assert "csrfmiddlewaretoken" not in response.text
    assert not response.cookies


def test_what_the_browser_kept_is_brought_along_in_its_order(as_bob, article, bob):
    make_article("Crisps")
    make_article("Draft", status="draft", published_at=None)
    slugs = ["chips", "draft", "crisps", "none", "x" * 500]
    assert as_bob.post("/saved/bring/", {"slug": slugs}).status_code == 204
    page = as_bob.get("/saved/")
    assert titles(page) == ["Crisps", "Chips"]
    assert "on your list now" in page.text
    assert as_bob.get("/saved/bring/").status_code == 405


def test_what_the_browser_kept_is_found_under_its_former_address(as_bob, article):
    OldSlug.keep(article, "crisps")
    as_bob.post("/saved/bring/", {"slug": ["crisps"]})
    assert titles(as_bob.get("/saved/")) == ["Chips"]


def test_guest_brings_nothing(client, article):
    assert client.post("/saved/bring/", {"slug": ["chips"]}).url.startswith("/accounts/login/")


def test_what_was_saved_long_ago_stays(bob, article):
    Saved.objects.put_all(bob, [article.pk])
    Saved.objects.update(at=timezone.now() - timedelta(days=4000))
    enforce()
    assert Saved.objects.count() == 1
