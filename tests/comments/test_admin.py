"""The moderators' desk: queues, decisions on what was seen, nothing written over, everything logged."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments.models import Appeal, Comment, HoldReason, ModerationEntry, Report, WatchedArticle
from comments.own import drop_what_was_read
from tests.factories import make_article, make_comment, make_user

DESK = "/admin/comments/comment/"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_the_desk(client, mona):
    client.force_login(mona)


def bodies(client, **query) -> list[str]:
    return [card.comment.body for card in client.get(DESK, query).context["cards"]]


def seen(*comments):
    return {f"seen-{comment.pk}": Comment.objects.get(pk=comment.pk).seen_as for comment in comments}


def decide(client, *comments, query="", **pressed):
    """As from a page that was loaded just now; the page that follows."""
    listed = {"listed": [comment.pk for comment in comments]}
    return client.post(f"{DESK}decide/{query}", pressed | seen(*comments) | listed, follow=True)


def said(response) -> str:
    return " ".join(map(str, response.context["messages"]))


def held(article=None, kind="links", **fields):
    comment = make_comment(article, status=Comment.Status.HELD, is_suspect=kind == "spam", **fields)
    HoldReason.objects.create(comment=comment, kind=kind, words="4 of them")
    return comment


def status(comment) -> str:
    return Comment.objects.get(pk=comment.pk).status


def test_each_queue_has_what_belongs_there(client, bob, mona):
    held(body="Old"), held(body="New"), held(body="Pills", kind="spam")
    held(body="Unseen", is_shadowed=True)
    plain, bad, reported = make_comment(body="Plain"), make_comment(body="Bad"), make_comment(body="Reported")
    bad.hide(by=mona)
    for comment in (bad, reported):
        Report.objects.create(comment=comment, reporter=bob, reason="spam")
    gone = make_comment(body="Gone")
    gone.delete_by_author()
    assert bodies(client) == bodies(client, queue="nonsense") == ["Old", "New"]
    assert bodies(client, queue="reported") == ["Reported"]
    assert bodies(client, queue="spam") == ["Pills"]
    assert bodies(client, queue="rejected") == ["Bad"]
    assert bodies(client, queue="recent")[:3] == ["Reported", "Bad", "Plain"]
    assert bodies(client, queue="recent", article=plain.article_id) == ["Plain"]
    assert bodies(client, queue="recent", q="plai") == ["Plain"]
    assert bodies(client, queue="recent", q=bad.author.username) == ["Bad"]


def test_comment_stands_with_its_thread_its_author_and_why_it_waits(client, bob, mona):
    parent = make_comment(make_article("Chips"), body="What comes before")
    make_comment(author=bob, body="Bad").hide(by=mona)
    bob.moderators_notes.create(author=mona, body="Had a word with him")
    held(parent=parent, author=bob, body="An answer")
    page = client.get(DESK).text
    for words in ["What comes before", "Chips", "Brandt", "Many links</strong>: 4 of them", "Had a word with him"]:
        assert words in page
    assert re.search(r"Rejected</dt><dd>1", page)


@pytest.mark.parametrize(
    ("verb", "code", "becomes", "entry"),
    [
        ("approve", "", "visible", ("approved", "")),
        ("reject", ":spam", "rejected", ("rejected", "spam")),
        ("reject", ":abuse", "rejected", ("rejected", "abuse")),
    ],
)
def test_one_button_decides(client, mona, verb, code, becomes, entry):
    comment = held()
    page = decide(client, comment, **{verb: f"{comment.pk}{code}", f"words-{comment.pk}": "So it is"})
    assert status(comment) == becomes
    log = comment.log.get()
    assert (log.act, log.code, log.moderator) == (*entry, mona)
    comment.article.stats.refresh_from_db()
    assert comment.article.stats.comments == (becomes == "visible")
    assert "1 comment" in said(page)


def test_many_are_decided_at_once_and_undone_at_once(client):
    comments = [held() for _ in range(3)]
    page = decide(client, *comments, all="reject:off_topic", chosen=[comment.pk for comment in comments[:2]])
    assert said(page) == "2 comments hidden (off topic)."
    assert list(map(status, comments)) == ["rejected", "rejected", "held"]
    entries = re.search(r'name="entries" value="([\d-]+)"', page.text)[1]
    page = client.post(f"{DESK}undo/", {"entries": entries}, follow=True)
    assert list(map(status, comments)) == ["held"] * 3
    assert [entry.act for entry in ModerationEntry.objects.order_by("pk")] == ["rejected"] * 2 + ["undone"] * 2


def test_next_comment_is_where_the_eye_goes_on(client):
    first, second = held(), held()
    fields = {"approve": first.pk, "listed": [first.pk, second.pk]} | seen(first)
    assert client.post(f"{DESK}decide/?queue=waiting", fields).url.endswith(f"#comment-{second.pk}")


def test_later_decision_is_told_of_the_earlier_and_changes_nothing(client, editor):
    comment = held()
    was = seen(comment)
    comment.hide(by=editor, code="abuse", reason="Calls names")
    page = client.post(f"{DESK}decide/", {"approve": comment.pk} | was, follow=True)
    assert "Eddie Editor hid it (Abuse: Calls names)" in said(page)
    assert "Nothing was changed" in said(page)
    assert status(comment) == "rejected"
    assert ModerationEntry.objects.count() == 1


def test_something_else_is_said_in_words(client):
    comment = held()
    assert "please say in your words" in said(decide(client, comment, reject=f"{comment.pk}:other"))
    assert status(comment) == "held"
    decide(client, comment, reject=f"{comment.pk}:other", **{f"words-{comment.pk}": "An advert in disguise"})
    assert comment.log.get().why == "An advert in disguise"


def test_reports_are_settled_by_keeping_and_by_hiding(client, bob, mona):
    fine, bad = make_comment(), make_comment()
    for comment in (fine, bad):
        comment.report(by=bob, reason="spam")
    decide(client, fine, keep=fine.pk)
    decide(client, bad, reject=f"{bad.pk}:spam")
    assert bodies(client, queue="reported") == []
    assert list(Report.objects.order_by("pk").values_list("upheld", flat=True)) == [False, True]
    fine.report(by=bob, reason="abuse")
    assert bodies(client, queue="reported") == [fine.body]


def test_decision_that_changes_nothing_offers_no_undo(client, mona):
    comment = make_comment()
    comment.hide(by=mona)
    comment.restore(by=mona)
    comment.refresh_from_db()
    page = decide(client, comment, approve=comment.pk)
    assert 'name="entries"' not in page.text


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"approve": "x"},
        {"approve": "9" * 30},
        {"approve": "1:spam"},
        {"reject": "1"},
        {"reject": "1:nonsense"},
        {"approve": "1", "reject": "1:spam"},
        {"all": "delete", "chosen": "1"},
        {"all": "approve", "chosen": "\x00"},
    ],
)
def test_nonsense_is_refused(client, sent):
    assert client.post(f"{DESK}decide/", sent).status_code == 400


@pytest.mark.parametrize(
    "query", ["?queue=x", "?article=x", "?article=" + "9" * 40, "?done=1-x--" + "9" * 30, "?q=%25"]
)
def test_nonsense_in_the_address_is_no_error(client, query):
    assert client.get(DESK + query).status_code == 200
    assert client.post(f"{DESK}undo/{query}", {"entries": "x-1"}).status_code == 302


def test_article_is_watched_and_let_go(client, bob):
    article = make_article()
    client.post(f"{DESK}articles/{article.pk}/watch/?article={article.pk}", {"watch": ""})
    assert make_comment(article, bob).status == "held"
    page = client.get(DESK, {"article": article.pk})
    assert "Every comment on this article waits" in page.text
    client.post(f"{DESK}articles/{article.pk}/watch/", {"unwatch": ""})
    assert not WatchedArticle.objects.exists()
    assert make_comment(article, bob).status == "visible"


def test_one_comment_has_a_page_with_all_decisions(client, mona, bob):
    comment = make_comment(body="**Strong** words", author=make_user("carl", display_name="Carl"))
    comment.report(by=bob, reason="abuse", text="Not nice")
    page = client.get(f"{DESK}{comment.pk}/change/").text
    assert "<strong>Strong</strong>" in page
    assert "Not nice" in page
    comment.hide(by=mona, code="abuse")
    assert "hid it: Abuse" in client.get(f"{DESK}{comment.pk}/change/").text


def test_words_and_rows_are_nobodys_to_change(client):
    comment = make_comment(body="As it was")
    assert client.post(f"{DESK}{comment.pk}/change/", {"body": "Changed", "_save": "1"}).status_code == 403
    assert client.get(f"{DESK}add/").status_code == 403
    assert client.post(f"{DESK}{comment.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Comment.objects.get().body == "As it was"


def test_hostile_comment_is_text(client):
    comment = held(body="<script>alert(1)</script> </textarea>")
    for path in [DESK, f"{DESK}{comment.pk}/change/", f"{DESK}people/{comment.author_id}/"]:
        assert "<script>alert" not in client.get(path).text


def test_author_has_no_comments_at_the_desk(client, alice):
    client.force_login(alice)
    comment = held()
    assert client.get(DESK).status_code == 403
    assert decide(client, comment, approve=comment.pk).status_code == 403
    assert status(comment) == "held"


def test_queries_are_few_and_do_not_grow_with_rows(client, bob, frame_is_kept):
    held()
    client.get(DESK)
    with CaptureQueriesContext(connection) as few:
        client.get(DESK)
    for _ in range(20):
        held().reports.create(reporter=bob, reason="spam")
    with CaptureQueriesContext(connection) as many:
        client.get(DESK)
    assert len(many) <= len(few) <= 15
    assert '<span class="mod-queues__count">21</span>' in client.get(DESK).text


def test_appeal_is_decided_by_a_colleague(client, bob, mona):
    comments = [make_comment(author=bob, body=f"Bad {number}") for number in range(2)]
    for comment in comments:
        comment.hide(by=mona, code="abuse")
        comment.ask_for_another_look("It quotes the article.")
    assert bodies(client, queue="appeals") == ["Bad 0", "Bad 1"]
    page = client.get(DESK, {"queue": "appeals"}).text
    assert "It quotes the article." in page
    assert "so a colleague decides" in page
    assert "Show it to readers" not in page
    assert "somebody else decides" in said(decide(client, comments[0], uphold=comments[0].pk))
    assert status(comments[0]) == "rejected"
    client.force_login(make_user("max", groups=["Moderators"]))
    assert "Show it to readers" in client.get(DESK, {"queue": "appeals"}).text
    assert "upheld" in said(decide(client, comments[0], uphold=comments[0].pk))
    assert "refused" in said(decide(client, comments[1], refuse=comments[1].pk))
    assert [status(comment) for comment in comments] == ["visible", "rejected"]
    assert bodies(client, queue="appeals") == []
    assert [comment.log.latest("pk").act for comment in comments] == ["upheld", "refused"]
    assert "decided already" in said(decide(client, comments[1], refuse=comments[1].pk))


@pytest.fixture
def appealed(bob, mona):
    """Two rejections by Mona, whose author asks for another look."""
    comments = [make_comment(author=bob, body=f"Bad {number}") for number in range(2)]
    for comment in comments:
        comment.hide(by=mona, code="abuse")
        comment.ask_for_another_look("It quotes the article.")
    return comments


def test_who_rejected_decides_no_appeal_on_any_path(client, appealed):
    comment = appealed[0]
    page = client.get(DESK, {"queue": "appeals"}).text
    assert 'name="chosen"' not in page
    for verb in ("approve", "reject:spam"):
        page = decide(client, *appealed, all=verb, chosen=[one.pk for one in appealed])
        assert "2 comments by Bob Brandt: You rejected or wrote it, so somebody else decides" in said(page)
    decide(client, comment, approve=comment.pk)
    client.post(f"{DESK}undo/", {"entries": comment.log.get().pk})
    client.post(f"/comments/{comment.pk}/restore/", {"seen": seen(comment)[f"seen-{comment.pk}"]})
    assert list(map(status, appealed)) == ["rejected", "rejected"]
    assert Appeal.objects.waiting().count() == ModerationEntry.objects.count() == 2


@pytest.mark.parametrize(
    ("verb", "becomes", "act", "told"),
    [("approve", "visible", "upheld", "appeal is upheld"), ("reject:spam", "rejected", "refused", "appeal is refused")],
)
def test_appeals_decided_in_bulk_are_answered_as_appeals(client, appealed, bob, verb, becomes, act, told):
    client.force_login(make_user("max", groups=["Moderators"]))
    page = decide(client, *appealed, all=verb, chosen=[comment.pk for comment in appealed])
    assert f"2 comments {'shown to readers' if act == 'upheld' else 'left hidden'}: the {told}." in said(page)
    assert 'name="entries"' not in page.text, "an answer to an appeal is not taken back"
    assert list(map(status, appealed)) == [becomes] * 2
    assert [comment.log.latest("pk").act for comment in appealed] == [act] * 2
    assert set(bob.notices.values_list("kind", flat=True)) == {act}


def test_bulk_approval_keeps_what_was_reported(client, bob):
    reported, plain = make_comment(), make_comment(author=bob)
    reported.report(by=bob, reason="spam")
    page = decide(client, reported, plain, all="approve", chosen=[reported.pk, plain.pk])
    assert "1 comment kept, and the reports settled." in said(page)
    assert "Comment by Bob Brandt: readers see it already. Nothing was changed." in said(page)
    assert Report.objects.get().upheld is False


def test_decision_about_what_is_gone_says_so(client):
    page = client.post(f"{DESK}decide/", {"all": "approve", "chosen": "999"}, follow=True)
    assert said(page) == "Nothing was changed, because what you chose is not there any more."


def test_corrected_comment_shows_its_earlier_rejection(client, appealed, bob):
    client.force_login(bob)
    address = f"/comments/{appealed[0].pk}/correct/"
    assert "sending others withdraws that" in client.get(address).text
    page = client.post(address, {"body": "Better"}, follow=True).text
    assert "your question for another look is withdrawn" in page
    client.force_login(make_user("max", groups=["Moderators"]))
    page = client.get(DESK).text
    assert "Earlier: Mona hid it (Abuse)" in page
    assert "their appeal is withdrawn" in page
    assert not hasattr(Comment.objects.get(pk=appealed[0].pk), "appeal")


LOG = "/admin/comments/moderationentry/"


def test_log_tells_the_words_that_were_decided_about(client, bob, mona):
    comment = make_comment(author=bob, body="You fool")
    comment.hide(by=mona, code="abuse")
    comment.send_again("You are mistaken")
    comment.restore(by=mona)
    places = [LOG, f"{DESK}{comment.pk}/change/", f"{DESK}people/{bob.pk}/"]
    assert all("You fool" in client.get(place).text for place in places)
    words = ModerationEntry.objects.with_words().order_by("pk").values_list("act", "words")
    assert list(words) == [("rejected", "You fool")] + [(act, "You are mistaken") for act in ("held", "approved")]
    comment.delete_by_author()
    assert not any("You fool" in client.get(place).text for place in places)


def test_words_erased_with_the_account_are_not_replaced_by_others(client, bob, mona):
    comment = make_comment(author=bob, body="You fool")
    comment.hide(by=mona, code="abuse")
    comment.send_again("You are mistaken")
    drop_what_was_read(bob)
    assert ModerationEntry.objects.with_words().earliest("pk").words == ""
    assert "You fool" not in client.get(LOG).text


def test_log_reads_as_english(client, mona, bob):
    comment = held(author=bob)
    comment.restore(by=mona)
    assert str(comment.log.get()) == "Mona approved it"
    assert f'<a href="{DESK}{comment.pk}/change/">a comment</a>' in client.get(f"{DESK}people/{bob.pk}/").text
