import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse

from accounts.forms import SignupForm
from accounts.models import User
from tests.factories import make_user

from .mails import code_in, last_mail, link_in

SIGNUP = "/accounts/signup/"
CONFIRM = "/accounts/confirm-email/"
CAROL = {"email": "carol@example.com", "username": "carol", "password1": "three unrelated words"}

pytestmark = pytest.mark.django_db


def test_code_from_the_mail_signs_in_and_leads_to_next(client):
    response = client.post(SIGNUP, CAROL | {"next": "/tags/chips/"})
    assert response.url == CONFIRM
    assert not client.session.get("_auth_user_id")

    response = client.post(CONFIRM, {"code": code_in(last_mail("carol@example.com"))})

    assert response.url == "/tags/chips/"
    carol = User.objects.get(username="carol")
    assert client.session["_auth_user_id"] == str(carol.pk)
    assert EmailAddress.objects.get(user=carol).verified


def test_link_in_the_mail_fills_the_code_in(client):
    client.post(SIGNUP, CAROL)
    page = client.get(link_in(last_mail(), CONFIRM))
    assert f'value="{code_in(last_mail())}"' in page.text


def test_link_opened_in_another_browser_says_where_to_type_the_code(client, client_factory):
    client.post(SIGNUP, CAROL)
    page = client_factory().get(link_in(last_mail(), CONFIRM))
    assert page.status_code == 200
    assert "in which you signed up" in page.text


def test_code_page_without_anything_to_confirm_leads_to_sign_in(client):
    assert client.get(CONFIRM).url == "/accounts/login/"


def test_wrong_code_is_said_and_the_third_ends_the_attempt(client):
    client.post(SIGNUP, CAROL)
    page = client.post(CONFIRM, {"code": "no code"})
    assert "This is not the code from the mail." in page.text
    client.post(CONFIRM, {"code": "no code"})
    assert client.post(CONFIRM, {"code": "no code"}, follow=True).redirect_chain[-1][0] == "/accounts/login/"


def test_new_code_replaces_the_old_one(client, later):
    client.post(SIGNUP, CAROL)
    first = code_in(last_mail())
    later(seconds=11)
    page = client.post(CONFIRM, {"action": "resend"}, follow=True)
    assert "A new code is on its way to carol@example.com." in page.text
    assert len(mail.outbox) == 2
    assert code_in(last_mail()) != first
    assert "This is not the code" in client.post(CONFIRM, {"code": first}).text
    assert client.post(CONFIRM, {"code": code_in(last_mail())}).url == "/"


def test_somebody_who_left_before_typing_the_code_gets_in_by_another_one(client, client_factory):
    client.post(SIGNUP, CAROL)
    elsewhere = client_factory()
    page = elsewhere.post("/accounts/login/", {"login": "carol", "password": CAROL["password1"]})
    assert "A code by mail lets you in either way." in page.text
    elsewhere.post("/accounts/login/code/", {"email": CAROL["email"]})
    code = code_in(last_mail(CAROL["email"]))
    assert elsewhere.post("/accounts/login/code/confirm/", {"code": code}).url == "/"
    assert elsewhere.get("/accounts/profile/").status_code == 200


@pytest.mark.parametrize("login", ["username", "email"])
def test_nobody_learns_by_signing_in_whether_the_address_was_known(client_factory, bob, login):
    """However often."""
    answers = []
    for email, username in [("bob@example.com", "fresh"), ("new@example.com", "green")]:
        fields = CAROL | {"email": email, "username": username}
        client_factory().post(SIGNUP, fields)
        tries = [
            client_factory(REMOTE_ADDR=f"192.0.2.{len(answers)}").post(
                "/accounts/login/", {"login": fields[login], "password": fields["password1"]}
            )
            for _ in range(6)
        ]
        answers.append([(answer.status_code, "Too many" in answer.text) for answer in tries])
    assert answers[0] == answers[1]
    assert answers[0][0] == (200, False)


def test_start_over_frees_the_name_for_the_right_address(client):
    client.post(SIGNUP, CAROL | {"email": "carrol@example.com", "next": "/tags/chips/"})
    response = client.post("/accounts/signup/again/")
    assert response.url == f"{SIGNUP}?next=%2Ftags%2Fchips%2F"
    assert not User.objects.filter(username="carol").exists()
    assert client.post(SIGNUP, CAROL).url == CONFIRM


