"""The mail about what is new: who gets which, once, whatever happens meanwhile."""

import threading
from datetime import datetime, timedelta
from email import message_from_bytes

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.retention import enforce
from following.models import Delivery, Digest, Follower
from following.models.digest import LEASE, due_at, next_at
from following.sending import BATCH, look, send_some
from tasks.models import Task
from tests.factories import make_category, make_tag
from tests.tasks.conftest import queue, start_worker, until  # noqa: F401

from . import mailserver

pytestmark = pytest.mark.django_db


def send_all(digest):
    """Batch by batch, as the clock hands them over."""
    for _ in range(100):
        digest.refresh_from_db()
        if digest.finished_at:
            return mail.outbox
        send_some.call(digest.pk)
    pytest.fail("It never ends.")


def receivers():
    return sorted(message.to[0] for message in mail.outbox)


def test_everybody_gets_what_they_follow_and_why(due, make_follower, make_news, alice, bob, chips):
    make_news("New chips", tags=[chips], authors=[alice], lead="They forget.")
    make_news("New games", category=make_category("Games"))
    make_follower("carol@example.com", chips, alice)
    make_follower("dave@example.com", make_category("Games"))
    make_follower("", make_category("Games"), chips, user=bob)
    make_follower("erin@example.com", make_tag("Nothing"))
    make_follower("weekly@example.com", chips, rhythm="weekly")
    bodies = {message.to[0]: message for message in send_all(due)}
    assert sorted(bodies) == ["bob@example.com", "carol@example.com", "dave@example.com"]
    assert bodies["carol@example.com"].subject == "New chips – TechyMag"
    assert bodies["bob@example.com"].subject.endswith(" and 1 more – TechyMag")
    body = bodies["carol@example.com"].body
    assert "New chips\nThey forget.\nhttp" in body
    assert "(Chips, Alice Ashby)" in body
    assert "New games" not in body
    assert (due.sent, due.refused) == (3, 0)


def test_mail_has_the_headers_that_mail_programs_look_for(due, make_follower, make_news, chips, client):
    make_news("New <chips> & more", tags=[chips])
    make_follower("carol@example.com", chips)
    [message] = send_all(due)
    sent = message_from_bytes(message.message().as_bytes())
    assert sent["Precedence"] == "bulk"
    assert sent["Auto-Submitted"] == "auto-generated"
    assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    stop = sent["List-Unsubscribe"].strip("<>")
    assert stop in message.body
    assert client.post(stop.partition("8000")[2]).status_code == 200
    assert not Follower.objects.exists()
    text, page = sent.get_payload()
    assert (text.get_content_type(), page.get_content_type()) == ("text/plain", "text/html")
    assert "New &lt;chips&gt; &amp; more</a>" in page.get_payload(decode=True).decode()
    assert "New <chips> & more" in message.body


def test_nobody_is_written_to_when_there_is_nothing_new(due, make_follower, make_news, chips, bob):
    make_follower("carol@example.com", chips)
    make_news("Old", tags=[chips]).__class__.objects.update(published_at=due.until - timedelta(days=2))
    make_news("Draft", tags=[chips]).unpublish()
    make_news("Else")
    assert send_all(due) == []
    assert not Delivery.objects.exists()


def test_who_began_after_it_was_due_or_is_leaving_is_not_written_to(due, make_follower, make_news, chips, bob, alice):
    make_news("New chips", tags=[chips])
    late = make_follower("late@example.com", chips)
    Follower.objects.filter(pk=late.pk).update(created_at=timezone.now())
    make_follower("", chips, user=bob)
    make_follower("", chips, user=alice)
    bob.leaving_since = timezone.now()
    bob.save()
    alice.is_active = False
    alice.save()
    make_follower("off@example.com", chips, rhythm="daily").choose("off")
    assert send_all(due) == []


def test_what_was_told_is_not_told_again_by_the_other_rhythm(due, make_follower, make_news, chips):
    make_news("New chips", tags=[chips])
    carol = make_follower("carol@example.com", chips)
    assert len(send_all(due)) == 1
    Follower.objects.filter(pk=carol.pk).update(rhythm="weekly")
    send_all(Digest.objects.create(rhythm="weekly", until=due.until + timedelta(minutes=1)))
    assert len(mail.outbox) == 1


def test_many_go_out_in_batches_and_each_gets_one(due, make_follower, make_news, chips, django_assert_max_num_queries):
    make_news("New chips", tags=[chips])
    for number in range(BATCH + 5):
        make_follower(f"reader{number}@example.com", chips)
    send_some.call(due.pk)
    assert len(mail.outbox) == BATCH
    send_all(due)
    assert len(mail.outbox) == len(set(receivers())) == BATCH + 5
    send_some.call(due.pk)
    assert len(mail.outbox) == BATCH + 5


def test_looking_for_news_costs_the_same_for_many_followers(
    due, make_follower, make_news, chips, django_assert_max_num_queries
):
    for number in range(BATCH):
        make_news(f"Else {number}", tags=[make_tag("Else")])
        make_follower(f"reader{number}@example.com", chips)
    with django_assert_max_num_queries(10):
        send_some.call(due.pk)


