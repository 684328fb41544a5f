"""Who is told of answers and decisions, on the site and by mail."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from lxml import html

from accounts.models import User
from comments.mailing import hand_over
from comments.models import Appeal, AppealError, Comment, Notice, OvertakenError
from tests.factories import make_article, make_comment, make_user

pytestmark = pytest.mark.django_db
NEWS, MINE = "/notifications/", "/comments/mine/"


@pytest.fixture
def article():
    return make_article("Chips", slug="chips")


@pytest.fixture
def mona():
    return make_user("mona", groups=["Moderators"])


@pytest.fixture
def rejected(article, bob, mona):
    comment = write(article, bob)
    comment.hide(by=mona, code="off_topic")
    return comment


def write(article, author, body="Warm it up first.", **fields):
    comment = Comment(article=article, author=author, body=body, **fields)
    comment.post()
    return comment


def told(person):
    return list(Notice.objects.of(person).order_by("pk").values_list("kind", flat=True))


def unread(person) -> int:
    return User.objects.get(pk=person.pk).unread_notices


def prefer(person, how):
    User.objects.filter(pk=person.pk).update(notice_mails=how)


def posted(django_capture_on_commit_callbacks):
    """What is mailed when the clock looks."""
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        hand_over()
    return mail.outbox


def test_who_is_answered_is_told(article, alice, bob, client):
    write(article, alice, parent=write(article, bob))
    assert (told(bob), told(alice), unread(bob)) == (["reply"], [], 1)
    client.force_login(bob)
    assert "1 new in your notifications" in client.get("/").text
    page = client.get(NEWS).text
    assert "Alice Ashby answers you" in page
    assert "Warm it up first." in page
    assert unread(bob) == 0
    assert "new in your notifications" not in client.get("/").text


def test_news_are_not_seen_by_a_program_that_only_asks_for_the_head(article, alice, bob, client):
    write(article, alice, parent=write(article, bob))
    client.force_login(bob)
    assert client.head(NEWS).status_code == 200
    assert unread(bob) == 1


def test_nobody_is_told_of_an_answer_to_themselves(article, bob):
    write(article, bob, "And another thing.", parent=write(article, bob))
    assert told(bob) == []


def test_answer_that_is_held_is_told_of_when_it_is_published(article, alice, bob, mona):
    answer = write(article, alice, parent=write(article, bob), status="held")
    assert told(bob) == []
    answer.restore(by=mona)
    assert (told(bob), told(alice)) == (["reply"], ["approved"])


def test_answer_that_was_taken_away_is_read_nowhere(
    article, alice, bob, mona, client, django_capture_on_commit_callbacks
):
    answer = write(article, alice, "Secret words", parent=write(article, bob))
    answer.hide(by=mona)
    client.force_login(bob)
    assert "Secret words" not in client.get(NEWS).text
    assert [message.to for message in posted(django_capture_on_commit_callbacks)] == [[alice.email]]


def test_answer_to_an_article_that_is_a_draft_again_is_not_shown(article, alice, bob, client):
    write(article, alice, "Secret words", parent=write(article, bob))
    article.unpublish()
    client.force_login(bob)
    assert "Secret words" not in client.get(NEWS).text


def test_last_decision_counts(article, bob, mona):
    comment = write(article, bob)
    comment.hide(by=mona)
    comment.restore(by=mona)
    assert (told(bob), unread(bob)) == (["approved"], 1)


def test_own_acts_are_no_news(article, bob):
    write(article, bob).delete_by_author()
    assert told(bob) == []


def test_each_news_is_mailed_at_once_and_once(article, alice, bob, django_capture_on_commit_callbacks):
    comment = write(article, bob)
    write(article, alice, parent=comment)
    write(article, alice, "Or buy another.", parent=comment)
    messages = posted(django_capture_on_commit_callbacks)
    assert [(message.subject, message.to) for message in messages] == [
        ("Alice Ashby answers you: Chips – TechyMag", [bob.email])
    ] * 2
    assert "Warm it up first." in messages[0].body
    assert posted(django_capture_on_commit_callbacks) == []


def test_a_day_is_mailed_in_one(article, alice, bob, django_capture_on_commit_callbacks):
    prefer(bob, "daily")
    comment = write(article, bob)
    for body in ("One", "Two"):
        write(article, alice, body, parent=comment)
    assert posted(django_capture_on_commit_callbacks) == []
    Notice.objects.update(at=timezone.now() - timedelta(days=1, seconds=1))
    (message,) = posted(django_capture_on_commit_callbacks)
    assert message.subject == "2 notifications – TechyMag"
    assert "One" in message.body
    assert "Two" in message.body
    assert posted(django_capture_on_commit_callbacks) == []


def test_who_wants_no_mail_gets_none_also_not_later(article, alice, bob, django_capture_on_commit_callbacks):
    prefer(bob, "off")
    write(article, alice, parent=write(article, bob))
    prefer(bob, "instant")
    assert posted(django_capture_on_commit_callbacks) == []
    assert told(bob) == ["reply"]


def test_link_in_the_mail_ends_it_without_signing_in(article, alice, bob, client, django_capture_on_commit_callbacks):
    write(article, alice, parent=write(article, bob))
    (message,) = posted(django_capture_on_commit_callbacks)
    headers = dict(message.message().items())
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    raw = message.message().as_bytes().decode()
    assert f"List-Unsubscribe: {headers['List-Unsubscribe']}\n" in raw, "in one line, as programs read it"
    link = headers["List-Unsubscribe"].strip("<>").removeprefix("http://127.0.0.1:8000")
    assert "No more mail about comments and corrections?" in client.get(link).text
    assert User.objects.get(pk=bob.pk).notice_mails == "instant", "opening it only asks"
    assert client.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert User.objects.get(pk=bob.pk).notice_mails == "off"


@pytest.mark.parametrize("token", ["x", "MQ:1xWkfG:SEy9sNP2VNsbJJCAm3hboleKhvUrHPTkUWA1XgnzEO0"])
def test_link_that_is_not_whole_ends_nothing(client, bob, token):
    page = client.post(f"/notifications/stop/{token}/")
    assert page.status_code == 404
    assert "sign in and choose “None”" in page.text
    assert "story" not in page.text.partition("<main")[2].partition("</main>")[0]
    assert User.objects.get(pk=bob.pk).notice_mails == "instant"


def test_news_are_plain_words_without_what_is_quoted_first(
    article, alice, bob, client, django_capture_on_commit_callbacks
):
    write(article, alice, "> > Deep\n>\n> Said **before**\n\nIt **did** `__init__`.", parent=write(article, bob))
    client.force_login(bob)
    page, (message,) = client.get(NEWS).text, posted(django_capture_on_commit_callbacks)
    for told_ in (page, message.body):
        assert "It did __init__." in told_
        assert "before" not in told_
        assert "**" not in told_


def test_long_answer_is_cut_in_the_mail(article, alice, bob, django_capture_on_commit_callbacks):
    write(article, alice, "word " * 1000, parent=write(article, bob))
    (message,) = posted(django_capture_on_commit_callbacks)
    assert 90 < message.body.count("word") < 130


def test_mail_is_chosen(client, bob):
    client.force_login(bob)
    assert client.post(NEWS, {"notice_mails": "daily"}, follow=True).status_code == 200
    assert User.objects.get(pk=bob.pk).notice_mails == "daily"
    assert client.post(NEWS, {"notice_mails": "hourly"}).status_code == 422


def test_my_comments_say_what_became_of_them(article, bob, rejected, client):
    write(article, bob, "Fine words")
    write(article, bob, "Slow words", status="held")
    client.force_login(bob)
    states = html.fromstring(client.get(MINE).text).xpath("//*[contains(@class, 'news__state')]/text()")
    assert states == ["Waiting for a moderator. Only you see it.", "Published", "Not published"]
    assert "Reason: Off topic" in client.get(MINE).text


def test_own_pages_are_for_their_owner(rejected, alice, client):
    for path in (NEWS, MINE, f"/comments/{rejected.pk}/correct/", f"/comments/{rejected.pk}/appeal/"):
        assert client.get(path).status_code == 302
    client.force_login(alice)
    assert rejected.body not in client.get(MINE).text
    for name, field in (("correct", "body"), ("appeal", "text")):
        assert client.post(f"/comments/{rejected.pk}/{name}/", {field: "Mine"}).status_code == 404


def test_rejected_comment_is_corrected_and_waits(rejected, bob, mona, client):
    client.force_login(bob)
    address = f"/comments/{rejected.pk}/correct/"
    assert rejected.body in client.get(address).text
    client.post(address, {"body": "On topic"})
    comment = Comment.objects.get()
    assert (comment.status, comment.body) == ("held", "On topic")
    assert client.post(address, {"body": "Again"}).status_code == 422
    comment.restore(by=mona)
    assert told(bob) == ["approved"]


def test_one_appeal_is_decided_by_somebody_else(rejected, bob, mona, client):
    client.force_login(bob)
    address = f"/comments/{rejected.pk}/appeal/"
    client.post(address, {"text": "It is on topic."})
    again = client.post(address, {"text": "Really."})
    assert again.status_code == 422
    assert "Really." in again.text
    with pytest.raises(AppealError, match="somebody else"):
        rejected.decide_appeal(by=mona, is_upheld=False)
    max_ = make_user("max", groups=["Moderators"])
    with pytest.raises(OvertakenError):
        rejected.decide_appeal(by=max_, is_upheld=True, seen="0-0")
    rejected.decide_appeal(by=max_, is_upheld=True)
    assert (Comment.objects.get().status, told(bob)) == ("visible", ["upheld"])
    with pytest.raises(AppealError, match="not hidden any more"):
        rejected.decide_appeal(by=max_, is_upheld=False)
    assert Appeal.objects.get().is_upheld


def test_refused_appeal_leaves_it_hidden(rejected, bob, client):
    rejected.ask_for_another_look("Please.")
    rejected.decide_appeal(by=make_user("max", groups=["Moderators"]), is_upheld=False)
    assert (Comment.objects.get().status, told(bob)) == ("rejected", ["refused"])
    client.force_login(bob)
    page = client.get(MINE).text
    assert "Reason: Off topic" in page
    assert "the decision stands" in page


def test_news_cost_the_same_however_many(article, alice, bob, client, django_assert_max_num_queries):
    comment = write(article, bob)
    for number in range(25):
        make_comment(article, author=alice, parent=comment, root=comment, body=f"Answer {number}")
    for answer in comment.replies.all():
        answer.tell_addressed()
    client.force_login(bob)
    with django_assert_max_num_queries(12):
        assert client.get(NEWS).text.count("Alice Ashby answers you") == 20
    with django_assert_max_num_queries(12):
        client.get(MINE)
