import pytest

from comments.models import Report

from ..factories import make_comment


@pytest.fixture
def comment(article):
    return make_comment(article)


@pytest.fixture
def url(comment):
    return f"/comments/{comment.pk}/report/"


def test_reader_reports_and_is_thanked(as_bob, bob, comment, url):
    assert "Report this comment" in as_bob.get(url).text
    response = as_bob.post(url, {"reason": "spam"})
    assert response.url == f"/articles/chips/#comment-{comment.pk}"
    assert "Thank you. A moderator will look at this comment." in as_bob.get("/articles/chips/").text
    report = Report.objects.get()
    assert (report.comment, report.reporter, report.reason) == (comment, bob, "spam")


def test_second_report_changes_the_first(as_bob, url):
    as_bob.post(url, {"reason": "spam"})
    assert "You have reported this comment already" in as_bob.get(url).text
    as_bob.post(url, {"reason": "other", "text": "It is an advertisement."})
    assert Report.objects.get().text == "It is an advertisement."


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"reason": "nonsense"},
        {"reason": "other"},
        {"reason": "spam", "text": "x" * 501},
        {"reason": "spam", "text": "a\0b"},
    ],
)
def test_bad_report_is_refused_and_comes_back(as_bob, url, sent):
    response = as_bob.post(url, sent)
    assert response.status_code == 422
    assert not Report.objects.exists()


def test_own_comment_is_not_reported(client, comment, url):
    client.force_login(comment.author)
    assert client.get(url).status_code == 403
    assert client.post(url, {"reason": "spam"}).status_code == 403


def test_guest_signs_in_first(client, url):
    assert client.get(url).url == f"/accounts/login/?next={url}"


def test_hidden_comment_is_not_reported(as_bob, comment, mona, url):
    comment.hide(by=mona)
    assert as_bob.get(url).status_code == 404


def test_flood_of_reports_is_stopped(client, bob):
    comment = make_comment()
    client.force_login(bob)
    answers = [client.post(f"/comments/{comment.pk}/report/", {"reason": "spam"}) for _ in range(25)]
    assert [answers[0].status_code, answers[-1].status_code] == [302, 429]


def told(person) -> list[str]:
    return [notice.get_kind_display() for notice in person.notices.order_by("pk")]


def test_reporter_learns_what_became_of_it_and_not_by_whom(as_bob, bob, comment, mona, url):
    as_bob.post(url, {"reason": "spam"})
    comment.hide(by=mona)
    page = as_bob.get("/notifications/").text
    assert "Your report was followed: the comment is hidden" in page
    assert str(mona) not in page
    assert str(comment.author) not in page
    comment.restore(by=mona)
    as_bob.post(url, {"reason": "abuse"})
    comment.keep(by=mona)
    assert told(bob) == ["We looked at the comment you reported and left it"], "the last word counts"


def test_reporter_is_told_nothing_while_it_is_held_or_after_it_was_taken_back(as_bob, bob, comment, mona, url):
    as_bob.post(url, {"reason": "spam"})
    comment.hold([], by=mona)
    assert told(bob) == []
    assert Report.objects.waiting().exists()
    comment.delete_by_author()
    assert told(bob) == []
    assert Report.objects.get().upheld is None