def test_who_has_no_news_holds_nobody_up(due, make_follower, make_news, chips):
    make_news("New chips", tags=[chips])
    for number in range(BATCH + 5):
        make_follower(f"reader{number}@example.com", make_tag("Games"))
    make_follower("carol@example.com", chips)
    send_some.call(due.pk)
    assert receivers() == ["carol@example.com"]


def test_what_appeared_before_it_was_followed_is_no_news(due, make_follower, make_news, chips):
    make_news("New chips", tags=[chips])
    make_news("New games", tags=[make_tag("Games")])
    make_follower("carol@example.com", chips).follow(make_tag("Games"))
    make_follower("dave@example.com", make_tag("Nothing")).follow(make_tag("Games"))
    [message] = send_all(due)
    assert message.to == ["carol@example.com"]
    assert "New games" not in message.body


def test_two_digests_at_once_tell_nobody_the_same(due, make_follower, chips):
    carol = make_follower("carol@example.com", chips)
    read_before = Follower.objects.get()
    later = Digest.objects.create(rhythm="daily", until=due.until + timedelta(days=1))
    assert later.claim(carol)
    assert due.claim(read_before) is None
    assert not due.deliveries.exists()
    carol.refresh_from_db()
    assert carol.told_up_to == later.until


def test_choice_that_was_made_meanwhile_repeats_no_news(due, make_follower, chips):
    carol = make_follower("carol@example.com", chips)
    read_before = Follower.objects.get()
    due.claim(carol)
    read_before.choose("weekly")
    carol.refresh_from_db()
    assert (carol.rhythm, carol.told_up_to) == ("weekly", due.until)


def test_batch_that_is_done_again_writes_to_nobody_twice(due, make_follower, make_news, chips):
    make_news("New chips", tags=[chips])
    for number in range(5):
        make_follower(f"reader{number}@example.com", chips)
    send_some.call(due.pk)
    Digest.objects.update(reached=0)  # as if its process had died before the end
    send_some.call(due.pk)
    assert len(mail.outbox) == 5


def test_who_was_claimed_and_perhaps_not_sent_is_not_written_to_again(due, make_follower, make_news, chips):
    make_news("New chips", tags=[chips])
    carol, _ = make_follower("carol@example.com", chips), make_follower("dave@example.com", chips)
    due.claim(carol)
    assert due.claim(carol) is None
    send_all(due)
    assert receivers() == ["dave@example.com"]
    carol.refresh_from_db()
    assert carol.told_up_to == due.until


