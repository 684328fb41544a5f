import pytest
from django.core import mail
from django.test import Client

from tests.factories import PASSWORD

from .mails import last_mail, link_in

RESET = "/accounts/password/reset/"
CHANGE = "/accounts/password/change/"
NEW = "another unrelated phrase"

pytestmark = pytest.mark.django_db


def test_mailed_link_chooses_a_new_password_and_signs_in(client, bob):
    elsewhere = Client()
    elsewhere.force_login(bob)
    assert client.post(RESET, {"email": "Bob@Example.com"}).url == "/accounts/password/reset/done/"
    assert last_mail().subject == "Choose a new password for TechyMag"
    assert "“bob”" in last_mail().body
    link = link_in(last_mail("bob@example.com"), "/password/reset/key/")

    page = client.get(link, follow=True)
    assert "Choose a new password" in page.text
    client.post(page.redirect_chain[-1][0], {"password1": NEW})

    assert client.session["_auth_user_id"] == str(bob.pk)
    bob.refresh_from_db()
    assert bob.check_password(NEW)
    assert elsewhere.get("/accounts/profile/").status_code == 302
    assert last_mail().subject == "Your password at TechyMag was changed"


def test_link_works_once(client, bob):
    client.post(RESET, {"email": "bob@example.com"})
    link = link_in(last_mail(), "/password/reset/key/")
    client.post(client.get(link).url, {"password1": NEW})
    page = Client().get(link)
    assert page.status_code == 200
    assert "This link no longer works" in page.text


@pytest.mark.parametrize("link", ["0-0", "zzzzzzzzzzzzzzzzzzzzzzzz-x", "1-set-password", "1-😀", "1-" + "x" * 5000])
def test_invented_link_is_refused(client, bob, link):
    assert "This link no longer works" in client.get(f"/accounts/password/reset/key/{link}/").text


def test_unknown_address_gets_the_same_answer_and_a_mail_of_its_own(client, bob):
    pages = []
    for email in ["bob@example.com", "nobody@example.com"]:
        response = client.post(RESET, {"email": email}, follow=True)
        pages.append((response.redirect_chain, response.text))
    assert pages[0] == pages[1]
    assert last_mail().to == ["nobody@example.com"]
    assert last_mail().subject == "No account at TechyMag goes by this address"
    assert link_in(last_mail(), "signup") == "/accounts/signup/"


def test_weak_new_password_is_refused_with_its_reason(client, bob):
    client.post(RESET, {"email": "bob@example.com"})
    page = client.post(client.get(link_in(last_mail(), "/key/")).url, {"password1": "password"})
    assert "too common" in page.text
    bob.refresh_from_db()
    assert bob.check_password(PASSWORD)


def test_mail_is_not_sent_to_one_address_again_and_again(client, bob):
    for _ in range(5):
        client.post(RESET, {"email": "bob@example.com"})
    assert client.post(RESET, {"email": "bob@example.com"}).status_code == 429
    assert len(mail.outbox) == 5


def test_changed_password_signs_out_everywhere_else(client, bob):
    elsewhere = Client()
    for browser in (client, elsewhere):
        browser.post("/accounts/login/", {"login": "bob", "password": PASSWORD})

    response = client.post(CHANGE, {"oldpassword": PASSWORD, "password1": NEW})

    assert response.url == "/accounts/profile/"
    assert client.get("/accounts/profile/").status_code == 200
    assert elsewhere.get("/accounts/profile/").status_code == 302
    assert last_mail("bob@example.com").subject == "Your password at TechyMag was changed"


def test_password_is_not_changed_without_the_old_one(client, bob):
    client.force_login(bob)
    page = client.post(CHANGE, {"oldpassword": "not the password", "password1": NEW})
    assert "This is not your current password." in page.text
    bob.refresh_from_db()
    assert bob.check_password(PASSWORD)


def test_password_is_not_changed_by_guests(client):
    assert client.post(CHANGE, {"oldpassword": PASSWORD, "password1": NEW}).status_code == 302


def test_person_without_a_password_can_choose_one(client, bob):
    bob.set_unusable_password()
    bob.save()
    client.force_login(bob)
    assert client.get(CHANGE).url == "/accounts/password/set/"
    client.post("/accounts/password/set/", {"password1": NEW})
    bob.refresh_from_db()
    assert bob.check_password(NEW)
