"""What waits for a moderator before readers see it, why, and that it does not count until then."""

import time
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs

import pytest
from django.utils import timezone

from articles.models import Stats
from comments.judging import words_found
from comments.models import Comment, ModerationRules, WatchedArticle
from comments.traps import SIGNER, trap

from ..factories import make_article, make_comment, make_user

LONG = "The same eight words or more, as spam has them."
CREATE = "/articles/chips/comments/"


def rule(**fields):
    ModerationRules.objects.update_or_create(pk=1, defaults=fields)


def reasons(comment) -> list[str]:
    return [str(reason) for reason in comment.hold_reasons.order_by("pk")]


def test_nothing_waits_by_itself(article, bob):
    assert make_comment(article, bob).is_visible


def test_held_comment_does_not_count_and_others_do_not_see_it(client, article, bob, mona):
    rule(hold_everything=True)
    held = make_comment(article, bob, body="Soon to be seen")
    assert reasons(held) == ["Every comment waits"]
    assert Stats.objects.get(article=article).comments == 0
    assert "Soon to be seen" not in client.get("/articles/chips/").text
    held.restore(by=mona)
    assert Stats.objects.get(article=article).comments == 1
    assert "Soon to be seen" in client.get("/articles/chips/").text


def test_author_is_told_that_it_waits(as_bob, article):
    rule(hold_everything=True)
    as_bob.post(CREATE, {"body": "Hello"})
    assert "Your comment waits for review." in as_bob.get("/articles/chips/").text


def test_newsroom_never_waits(article, mona):
    rule(hold_everything=True)
    assert make_comment(article, mona).is_visible


def test_first_comments_of_an_account_wait_until_enough_were_let_through(article, bob, mona):
    rule(first_comments=2)
    first, second = make_comment(article, bob), make_comment(article, bob)
    assert reasons(second) == ["Among the first comments of its author"]
    for comment in (first, second):
        comment.restore(by=mona)
    assert make_comment(article, bob).is_visible


@pytest.mark.parametrize(
    ("most", "links", "waits"), [(3, 3, False), (3, 4, True), (0, 1, True), (0, 0, False), (None, 9, False)]
)
def test_many_links_wait(article, most, links, waits):
    rule(most_links=most)
    body = " ".join(["See", *(f"https://example.com/{number}" for number in range(links))])
    assert make_comment(article, body=body).is_visible is not waits


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Buy PILLS now", ["pills"]),
        ("A caterpillar", []),
        ("free  coins", ["/free\\s+(coins|money)/"]),
        ("C++ is fine", ["c++"]),
        ("nothing", []),
    ],
)
def test_words_are_whole_and_expressions_are_searched(text, found):
    assert words_found(text, ["pills", "", "/free\\s+(coins|money)/", "c++", "/[/"]) == found


def test_text_that_keeps_an_expression_busy_waits():
    begun = time.monotonic()
    assert words_found("a" * 5000 + "!", ["/(a|a?)+$/"]) == ["/(a|a?)+$/"]
    assert time.monotonic() - begun < 2


def test_edit_into_forbidden_words_waits_again(article, bob):
    rule(held_words="pills")
    comment = make_comment(article, bob)
    comment.edit("Buy pills")
    assert Comment.objects.get().status == "held"
    assert reasons(comment) == ["Words on the list: pills"]
    assert Stats.objects.get(article=article).comments == 0


def test_same_text_again_waits_as_spam(article):
    first = make_comment(article, body=LONG)
    again = make_comment(make_article(), body=LONG.upper().replace(",", " -"))
    assert reasons(again) == [f"The same text again: as in comment {first.pk} of the last day"]
    assert again.is_suspect
    Comment.objects.update(created_at=timezone.now() - timedelta(days=2))
    assert make_comment(article, body=LONG).is_visible


def test_burst_of_one_person_waits(article, bob):
    rule(burst_count=3)
    assert [make_comment(article, bob).status for _ in range(4)] == ["visible"] * 3 + ["held"]


def test_every_comment_of_a_watched_article_waits(article, bob):
    WatchedArticle.objects.create(article=article)
    assert reasons(make_comment(article, bob)) == ["Every comment on this article waits"]
    assert make_comment(make_article(), bob).is_visible


def test_field_that_people_do_not_see_catches_programs(as_bob, article):
    assert 'name="website" tabindex="-1"' in as_bob.get("/articles/chips/").text
    as_bob.post(CREATE, {"body": "Hello there", "website": "https://example.net"})
    comment = Comment.objects.get()
    assert (comment.status, comment.is_suspect) == ("held", True)
    assert reasons(comment) == ["The form was filled in as programs do: the field that people do not see was filled in"]


@pytest.mark.parametrize(
    ("body", "began", "waits"),
    [
        ("Look: https://example.net", SIGNER.sign, True),
        ("No link, typed fast", SIGNER.sign, False),
        ("Look: https://example.net", lambda _: "made up", True),
        ("Look: https://example.net", None, False),
    ],
    ids=["link at once", "words at once", "made up", "no field"],
)
def test_link_within_two_seconds_waits(as_bob, article, body, began, waits):
    as_bob.post(CREATE, {"body": body} | ({"began": began("")} if began else {}))
    assert Comment.objects.get().is_visible is not waits


