import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from accounts.models import User
from tests.factories import PASSWORD

from .mails import code_in, last_mail

EMAIL = "/accounts/email/"
CONFIRM = "/accounts/confirm-email/"
NEW = "robert@example.com"


def confirm_password(client, url: str):
    return client.post(f"/accounts/reauthenticate/?next={url}", {"password": PASSWORD})


@pytest.fixture
def reader(client, bob):
    """Bob, who has just typed his password."""
    client.force_login(bob)
    confirm_password(client, EMAIL)
    return client


def addresses(user: User) -> dict[str, bool]:
    return dict(EmailAddress.objects.filter(user=user).values_list("email", "primary"))


def test_new_address_counts_once_its_code_is_typed(reader, bob):
    assert reader.post(EMAIL, {"action_add": "", "email": "Robert@Example.com"}).url == CONFIRM
    assert addresses(bob) == {"bob@example.com": True}

    response = reader.post(CONFIRM, {"code": code_in(last_mail(NEW))})

    assert response.url == EMAIL
    assert addresses(bob) == {"bob@example.com": True, NEW: False}
    assert reader.get(EMAIL).text.count("Make main") == 1


def test_password_is_asked_before_anything_changes_and_the_wish_is_kept(client, bob):
    client.force_login(bob)
    asked = client.post(EMAIL, {"action_add": "", "email": NEW})
    assert asked.url == "/accounts/reauthenticate/?next=%2Faccounts%2Femail%2F"
    assert "Confirm that it is you" in client.get(asked.url).text
    assert "This is not your password." in client.post(asked.url, {"password": "wrong"}).text
    assert not mail.outbox

    assert client.post(asked.url, {"password": PASSWORD}).url == CONFIRM
    assert last_mail().to == [NEW]


def test_main_address_changes_and_the_old_one_is_told(reader, bob):
    EmailAddress.objects.create(user=bob, email=NEW, verified=True)
    reader.post(EMAIL, {"action_primary": "", "email": NEW})
    bob.refresh_from_db()
    assert bob.email == NEW
    assert last_mail().to == ["bob@example.com"]
    assert NEW in last_mail().body


def test_main_address_cannot_be_an_unconfirmed_one(reader, bob):
    EmailAddress.objects.create(user=bob, email=NEW)
    page = reader.post(EMAIL, {"action_primary": "", "email": NEW}, follow=True)
    assert "Confirm this address first." in page.text


def test_other_address_can_be_removed_the_main_one_not(reader, bob):
    EmailAddress.objects.create(user=bob, email=NEW, verified=True)
    reader.post(EMAIL, {"action_remove": "", "email": NEW})
    assert addresses(bob) == {"bob@example.com": True}
    page = reader.post(EMAIL, {"action_remove": "", "email": "bob@example.com"}, follow=True)
    assert "Make another address the main one first." in page.text
    assert addresses(bob) == {"bob@example.com": True}


def test_somebody_elses_address_is_not_revealed_until_its_mail_is_read(reader, mallory):
    assert reader.post(EMAIL, {"action_add": "", "email": "mallory@example.com"}).url == CONFIRM
    page = reader.post(CONFIRM, {"code": code_in(last_mail("mallory@example.com"))})
    assert "This address belongs to another account." in page.text


@pytest.mark.parametrize("action", ["action_primary", "action_remove", "action_send"])
def test_somebody_elses_address_is_out_of_reach(reader, mallory, action):
    reader.post(EMAIL, {action: "", "email": "mallory@example.com"})
    assert addresses(mallory) == {"mallory@example.com": True}
    assert not mail.outbox


def test_own_address_is_not_added_twice(reader):
    page = reader.post(EMAIL, {"action_add": "", "email": "BOB@example.com"})
    assert "This address already belongs to your account." in page.text


@pytest.mark.parametrize("email", ["", "nonsense", "a@b", "x" * 300 + "@example.com", "a\0@example.com"])
def test_odd_address_is_refused_with_what_was_typed(reader, bob, email):
    page = reader.post(EMAIL, {"action_add": "", "email": email})
    assert page.status_code == 200
    assert 'class="errorlist"' in page.text
    assert len(addresses(bob)) == 1


@pytest.mark.django_db
def test_guest_is_sent_to_sign_in(client):
    assert client.post(EMAIL, {"action_add": "", "email": NEW}).url == "/accounts/login/?next=/accounts/email/"