def test_start_over_keeps_accounts_that_somebody_has_entered(client, client_factory, bob):
    client.post(SIGNUP, CAROL)
    User.objects.filter(username="carol").update(last_login="2026-01-01T00:00Z")
    client.post("/accounts/signup/again/")
    assert User.objects.filter(username="carol").exists()


def test_start_over_does_nothing_to_strangers_or_by_get(client, bob):
    assert client.get("/accounts/signup/again/").status_code == 405
    assert client.post("/accounts/signup/again/").url == "/accounts/login/"
    client.force_login(bob)
    assert client.post("/accounts/signup/again/").url == "/accounts/login/"
    assert User.objects.filter(username="bob").exists()


# A known address


def test_known_address_gets_the_same_answer_and_a_mail_of_its_own(client, client_factory, bob):
    pages = []
    for browser, email in [(client, "carol@example.com"), (client_factory(), "BOB@example.com")]:
        answer = browser.post(SIGNUP, CAROL | {"email": email, "username": f"c{len(pages)}-new"})
        assert answer.url == CONFIRM
        page = browser.get(CONFIRM).text.replace(email.lower(), "ADDRESS")
        pages.append([line for line in page.splitlines() if "csrfmiddlewaretoken" not in line])
        assert browser.get("/accounts/login/").url == CONFIRM
    assert pages[0] == pages[1]
    assert last_mail().to == ["bob@example.com"]
    assert last_mail().subject == "You already have an account at TechyMag"
    assert User.objects.count() == 2


def test_known_address_goes_on_the_same_way_after_a_wrong_code_and_starting_over(client, client_factory, bob):
    for browser, email in [(client, "carol@example.com"), (client_factory(), "bob@example.com")]:
        browser.post(SIGNUP, CAROL | {"email": email, "username": email[:5].replace("@", "")})
        assert "This is not the code" in browser.post(CONFIRM, {"code": "123456"}).text
        assert browser.post("/accounts/signup/again/").url == SIGNUP
        assert browser.get(CONFIRM).url == "/accounts/login/"
        assert browser.get(SIGNUP).status_code == 200


def test_known_address_takes_as_long_as_a_new_one(client, bob, monkeypatch):
    hashed = []
    monkeypatch.setattr(User, "set_password", lambda self, password: hashed.append(password))
    client.post(SIGNUP, CAROL | {"email": "bob@example.com"})
    assert hashed == [CAROL["password1"]]


def test_address_typed_by_the_desk_in_capitals_is_known_too(client):
    make_user("editor", email="Editor@Example.com")
    assert client.post(SIGNUP, CAROL | {"email": "editor@example.com"}).url == CONFIRM
    assert User.objects.count() == 1


# Names


@pytest.mark.parametrize("username", ["bob", "BOB", "Bob"])
def test_taken_username_is_said_whatever_its_case(client, bob, username):
    page = client.post(SIGNUP, CAROL | {"username": username})
    assert "This username is taken." in page.text
    assert 'value="carol@example.com"' in page.text


@pytest.mark.parametrize("username", ["admin", "Root", "mod.erator", "techymag", "TechyMag-News", "_support_"])
def test_reserved_username_is_refused(client, username):
    page = client.post(SIGNUP, CAROL | {"username": username})
    assert page.status_code == 200
    assert not User.objects.exists()


@pytest.mark.parametrize("username", ["ab", ".dot", "-dash", "two words", "cárol", "саrol", "a/b", "x" * 41, "😀😀😀"])
def test_odd_username_is_refused(client, username):
    page = client.post(SIGNUP, CAROL | {"username": username})
    assert 'class="errorlist"' in page.text
    assert not User.objects.exists()