@pytest.mark.django_db(transaction=True)
def test_two_at_once_write_to_nobody_twice(due, make_follower, make_news, chips):
    make_news("New chips", tags=[chips])
    for number in range(BATCH):
        make_follower(f"reader{number}@example.com", chips)
    begin = threading.Barrier(2)

    def work():
        begin.wait()
        try:
            send_some.call(due.pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(mail.outbox) == len(set(receivers())) == BATCH


@pytest.mark.django_db(transaction=True)
def test_worker_that_is_killed_in_the_middle_loses_one_mail_at_most_and_repeats_none(
    start_worker,  # noqa: F811
    make_follower,
    make_news,
    chips,
    monkeypatch,
):
    make_news("New chips", tags=[chips])
    readers = [f"reader{number:02}@example.com" for number in range(BATCH + 10)]
    for reader in readers:
        make_follower(reader, chips)
    with mailserver.running(hangs_for=readers[4]) as server:
        monkeypatch.setenv("EMAIL_URL", f"smtp://127.0.0.1:{server.port}")
        worker = start_worker()
        assert server.hanging.wait(60)
        worker.kill()
        worker.wait()
        assert server.taken == readers[:4]
        server.hangs_for = ""
        Digest.objects.update(worked_at=timezone.now() - LEASE - timedelta(seconds=1))
        start_worker()
        start_worker()
        until(lambda: Digest.objects.filter(rhythm="daily", finished_at__isnull=False).exists())
    assert sorted(server.taken) == [reader for reader in readers if reader != readers[4]]
    doubtful = Delivery.objects.get(sent_at=None)
    assert (doubtful.follower.email, doubtful.refusal) == (readers[4], "")


def test_server_that_is_away_costs_nobody_their_mail(due, make_follower, make_news, chips, settings):
    make_news("New chips", tags=[chips])
    make_follower("carol@example.com", chips)
    settings.MAILERS = mailserver.mailers(mailserver.MailServer(port=9))
    assert due.take(timezone.now())
    send_some.call(due.pk)
    due.refresh_from_db()
    assert due.worked_at  # who comes next waits for the end of the lease
    assert not Delivery.objects.exists()
    with mailserver.running() as server:
        settings.MAILERS = mailserver.mailers(server)
        send_all(due)
    assert server.taken == ["carol@example.com"]


def test_address_that_is_refused_three_times_is_left_alone_with_a_note(
    due, make_follower, make_news, chips, bob, settings, client
):
    follower = make_follower("", chips, user=bob)
    make_follower("dave@example.com", chips)
    with mailserver.running(refused={"bob@example.com": "550 5.1.1 No such user"}) as server:
        settings.MAILERS = mailserver.mailers(server)
        for day in range(4):
            digest = Digest.objects.create(rhythm="daily", until=due.until + timedelta(minutes=day + 1))
            make_news(f"New chips {day}", tags=[chips]).__class__.objects.filter(title=f"New chips {day}").update(
                published_at=digest.until - timedelta(seconds=30)
            )
            send_all(digest)
    follower.refresh_from_db()
    assert follower.stopped_at
    assert follower.refusal == "550 5.1.1 No such user"
    assert Delivery.objects.exclude(refusal="").count() == 3
    assert server.taken == ["dave@example.com"] * 4
    client.force_login(bob)
    assert "No such user" in client.get("/following/").text
    client.post("/following/rhythm/", {"rhythm": "daily"})
    follower.refresh_from_db()
    assert (follower.stopped_at, follower.refusals) == (None, 0)


@pytest.mark.parametrize(
    ("told", "tried"), [({"sender": "550 5.7.0 quota exceeded"}, 1), ({"mail": "554 5.7.1 looks like spam"}, 2)]
)
def test_what_is_refused_of_ours_counts_against_no_follower(
    due, make_follower, make_news, chips, settings, told, tried
):
    make_news("New chips", tags=[chips])
    readers = ["carol@example.com", "dave@example.com"]
    for reader in readers:
        make_follower(reader, chips)
    with mailserver.running(**told) as server:
        settings.MAILERS = mailserver.mailers(server)
        send_some.call(due.pk)
        assert Delivery.objects.exclude(refusal="").count() == tried
        assert not Follower.objects.exclude(refusals=0, stopped_at=None).exists()
        server.sender = server.mail = "250 yes"
        send_all(Digest.objects.create(rhythm="daily", until=due.until + timedelta(minutes=1)))
    assert server.taken == readers


def test_server_that_is_busy_counts_for_nothing_and_the_news_come_next_time(
    due, make_follower, make_news, chips, settings
):
    carol = make_follower("carol@example.com", chips)
    make_news("New chips", tags=[chips])
    with mailserver.running(refused={"carol@example.com": "451 later"}) as server:
        settings.MAILERS = mailserver.mailers(server)
        send_all(due)
        carol.refresh_from_db()
        assert (carol.refusals, carol.stopped_at) == (0, None)
        server.refused.clear()
        send_all(Digest.objects.create(rhythm="daily", until=due.until + timedelta(minutes=1)))
    assert server.taken == ["carol@example.com"]


def test_clock_makes_each_digest_once_and_hands_it_to_one(db, settings, django_capture_on_commit_callbacks):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    for _ in range(2):
        look()
    assert sorted(Digest.objects.values_list("rhythm", flat=True)) == ["daily", "weekly"]
    assert Task.objects.filter(task_path="following.sending.send_some").count() == 2
    Digest.objects.update(worked_at=timezone.now() - LEASE - timedelta(seconds=1))
    look()
    assert Task.objects.filter(task_path="following.sending.send_some").count() == 4


@pytest.mark.parametrize(
    ("rhythm", "now", "last", "following"),
    [
        ("daily", "2026-11-27T06:59", "2026-11-26T07:00", "2026-11-27T07:00"),
        ("daily", "2026-11-27T07:00", "2026-11-27T07:00", "2026-11-28T07:00"),
        ("weekly", "2026-11-27T12:00", "2026-11-23T07:00", "2026-11-30T07:00"),
        ("weekly", "2026-11-30T06:59", "2026-11-23T07:00", "2026-11-30T07:00"),
        ("daily", "2026-03-29T12:00", "2026-03-29T07:00", "2026-03-30T07:00"),
    ],
)
def test_digests_are_due_at_seven_whatever_the_season(rhythm, now, last, following):
    with timezone.override("Europe/Kyiv"):
        moment = timezone.make_aware(datetime.fromisoformat(now))
        assert f"{timezone.localtime(due_at(rhythm, moment)):%Y-%m-%dT%H:%M}" == last
        assert f"{timezone.localtime(next_at(rhythm, moment)):%Y-%m-%dT%H:%M}" == following


def test_database_keeps_one_of_each(due, make_follower, chips):
    carol = make_follower("carol@example.com", chips)
    due.claim(carol)
    for make in (
        lambda: Digest.objects.create(rhythm="daily", until=due.until),
        lambda: Delivery.objects.create(digest=due, follower=carol, since=due.until),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            make()


def test_old_digests_and_refused_addresses_go(due, make_follower, chips):
    carol = make_follower("carol@example.com", chips)
    Digest.objects.update(until=timezone.now() - timedelta(days=61))
    Follower.objects.filter(pk=carol.pk).update(stopped_at=timezone.now() - timedelta(days=181))
    enforce()
    assert not Digest.objects.exists()
    assert not Follower.objects.exists()
