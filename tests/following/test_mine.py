"""What somebody follows, changed with an account or by the link of a mail; and the end of it."""

import re

import pytest
from django.core import mail
from django.test import Client

from accounts.leaving import forget
from accounts.personal import parts
from accounts.retention import enforce
from following.links import manage_address, stop_address
from following.models import Follow, Follower
from tests.factories import make_tag

pytestmark = pytest.mark.django_db
MINE = "/following/"


@pytest.fixture
def carol(chips, make_follower):
    return make_follower("carol@example.com", chips, make_tag("Games"))


def path_of(address):
    return re.sub(r"^https?://[^/]+", "", address)


def names(follower):
    return [str(follow) for follow in follower.follows.with_topics().order_by("pk")]


def test_reader_sees_and_changes_what_they_follow(as_bob, bob, chips, make_follower):
    follower = make_follower("", chips, make_tag("Games"), user=bob)
    page = as_bob.get(MINE).text
    assert 'href="/tags/chips/"' in page
    assert "The next mail goes out on" in page
    assert as_bob.post("/following/rhythm/", {"rhythm": "off"}).url == MINE
    assert "No mail goes out." in as_bob.get(MINE).text
    as_bob.post(f"/following/remove/{follower.follows.get(tag=chips).pk}/")
    assert names(follower) == ["Games"]
    as_bob.post(f"/following/remove/{follower.follows.get().pk}/")
    assert not Follower.objects.exists()
    assert "Nothing yet." in as_bob.get(MINE).text


def test_who_has_the_link_changes_it_without_signing_in(client, carol, chips):
    link = path_of(manage_address(carol))
    page = client.get(link)
    assert "Chips" in page.text
    assert 'content="no-referrer"' in page.text
    assert client.post(f"{link}rhythm/", {"rhythm": "weekly"}).url == link
    carol.refresh_from_db()
    assert carol.rhythm == "weekly"
    assert client.post(f"{link}rhythm/", {"rhythm": "off"}).status_code == 422
    client.post(f"{link}remove/{carol.follows.get(tag=chips).pk}/")
    assert names(carol) == ["Games"]
    answer = client.post(f"{link}remove/{carol.follows.get().pk}/")
    assert "we do not keep it" in answer.text
    assert not Follower.objects.exists()
    gone = client.get(link)
    assert gone.status_code == 404
    assert "nothing is followed by it any more" in gone.text
    assert f'href="{MINE}"' in gone.text


def test_nobody_changes_what_others_follow(as_bob, carol, chips, bob, make_follower):
    key = carol.follows.get(tag=chips).pk
    make_follower("", chips, user=bob)
    assert as_bob.post(f"/following/remove/{key}/").status_code == 404
    other = path_of(manage_address(make_follower("dave@example.com", chips)))
    assert as_bob.post(f"{other}remove/{key}/").status_code == 404
    assert names(carol) == ["Chips", "Games"]


@pytest.mark.parametrize("address", ["rhythm/", "remove/1/"])
def test_guest_changes_nothing(client, carol, address):
    assert client.post(MINE + address, {"rhythm": "daily"}).url.startswith("/accounts/login/")
    assert client.get(MINE + address).status_code == 405
    for token in ("x", "x:y:z"):
        assert client.post(f"{MINE}by-link/{token}/{address}").status_code == 404


def test_form_of_another_site_changes_nothing(bob, chips, make_follower):
    follower = make_follower("", chips, user=bob)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(bob)
    assert strict.post(f"/following/remove/{follower.follows.get().pk}/").status_code == 403
    assert strict.post("/following/rhythm/", {"rhythm": "off"}).status_code == 403


def test_mail_program_ends_it_by_one_post_without_cookies_or_token(carol):
    program = Client(enforce_csrf_checks=True)
    link = path_of(stop_address(carol))
    assert "No more mail about what is new?" in program.get(link).text
    assert Follower.objects.exists()
    answer = program.post(link, {"List-Unsubscribe": "One-Click"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 200
    assert not answer.cookies
    assert not Follower.objects.exists()
    assert not Follow.objects.exists()
    assert "no more" in program.post(link).text
    assert "no more" in program.get(link).text
    assert program.post("/following/stop/x/").status_code == 404


def test_what_a_person_follows_survives_the_end_of_the_mail(client, bob, chips, make_follower):
    follower = make_follower("", chips, user=bob)
    client.post(path_of(stop_address(follower)))
    follower.refresh_from_db()
    assert (follower.rhythm, names(follower)) == ("off", ["Chips"])


def test_lost_link_is_mailed_and_nobody_learns_whether_there_is_one(
    client, carol, bob, django_capture_on_commit_callbacks
):
    answers = []
    for email in ("Carol@example.com", "new@example.com"):
        with django_capture_on_commit_callbacks(execute=True):
            answers.append(client.post("/following/link/", {"email": email}))
    assert {(answer.status_code, answer.url) for answer in answers} == {(302, "/following/sent/")}
    known, unknown = mail.outbox
    assert known.subject == unknown.subject
    assert client.get(re.search(r"https?://[^/\s]+(/\S+by-link\S+)", known.body)[1]).status_code == 200
    assert "by-link" not in unknown.body
    assert client.post("/following/link/", {"email": "x"}).status_code == 422


def test_page_for_guests_is_the_same_for_all(client, db):
    response = client.get(MINE)
    assert "public" in response.headers["Cache-Control"]
    assert not response.cookies
    assert "csrfmiddlewaretoken" not in response.text


def test_log_does_not_have_the_link(client, carol, caplog):
    caplog.set_level("INFO")
    client.get(path_of(manage_address(carol)))
    assert "/following/by-link/-/" in caplog.text


def test_it_is_in_the_export_and_goes_with_the_account(bob, alice, chips, make_follower):
    make_follower("", chips, user=bob)
    make_follower("carol@example.com", alice)
    rows = {part.name: list(part.rows(bob)) for part in parts}
    assert [(row["kind"], row["follows"]) for row in rows["following"]] == [("tag", "Chips")]
    forget(bob)
    forget(alice)
    assert not Follow.objects.exists()
    enforce()
    assert not Follower.objects.exists()


def test_what_an_address_follows_belongs_to_the_account_that_has_it(bob, chips, make_follower):
    make_follower("bob@example.com", chips)
    make_follower("carol@example.com", chips)
    [part] = [part for part in parts if part.name == "following"]
    assert [row["follows"] for row in part.rows(bob)] == ["Chips"]
    make_follower("bob@example.com", chips)
    forget(bob)
    assert [str(follower) for follower in Follower.objects.all()] == ["carol@example.com"]


def test_privacy_page_says_it(client, db):
    page = client.get("/pages/privacy/").text
    assert "What you follow" in page
    assert "Which digest went to whom" in page