def test_trap_stands_only_where_somebody_can_post(client, article):
    assert 'name="began"' not in client.get("/articles/chips/").text
    assert 'name="began"' in trap()


@pytest.fixture
def akismet(settings):
    """A real server that says of everything with pills that it is spam; what it was asked."""
    asked = []

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self):
            told = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            asked.append(told | {"path": self.path})
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"true" if "pills" in told["comment_content"][0] else b"false")

        def log_message(self, *told):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    Thread(target=server.serve_forever, daemon=True).start()
    settings.AKISMET_KEY, settings.AKISMET_URL = "key", f"http://127.0.0.1:{server.server_port}/1.1/comment-check"
    yield asked
    server.shutdown()
    server.server_close()


def test_akismet_holds_and_is_asked_with_the_key(as_bob, article, akismet, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        as_bob.post(CREATE, {"body": "Buy pills"})
    with django_capture_on_commit_callbacks(execute=True):
        as_bob.post(CREATE, {"body": "Well said"})
    assert dict(Comment.objects.values_list("body", "status")) == {"Buy pills": "held", "Well said": "visible"}
    assert akismet[0]["api_key"] == ["key"]
    assert reasons(Comment.objects.get(body="Buy pills")) == ["Akismet takes it for spam"]


def test_akismet_is_told_where_it_was_wrong(as_bob, client, article, mona, akismet, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        for body in ("Buy pills", "Sell coins", "Well said"):
            as_bob.post(CREATE, {"body": body})
    akismet.clear()
    client.force_login(mona)
    held, missed, fine = Comment.objects.order_by("pk")
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/admin/comments/comment/decide/", {"approve": held.pk, f"seen-{held.pk}": held.seen_as})
        client.post(f"/comments/{missed.pk}/hide/", {"code": "spam", "reason": "", "seen": missed.seen_as})
        client.post(f"/comments/{fine.pk}/hide/", {"code": "abuse", "reason": "", "seen": fine.seen_as})
    assert [(told["path"], told["comment_content"]) for told in akismet] == [
        ("/1.1/submit-ham", ["Buy pills"]),
        ("/1.1/submit-spam", ["Sell coins"]),
    ]


def test_nobody_else_is_told_of_decisions_without_a_key(
    client, article, mona, akismet, settings, django_capture_on_commit_callbacks
):
    settings.AKISMET_KEY = ""
    comment = make_comment(article)
    client.force_login(mona)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/comments/{comment.pk}/hide/", {"code": "spam", "reason": "", "seen": comment.seen_as})
    assert Comment.objects.get().learned_as == "spam"
    assert akismet == []


def test_only_why_it_waits_now_is_shown_and_the_log_has_the_rest(client, article, mona):
    rule(hold_everything=True)
    comment = make_comment(article)
    comment.restore(by=mona)
    for _ in range(3):
        comment.report(by=make_user(), reason="abuse")
    assert reasons(comment) == ["Reported by readers: 3 times"]
    assert list(comment.log.order_by("pk").values_list("reason", flat=True)) == [
        "Every comment waits",
        "",
        "Reported by readers: 3 times",
    ]
    client.force_login(mona)
    comment.restore(by=mona)
    assert "mod-card__why" not in client.get("/admin/comments/comment/?queue=recent").text


def test_akismet_that_is_away_holds_nothing(as_bob, article, settings, django_capture_on_commit_callbacks):
    settings.AKISMET_KEY, settings.AKISMET_URL = "key", "http://127.0.0.1:9/"
    with django_capture_on_commit_callbacks(execute=True):
        as_bob.post(CREATE, {"body": "Buy pills"})
    assert Comment.objects.get().is_visible


def test_enough_readers_hold_a_comment(article, mona):
    comment = make_comment(article)
    for _ in range(2):
        comment.report(by=make_user(), reason="abuse")
    assert Comment.objects.get().is_visible
    comment.report(by=make_user(), reason="spam")
    assert Comment.objects.get().status == "held"
    assert reasons(comment) == ["Reported by readers: 3 times"]
    assert comment.log.get().moderator_name == "The magazine"


def test_reports_of_who_is_mostly_wrong_hold_nothing(article, mona):
    rule(reports_to_hold=1)
    troll = make_user()
    for _ in range(3):
        fine = make_comment(article)
        fine.report(by=troll, reason="abuse")
        fine.refresh_from_db()
        fine.restore(by=mona)
    comment = make_comment(article)
    comment.report(by=troll, reason="abuse")
    assert Comment.objects.get(pk=comment.pk).is_visible
    comment.report(by=make_user(), reason="abuse")
    assert Comment.objects.get(pk=comment.pk).status == "held"


def test_reports_hold_nothing_that_a_moderator_has_hidden(article, mona):
    rule(reports_to_hold=1)
    comment = make_comment(article)
    comment.hide(by=mona, code="spam")
    comment.report(by=make_user(), reason="abuse")
    assert Comment.objects.get().status == "rejected"
