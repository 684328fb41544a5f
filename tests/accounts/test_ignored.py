import pytest
from django.db import IntegrityError, transaction

from accounts.models import Ignored, User

LIST = "/accounts/ignored/"
pytestmark = pytest.mark.django_db


def test_reader_ignores_somebody_and_takes_it_back(client, bob, mallory):
    client.force_login(bob)
    page = client.post(f"{LIST}mallory/add/", follow=True).text
    assert "Comments by Mallory are collapsed for you." in page
    assert User.objects.get(pk=bob.pk).ignored_ids == {mallory.pk}
    page = client.post(f"{LIST}mallory/remove/", follow=True).text
    assert "You see comments by Mallory again." in page
    assert not Ignored.objects.exists()


def test_button_on_the_public_page_leads_back_there(client, bob, mallory):
    client.force_login(bob)
    assert "Ignore their comments" in client.get("/authors/mallory/").text
    answer = client.post(f"{LIST}mallory/add/", {"next": "/authors/mallory/"})
    assert answer.url == "/authors/mallory/"
    assert "Show their comments" in client.get("/authors/mallory/").text
    assert client.post(f"{LIST}mallory/add/", {"next": "//evil.example"}).url == LIST


def test_nobody_is_told_who_ignores_them(client, client_factory, bob, mallory):
    bob.ignore(mallory)
    client.force_login(mallory)
    for page in [client.get("/authors/bob/"), client.get(LIST), client_factory().get("/authors/mallory/")]:
        assert "Show their comments" not in page.text


def test_nobody_ignores_themselves(client, bob):
    client.force_login(bob)
    assert "Ignore their comments" not in client.get("/authors/bob/").text
    client.post(f"{LIST}bob/add/")
    assert not Ignored.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Ignored.objects.create(reader=bob, person=bob)


def test_ignoring_twice_is_ignoring_once(bob, mallory):
    bob.ignore(mallory)
    bob.ignore(mallory)
    assert Ignored.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Ignored.objects.create(reader=bob, person=mallory)


@pytest.mark.parametrize("name", ["nobody-here", "é", "x" * 300, "%00", "😀"])
def test_unknown_person_is_not_found(client, bob, name):
    client.force_login(bob)
    for verb in ["add", "remove"]:
        assert client.post(f"{LIST}{name}/{verb}/").status_code in (400, 404)


@pytest.mark.parametrize("address", ["", "mallory/add/", "mallory/remove/"])
def test_guest_is_sent_to_sign_in(client, mallory, address):
    answer = client.post(f"{LIST}{address}") if address else client.get(LIST)
    assert answer.url.startswith("/accounts/login/")


def test_readers_are_asked_for_once(bob, mallory, django_assert_num_queries):
    bob.ignore(mallory)
    with django_assert_num_queries(1):
        assert mallory.pk in bob.ignored_ids
        assert bob.pk not in bob.ignored_ids
