"""Beginning to follow: by one click with an account, by a confirmed address without."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from following.links import Wish, manage_address, stop_address
from following.mailing import ask_to_confirm, send_link
from following.models import Follow, Follower, FullError
from tests.factories import make_article, make_category, make_tag

pytestmark = pytest.mark.django_db
FOLLOW = "/tags/chips/follow/"
CAROL = {"email": "Carol@Example.com", "rhythm": "weekly"}


def path_of(address):
    return re.sub(r"^https?://[^/]+", "", address)


def confirming(email, topic):
    return path_of(Wish(email, "daily", "tag", topic.pk).address())


def link_in(message, containing):
    return re.search(rf"https?://[^/\s]+(/\S*{containing}\S*)", message.body)[1]


def asked(client, django_capture_on_commit_callbacks, address=FOLLOW, **fields):
    with django_capture_on_commit_callbacks(execute=True):
        return client.post(address, CAROL | fields)


def followed(**lookup):
    return [str(follow) for follow in Follow.objects.filter(**lookup).with_topics().order_by("pk")]


@pytest.fixture
def places(alice):
    article = make_article(authors=[alice], tags=[make_tag("Chips")])
    return [article.category, *article.tags.all(), alice]


def test_pages_of_sections_topics_and_authors_lead_to_the_form(client, places):
    for place in places:
        link = html.fromstring(client.get(place.get_absolute_url()).text).xpath("//main//a[contains(., 'Follow')]")[0]
        assert link.get("href") == f"{place.get_absolute_url()}follow/"
        assert f"Follow {place}" in client.get(link.get("href")).text


def test_reader_with_an_account_follows_by_one_post(as_bob, bob, places):
    for place in places:
        address = place.get_absolute_url()
        answer = as_bob.post(f"{address}follow/", {"rhythm": "daily"}, follow=True)
        assert answer.redirect_chain == [(address, 302)]
        assert f"You follow {place} from now on." in answer.text
        assert f"You follow {place}" in as_bob.get(f"{address}follow/").text
    assert followed(follower__user=bob) == ["Technologies", "Chips", "Alice Ashby"]
    assert Follower.objects.get().rhythm == "daily"
    as_bob.post(FOLLOW, {"rhythm": "weekly"})
    assert Follower.objects.get().rhythm == "weekly"
    assert len(followed()) == 3


def test_form_of_guests_is_the_same_for_all(client, chips):
    response = client.get(FOLLOW)
    assert "public" in response.headers["Cache-Control"]
    assert not response.cookies
    assert "csrfmiddlewaretoken" not in response.text


def test_address_follows_after_it_was_confirmed_and_not_before(client, chips, django_capture_on_commit_callbacks):
    answer = asked(client, django_capture_on_commit_callbacks)
    assert answer.url == "/following/sent/"
    assert client.get(answer.url).status_code == 200
    [message] = mail.outbox
    assert message.to == ["carol@example.com"]
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    link = link_in(message, "confirm")
    for _ in range(2):  # programs that look into mails
        page = client.get(link)
        assert "Follow Chips?" in page.text
        assert "no-store" in page.headers["Cache-Control"]
    client.head(link)
    assert not Follower.objects.exists()

    answer = client.post(link)
    page = client.get(answer.url).text
    assert "You follow Chips from now on." in page
    assert "c…@example.com" in page
    assert "carol@example.com" not in page
    follower = Follower.objects.get()
    assert (follower.email, follower.rhythm, followed()) == ("carol@example.com", "weekly", ["Chips"])
    client.post(link)
    assert followed() == ["Chips"]


def test_link_that_was_changed_or_is_old_confirms_nothing(client, chips, django_capture_on_commit_callbacks):
    asked(client, django_capture_on_commit_callbacks)
    link = link_in(mail.outbox[0], "confirm")
    broken = client.get(f"{link[:-3]}x/")
    assert broken.status_code == client.post(f"{link[:-3]}x/").status_code == 404
    assert "older than three days" in broken.text
    later = timezone.now() + timedelta(days=3, minutes=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.core.signing.time.time", later.timestamp)
        assert client.post(link).status_code == 404
    assert not Follower.objects.exists()


def test_confirmed_address_of_an_account_follows_as_that_person(client, bob, chips, make_follower):
    make_follower("bob@example.com", make_tag("Games"))
    for topic in (chips, make_tag("Phones")):
        client.post(confirming("bob@example.com", topic))
    assert Follower.objects.get().user == bob
    assert followed() == ["Games", "Chips", "Phones"]


def test_link_from_before_an_end_confirms_nothing(client, chips):
    link = confirming("carol@example.com", chips)
    for end in (stop_address, lambda carol: f"{manage_address(carol)}remove/{carol.follows.get().pk}/"):
        assert client.post(link).status_code == 302
        client.post(path_of(end(Follower.objects.get())))
        assert client.post(link).status_code == client.get(link).status_code == 404
        assert not Follower.objects.exists()
        link = confirming("carol@example.com", chips)
        assert client.get(link).status_code == 200


def test_confirming_and_stopping_at_the_same_moment_is_no_crash(client, chips, make_follower):
    make_follower("carol@example.com", make_tag("Games"))

    def stop_once_found(execute, sql, *arguments):
        result = execute(sql, *arguments)
        if sql.startswith("SELECT") and 'FROM "following_follower"' in sql:
            for rows in (Follow.objects.all(), Follower.objects.all()):
                rows._raw_delete("default")
        return result

    with connection.execute_wrapper(stop_once_found):
        assert client.post(confirming("carol@example.com", chips)).status_code == 404
    assert not Follower.objects.exists()


def test_choice_of_who_has_just_stopped_is_no_crash(make_follower, chips):
    carol = make_follower("carol@example.com", chips)
    Follower.objects.all().delete()
    carol.choose("daily")
    assert not Follower.objects.exists()


def test_addresses_are_looked_up_by_an_index(bob, chips):
    with CaptureQueriesContext(connection) as captured:
        for email in ("bob@example.com", "carol@example.com"):
            Follower.objects.of_address(email)
            send_link.call(email)
    looked_up = [query["sql"] for query in captured if re.match('SELECT.* FROM "(following|account)', query["sql"])]
    assert len(looked_up) > 6
    with connection.cursor() as cursor:
        for sql in looked_up:
            if connection.vendor == "sqlite":
                cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            else:
                cursor.execute("SET LOCAL enable_seqscan = off")
                cursor.execute(f"EXPLAIN {sql}")
            plan = str(cursor.fetchall())
            assert not re.search(r"SCAN (?!CONSTANT)|Seq Scan", plan), sql + plan


def test_who_signs_up_later_finds_what_they_followed(as_bob, bob, chips, make_follower):
    make_follower("bob@example.com", chips)
    make_follower("mallory@example.com", make_tag("Games"))
    page = as_bob.get("/following/").text
    assert "Chips" in page
    assert "Games" not in page
    assert followed(follower__user=bob) == ["Chips"]
    assert not Follower.objects.filter(email="bob@example.com").exists()


def test_who_signs_up_later_is_still_told_what_their_address_was_not(bob, chips, make_follower):
    before = make_follower("bob@example.com", chips)
    now = Follower.objects.known_to(bob)
    assert (now.rhythm, now.told_up_to, now.created_at) == (before.rhythm, before.told_up_to, before.created_at)


def test_answer_does_not_tell_whether_an_address_is_known(
    client, bob, chips, make_follower, django_capture_on_commit_callbacks
):
    make_follower("carol@example.com", chips)
    answers = [
        asked(client, django_capture_on_commit_callbacks, email=email)
        for email in ("carol@example.com", "bob@example.com", "new@example.com")
    ]
    assert {(answer.status_code, answer.url, answer.content) for answer in answers} == {(302, "/following/sent/", b"")}
    subjects = {message.subject for message in mail.outbox}
    assert subjects == {"Follow Chips? – TechyMag"}


@pytest.mark.parametrize(
    "ways", [["Carol@Example.com"], ["carol@bücher.example", "carol@BÜCHER.example", "Carol@XN--bcher-kva.example"]]
)
def test_mailbox_is_not_filled(client, chips, ways, django_capture_on_commit_callbacks):
    for number, email in enumerate(ways * 6):
        address = {"REMOTE_ADDR": f"192.0.2.{number}"}
        with django_capture_on_commit_callbacks(execute=True):
            assert client.post(FOLLOW, CAROL | {"email": email}, **address).url == "/following/sent/"
    assert len(mail.outbox) == 3


def test_network_asks_for_some_addresses_and_not_for_all(client, chips, django_capture_on_commit_callbacks):
    answers = [
        asked(client, django_capture_on_commit_callbacks, email=f"carol{number}@example.com") for number in range(21)
    ]
    assert [answer.status_code for answer in answers] == [302] * 20 + [429]
    assert 'value="carol20@example.com"' in answers[-1].text
    assert "try again in an hour" in answers[-1].text


@pytest.mark.parametrize(
    "fields",
    [
        {"email": ""},
        {"email": "x"},
        {"email": "кот@example.com"},
        {"email": "a@b\n.com"},
        {"email": "x@" * 300},
        {"email": '"carol"@example.com'},
        {"email": '""@example.com'},
        {"email": f"carol@{'ü' * 60}.com"},
        {"email": f"{'c' * 64}@{'ü.' * 60}example.com"},
        {"rhythm": ""},
        {"rhythm": "hourly"},
        {"rhythm": "off"},
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(client, chips, fields, django_capture_on_commit_callbacks):
    answer = asked(client, django_capture_on_commit_callbacks, **fields)
    assert answer.status_code == 422
    assert 'class="errorlist"' in answer.text
    assert mail.outbox == []
    if "rhythm" in fields:
        assert "Carol@Example.com" in answer.text


def test_robot_is_answered_like_everybody_and_nothing_is_sent(client, chips, django_capture_on_commit_callbacks):
    assert asked(client, django_capture_on_commit_callbacks, website="https://buy").url == "/following/sent/"
    assert mail.outbox == []


def test_another_site_follows_nothing_in_a_readers_name(bob, chips):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(FOLLOW, CAROL, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    strict.force_login(bob)
    assert strict.post(FOLLOW, {"rhythm": "daily"}, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 403
    assert not Follower.objects.exists()


@pytest.mark.parametrize("address", ["/tags/none/follow/", "/categories/none/follow/", "/authors/nobody/follow/"])
def test_nothing_else_can_be_followed(client, db, address):
    assert client.get(address).status_code == 404
    assert client.post(address, CAROL).status_code == 404


def test_name_that_somebody_gave_themselves_goes_into_no_mail(client, bob, django_capture_on_commit_callbacks):
    assert asked(client, django_capture_on_commit_callbacks, "/authors/bob/follow/").status_code == 404
    ask_to_confirm.call("carol@example.com", "daily", "author", bob.pk)
    assert mail.outbox == []


def test_form_goes_with_the_name_of_its_author(client, alice):
    make_article(authors=[alice])
    assert f"person-{alice.pk}" in client.get("/authors/alice/follow/").headers["Cache-Tag"].split(",")


def test_nobody_follows_without_end(as_bob, bob, chips, monkeypatch):
    monkeypatch.setattr("following.models.follower.MOST_FOLLOWED", 2)
    follower = Follower.objects.of_user(bob)
    for name in ("A", "B"):
        follower.follow(make_tag(name))
    follower.follow(make_tag("A"))
    with pytest.raises(FullError):
        follower.follow(chips)
    answer = as_bob.post(FOLLOW, {"rhythm": "daily"})
    assert answer.status_code == 422
    assert "end one first" in answer.text


def test_database_keeps_the_promises(bob, chips, make_follower):
    follower = make_follower("carol@example.com", chips)
    wrong = [
        Follower.objects.create,
        lambda: Follower.objects.create(user=bob, email="bob@example.com"),
        lambda: Follower.objects.create(email="carol@example.com"),
        lambda: Follow.objects.create(follower=follower),
        lambda: Follow.objects.create(follower=follower, tag=chips),
        lambda: Follow.objects.create(follower=follower, tag=make_tag("Games"), category=make_category()),
    ]
    for make in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            make()