@pytest.mark.parametrize("username", ["abc", "A.B-c_9", "9lives", "x" * 40, "a..b", "a.html", "feed"])
def test_every_allowed_username_has_a_page(client, username):
    client.post(SIGNUP, CAROL | {"username": username})
    person = User.objects.get(username=username)
    assert client.get(person.get_absolute_url()).status_code == 404
    EmailAddress.objects.filter(user=person).update(verified=True)
    assert client.get(person.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("taken", [{"username": "Carol", "email": "other@example.com"}, {"username": "other"}])
def test_losing_a_race_for_the_name_or_address_reads_like_being_late(client, monkeypatch, taken):
    """The rival signs up between the check and the insert."""
    save = SignupForm.save

    def overtaken(form, request):
        monkeypatch.setattr(SignupForm, "save", save)
        make_user(**({"email": CAROL["email"]} | taken))
        return save(form, request)

    monkeypatch.setattr(SignupForm, "save", overtaken)
    response = client.post(SIGNUP, CAROL)
    if taken["username"] == "Carol":
        assert "This username is taken." in response.text
    else:
        assert response.url == CONFIRM
        assert last_mail().subject.startswith("You already have an account")
    assert User.objects.count() == 1


# Passwords and passing through


@pytest.mark.parametrize("password", ["qX3!z", "football1", "90210447013", "carol@example.co"])
def test_weak_password_is_refused_with_its_reason(client, password):
    page = client.post(SIGNUP, CAROL | {"password1": password})
    assert 'id="id_password1_error"' in page.text
    assert f'value="{password}"' not in page.text


def test_sign_in_and_sign_up_pages_pass_next_to_each_other(client):
    assert 'href="/accounts/signup/?next=%2Ftags%2Fchips%2F"' in client.get("/accounts/login/?next=/tags/chips/").text
    page = client.get(f"{SIGNUP}?next=/tags/chips/").text
    assert 'href="/accounts/login/?next=%2Ftags%2Fchips%2F"' in page
    assert '<input type="hidden" name="next" value="/tags/chips/">' in page


def test_somebody_signed_in_is_led_past_the_form(client, bob):
    client.force_login(bob)
    assert client.get(f"{SIGNUP}?next=/tags/chips/").url == "/tags/chips/"


def test_too_many_attempts_get_a_page_of_the_magazine(client):
    for _ in range(20):
        client.post(SIGNUP, {})
    page = client.post(SIGNUP, {})
    assert page.status_code == 429
    assert "TechyMag" in page.text


def test_closed_sign_up_says_so(client, monkeypatch):
    monkeypatch.setattr("accounts.adapter.AccountAdapter.is_open_for_signup", lambda *args: False)
    assert "No new accounts for now" in client.get(reverse("account_signup")).text


def test_nobody_learns_from_the_username_whether_the_address_is_known(client_factory, bob):
    """The same answers for a known and a new address: no public page, and the name is taken until one starts over."""
    for number, email in enumerate(["bob@example.com", "new@example.com"]):
        username, first, second = f"fresh{number}", client_factory(), client_factory()
        first.post(SIGNUP, CAROL | {"email": email, "username": username})
        assert second.get(f"/authors/{username}/").status_code == 404
        again = CAROL | {"email": f"other{number}@example.com", "username": username.upper()}
        assert "This username is taken." in second.post(SIGNUP, again).text
        first.post(reverse("accounts:start-over"))
        assert second.post(SIGNUP, again).url == CONFIRM


@pytest.mark.parametrize("email", ["ſx@a.com", "İ@a.com", "a@a.com\u2028x"])
@pytest.mark.parametrize("path", [SIGNUP, "/accounts/password/reset/"])
def test_address_that_mail_cannot_have_is_refused(client, path, email):
    response = client.post(path, CAROL | {"email": email})
    assert response.status_code == 200
    assert "Enter a valid e-mail address." in response.text
    assert not User.objects.exists()


def test_mail_server_that_is_away_is_told_and_leaves_no_account(client, settings):
    options = {"host": "127.0.0.1", "port": 9, "timeout": 1}
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}
    client.raise_request_exception = False
    assert client.post(SIGNUP, CAROL).status_code == 503
    assert not User.objects.exists()


def test_links_in_mails_begin_with_the_magazines_address(client, settings):
    settings.ALLOWED_HOSTS = ["elsewhere.example"]
    client.post(SIGNUP, CAROL, headers={"host": "elsewhere.example:4444"})
    assert "elsewhere.example" not in last_mail().body
    assert f"{settings.BASE_URL}{CONFIRM}" in last_mail().body
