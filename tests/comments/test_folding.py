"""Threads with more replies than a page has room for: the first below their root, the others on pages of their own."""

import re

import pytest

from comments.models import Comment
from comments.thread import REPLIES_PER_PAGE

from ..factories import make_comment, make_user
from .test_thread import queries, shown

URL = "/articles/chips/"


@pytest.fixture
def root(article):
    return make_comment(article, body="The root")


@pytest.fixture
def replies(root):
    """Two pages and a bit; the last one answers the first."""
    found = [make_comment(parent=root) for _ in range(2 * REPLIES_PER_PAGE + 2)]
    return [*found, make_comment(parent=found[0], body="To the first")]


def test_first_replies_are_shown_and_a_link_leads_to_the_others(client, root, replies):
    page = client.get(URL)
    assert shown(page) == [root.pk, *(reply.pk for reply in replies[:REPLIES_PER_PAGE])]
    assert f"{len(replies)} replies</summary>" in page.text
    assert f'href="/comments/{root.pk}/replies/?page=2#replies-{root.pk}"' in page.text
    assert "Show 20 of 23 more replies" in page.text


def test_pages_of_a_thread_show_every_reply_once(client, root, replies):
    pages = [client.get(f"/comments/{root.pk}/replies/?page={number}") for number in (1, 2, 3)]
    assert all(shown(page)[0] == root.pk for page in pages)
    assert [pk for page in pages for pk in shown(page)[1:]] == [reply.pk for reply in replies]
    assert "Show 3 more replies" in pages[1].text
    assert "more repl" not in pages[2].text
    assert f'To <a href="/comments/{replies[0].pk}/">{replies[0].author}</a>' in pages[2].text
    assert 'content="noindex"' in pages[0].text
    assert client.get(f"/comments/{root.pk}/replies/?page=4").status_code == 404


def test_exactly_one_page_of_replies_has_no_second(client, root):
    for _ in range(REPLIES_PER_PAGE):
        make_comment(parent=root)
    assert "more repl" not in client.get(URL).text
    assert client.get(f"/comments/{root.pk}/replies/?page=2").status_code == 404


def test_permalink_opens_the_page_of_the_thread_where_a_reply_stands(client, root, replies):
    for reply in (replies[0], replies[REPLIES_PER_PAGE - 1], replies[REPLIES_PER_PAGE], replies[-1]):
        address, _, anchor = client.get(f"/comments/{reply.pk}/").url.partition("#")
        assert f'id="{anchor}"' in client.get(address).text
    assert address == f"/comments/{root.pk}/replies/?page=3"


def test_what_leaves_no_trace_takes_no_room(client, root, mona):
    spam = [make_comment(parent=root) for _ in range(REPLIES_PER_PAGE)]
    for comment in spam:
        comment.hide(by=mona, code="spam")
    reply = make_comment(parent=root)
    page = client.get(URL)
    assert shown(page) == [root.pk, reply.pk]
    assert "more repl" not in page.text


def test_tombstone_of_a_root_stands_above_every_page_of_its_thread(client, root, replies, mona):
    root.hide(by=mona)
    for path in (URL, f"/comments/{root.pk}/replies/?page=3"):
        assert shown(client.get(path))[0] == root.pk
        assert "This comment was removed by a moderator" in client.get(path).text


def test_own_reply_stands_in_its_thread_at_once_wherever_it_belongs(client, as_bob, bob, root, replies):
    page = as_bob.post(f"{URL}comments/", {"body": "Number 44", "parent": replies[-1].pk}, follow=True)
    own = Comment.objects.latest("pk")
    assert page.request["PATH_INFO"] == URL
    assert own.pk in shown(page)
    assert f'To <a href="/comments/{replies[-1].pk}/">an earlier reply</a>' in page.text
    assert own.pk not in shown(as_bob.get(URL))
    assert as_bob.get(f"/comments/{own.pk}/").url == f"/comments/{root.pk}/replies/?page=3#{own.anchor}"


def test_thread_can_be_answered_on_its_own_page(client, as_bob, root, replies):
    path = f"/comments/{root.pk}/replies/?page=2"
    answered = replies[REPLIES_PER_PAGE]
    assert f'href="/comments/{root.pk}/replies/?page=2&amp;reply={answered.pk}#composer"' in as_bob.get(path).text
    page = as_bob.get(f"{path}&reply={answered.pk}").text
    assert f'<input type="hidden" name="parent" value="{answered.pk}">' in page
    assert page.index(f'id="{answered.anchor}"') < page.index('id="composer"')


def test_page_of_a_thread_is_for_everybody_and_tagged(client, article, root, replies):
    response = client.get(f"/comments/{root.pk}/replies/")
    assert not response.cookies
    assert f"comments-{article.pk}" in response.headers["Surrogate-Key"]


@pytest.mark.parametrize("page", ["0", "x", "9" * 30])
def test_nonsense_is_no_page_of_a_thread(client, root, page):
    assert client.get(f"/comments/{root.pk}/replies/?page={page}").status_code == 404


def test_only_a_published_root_that_leaves_a_trace_has_a_page(client, article, root, mona):
    reply = make_comment(parent=root)
    assert client.get(f"/comments/{reply.pk}/replies/").status_code == 404
    assert client.post(f"/comments/{root.pk}/replies/").status_code == 405
    reply.hide(by=mona)
    root.hide(by=mona)
    assert client.get(f"/comments/{root.pk}/replies/").status_code == 404
    root.restore(by=mona)
    article.archive()
    assert client.get(f"/comments/{root.pk}/replies/").status_code == 404


def test_ten_thousand_replies_to_one_take_eight_queries(client, article, root, bob, frame_is_kept):
    rows = [Comment(article=article, author=bob, parent=root, root=root, body="x", body_html="x") for _ in range(9999)]
    Comment.objects.bulk_create(rows)
    Comment.objects.filter(pk=root.pk).count_replies()
    queries(client)
    assert queries(client) <= 8
    assert len(shown(client.get(URL))) == 1 + REPLIES_PER_PAGE
    assert "Show 20 of 9,979 more replies" in client.get(URL).text
    assert client.get(f"/comments/{rows[-1].pk}/").url.startswith(f"/comments/{root.pk}/replies/?page=500#")


def test_comments_of_who_is_ignored_are_collapsed_for_that_reader_alone(client, article, bob, mallory):
    theirs = make_comment(article, mallory, body="Noise")
    make_comment(parent=theirs, author=make_user(), body="An answer")
    bob.ignore(mallory)
    collapsed = re.compile(rf'id="{theirs.anchor}">\s*<details class="comment__ignored">')
    for person, is_collapsed in ((None, False), (bob, True), (mallory, False), (bob, True), (None, False)):
        client.force_login(person) if person else client.logout()
        page = client.get(URL).text
        assert bool(collapsed.search(page)) is is_collapsed
        assert page.count("comment__ignored") == is_collapsed
        assert "Noise" in page
    bob.stop_ignoring(mallory)
    client.force_login(bob)
    assert "comment__ignored" not in client.get(URL).text


def test_deleted_root_leaves_no_trace_for_who_is_told_so(as_bob, article, bob):
    own = make_comment(article, bob)
    page = as_bob.post(f"/comments/{own.pk}/delete/", follow=True)
    assert "Your comment is deleted." in page.text
    assert shown(page) == []
