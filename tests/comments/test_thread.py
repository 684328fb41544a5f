"""A page of the discussion: what stands where, for whom, and by how many queries."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.models import Comment
from comments.planting import VISIBLE_DEPTH
from comments.thread import REPLIES_PER_PAGE, ROOTS_PER_PAGE, thread_page
from reactions.models import DISLIKE, LIKE, Reaction

from ..factories import make_article, make_comment, make_reaction


def shown(response) -> list[int]:
    return [int(pk) for pk in re.findall(r'<article class="comment[^"]*" id="comment-(\d+)"', response.text)]


def make_roots(article, count):
    now = timezone.now()
    return [make_comment(article, created_at=now - timedelta(minutes=count - number)) for number in range(count)]


def test_article_without_comments_says_so(client, article):
    page = client.get("/articles/chips/").text
    assert '<h2 id="comments-title">Comments (0)</h2>' in page
    assert "There are no comments for now" in page
    assert "Leave a Comment:" in page
    assert 'aria-label="Order of the comments"' not in page


def test_heading_counts_what_stats_say(client, article):
    make_comment(parent=make_comment(article))
    page = client.get("/articles/chips/").text
    assert "Comments (2)" in page
    assert "There are no comments for now" not in page


def test_newest_roots_come_first_and_oldest_when_asked(client, article):
    first, second = make_roots(article, 2)
    reply = make_comment(parent=first)
    assert shown(client.get("/articles/chips/")) == [second.pk, first.pk, reply.pk]
    assert shown(client.get("/articles/chips/?order=oldest")) == [first.pk, reply.pk, second.pk]
    assert shown(client.get("/articles/chips/?order=nonsense")) == [second.pk, first.pk, reply.pk]


def test_long_discussion_has_pages(client, article):
    roots = [root.pk for root in make_roots(article, ROOTS_PER_PAGE + 1)]
    first, second = client.get("/articles/chips/"), client.get("/articles/chips/?page=2")
    assert shown(first) == roots[:0:-1]
    assert shown(second) == roots[:1]
    assert 'href="?page=2#comments"' in first.text
    assert 'rel="next"' not in second.text


def test_exactly_one_page_has_no_second(client, article):
    make_roots(article, ROOTS_PER_PAGE)
    assert 'rel="next"' not in client.get("/articles/chips/").text
    assert client.get("/articles/chips/?page=2").status_code == 404


@pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 40, "0000000019999999", "0" * 5000 + "1", ""])
def test_page_that_does_not_exist_is_404(client, article, page):
    assert client.get("/articles/chips/", {"page": page}).status_code == 404


def test_deep_replies_stand_at_the_visible_depth_and_say_whom_they_answer(client, article):
    chain = [make_comment(article)]
    for _ in range(VISIBLE_DEPTH + 2):
        chain.append(make_comment(parent=chain[-1]))
    page = client.get("/articles/chips/")
    assert shown(page) == [comment.pk for comment in chain]
    assert page.text.count("<details") - page.text.count('class="menu"') >= VISIBLE_DEPTH
    for answered in chain[VISIBLE_DEPTH:-1]:
        assert f'To <a href="#comment-{answered.pk}">{answered.author}</a>' in page.text
    assert page.text.count('class="comment__answers"') == 2


def test_who_wrote_what_was_removed_is_not_named_by_the_replies_to_it(client, article, mona):
    chain = [make_comment(article)]
    for _ in range(VISIBLE_DEPTH + 1):
        chain.append(make_comment(parent=chain[-1]))
    chain[-2].hide(by=mona)
    page = client.get("/articles/chips/")
    assert f'To <a href="#comment-{chain[-2].pk}">a removed comment</a>' in page.text
    assert str(chain[-2].author) not in page.text


def test_endless_chain_of_replies_is_shown_page_by_page(client, article):
    chain = [make_comment(article)]
    for _ in range(150):
        chain.append(make_comment(parent=chain[-1]))
    path = f"/comments/{chain[0].pk}/replies/?page="
    pages = [shown(client.get(f"{path}{number}"))[1:] for number in range(1, 150 // REPLIES_PER_PAGE + 2)]
    assert [pk for page in pages for pk in page] == [comment.pk for comment in chain[1:]]


def test_tombstone_stands_while_something_answers_it(client, article, mona):
    deleted, hidden = make_comment(article, body="Gone one"), make_comment(article, body="Gone two")
    make_comment(parent=deleted)
    answer = make_comment(parent=hidden)
    deleted.delete_by_author()
    hidden.hide(by=mona)
    page = client.get("/articles/chips/")
    assert "This comment was deleted by its author" in page.text
    assert "This comment was removed by a moderator" in page.text
    assert "Gone" not in page.text
    assert "Comments (2)" in page.text
    answer.delete_by_author()
    page = client.get("/articles/chips/")
    assert hidden.pk not in shown(page)
    assert answer.pk not in shown(page)


def test_what_is_gone_without_answers_leaves_no_trace(client, article, mona):
    root = make_comment(article)
    gone = make_comment(parent=root)
    also_gone = make_comment(parent=gone)
    also_gone.hide(by=mona)
    gone.delete_by_author()
    page = client.get("/articles/chips/")
    assert shown(page) == [root.pk]
    assert "<summary>" not in page.text


def test_deep_tombstone_stands_for_the_reply_beside_it(client, article):
    chain = [make_comment(article)]
    for _ in range(VISIBLE_DEPTH + 1):
        chain.append(make_comment(parent=chain[-1]))
    chain[VISIBLE_DEPTH].delete_by_author()
    page = client.get("/articles/chips/")
    assert shown(page) == [comment.pk for comment in chain]
    chain[-1].delete_by_author()
    assert shown(client.get("/articles/chips/")) == [comment.pk for comment in chain[:VISIBLE_DEPTH]]


def test_badges_tell_author_and_staff(client, article, alice, mona, bob):
    for person in (alice, mona, bob):
        make_comment(article, person)
    page = client.get("/articles/chips/").text
    assert page.count("badge--author") == 1
    assert page.count('<span class="badge">Staff</span>') == 1


def test_name_leads_to_the_profile_unless_the_account_is_closed(client, article, bob):
    make_comment(article, bob)
    name = f'<h3 class="comment__author"><a href="{bob.get_absolute_url()}">Bob Brandt</a></h3>'
    assert name in client.get("/articles/chips/").text
    bob.is_active = False
    bob.save()
    assert '<h3 class="comment__author">Bob Brandt</h3>' in client.get("/articles/chips/").text


def test_actions_fit_the_reader(client, article, bob, mallory, mona):
    comment = make_comment(article, bob)
    edit, report, hide = (f"/comments/{comment.pk}/{verb}/" for verb in ("edit", "report", "hide"))
    expected = {None: (False, True, False), bob: (True, False, False), mallory: (False, True, False)}
    for person, allowed in (expected | {mona: (False, True, True)}).items():
        client.force_login(person) if person else client.logout()
        page = client.get("/articles/chips/").text
        assert tuple(path in page for path in (edit, report, hide)) == allowed
        assert (f"/comments/{comment.pk}/vote/" in page) == (person in (mallory, mona))


def test_reply_without_javascript_has_the_form_below_the_comment(client, article, bob):
    first, second = make_roots(article, 2)
    for person in (None, bob):
        client.force_login(person) if person else None
        page = client.get(f"/articles/chips/?reply={first.pk}").text
        form = page.index('id="composer"')
        assert page.index(f'id="comment-{first.pk}"') < form
        assert page.count('id="composer"') == 1
        assert f'<input type="hidden" name="parent" value="{first.pk}">' in page
    assert page.index(f'id="comment-{second.pk}"') < page.index(f'id="comment-{first.pk}"')


def test_reply_to_a_comment_of_another_page_is_offered_below(client, article):
    roots = make_roots(article, ROOTS_PER_PAGE + 1)
    page = client.get(f"/articles/chips/?reply={roots[0].pk}").text
    assert f'In reply to <a href="/comments/{roots[0].pk}/">{roots[0].author}</a>' in page


@pytest.mark.parametrize("asked", ["x", "0", "-1", "9" * 30, "9" * 18, "٣", ""])
def test_nonsense_to_reply_to_is_ignored(client, article, asked):
    page = client.get("/articles/chips/", {"reply": asked})
    assert page.status_code == 200
    assert '<input type="hidden" name="parent" value="">' in page.text


def test_hidden_comment_cannot_be_answered(client, article, mona):
    comment = make_comment(article)
    comment.hide(by=mona)
    client.force_login(mona)
    page = client.get(f"/articles/chips/?reply={comment.pk}").text
    assert '<input type="hidden" name="parent" value="">' in page


def test_own_votes_are_marked(client, article, bob, mona):
    good, bad, other = make_roots(article, 3)
    Reaction.objects.set_on_comment(good, bob, LIKE)
    Reaction.objects.set_on_comment(bad, bob, DISLIKE)
    Reaction.objects.set_on_comment(other, mona, LIKE)
    client.force_login(bob)
    page = client.get("/articles/chips/").text
    assert re.findall(r'id="(\w+-\d+)" name="value" value="none" aria-pressed="true"', page) == [
        f"down-{bad.pk}",
        f"up-{good.pk}",
    ]


def test_thread_takes_two_queries_however_long_it_is(article, django_assert_num_queries):
    def ask():
        request = RequestFactory().get("/")
        request.user = AnonymousUser()
        return thread_page(request, article)

    roots = make_roots(article, 3)
    with django_assert_num_queries(2):
        ask()
    for number in range(40):
        make_comment(parent=roots[number % 3])
    with django_assert_num_queries(2):
        ask()


def queries(client) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/articles/chips/").status_code == 200
    return len(captured)


def test_article_page_with_300_comments_takes_eight_queries(client, article, bob, mona, frame_is_kept):
    make_article("Other", category=article.category)
    root = make_comment(article, bob)
    make_comment(parent=root)
    queries(client)  # which articles are related is remembered
    guest = queries(client)
    client.force_login(bob)
    queries(client)  # which notes that Bob was here
    reader = queries(client)
    for number in range(300):
        make_comment(parent=root if number % 2 else None, article=article)
    make_reaction(article, user=bob)
    assert queries(client) == reader
    client.logout()
    assert queries(client) == guest <= 8


def test_score_of_votes_is_shown(client, article):
    comment = make_comment(article)
    Comment.objects.filter(pk=comment.pk).update(score=-2)
    assert '<span class="visually-hidden">Score </span>\u22122</span>' in client.get("/articles/chips/").text
