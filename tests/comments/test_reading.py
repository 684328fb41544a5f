"""What a reader finds in a discussion: orders, marks, what is new, and what is theirs alone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comments.models import MOST_PINNED, Comment, ModerationEntry, PinnedEnoughError, Visit
from comments.thread import ROOTS_PER_PAGE
from comments.visits import visits
from reactions.models import DISLIKE, LIKE, Reaction
from reading.trail import trail

from ..factories import make_comment, make_user
from .test_thread import queries, shown

URL = "/articles/chips/"


def vote(comment, likes, dislikes=0):
    for value in [LIKE] * likes + [DISLIKE] * dislikes:
        Reaction.objects.set_on_comment(comment, make_user(), value)


def test_best_is_what_the_votes_prove(client, article):
    many, few, disputed, none, bad = (make_comment(article) for _ in range(5))
    vote(many, 9, 1)
    vote(few, 1)
    vote(disputed, 3, 3)
    vote(bad, 0, 1)
    assert shown(client.get(f"{URL}?order=best")) == [comment.pk for comment in (many, few, disputed, none, bad)]
    assert Comment.objects.get(pk=many.pk).best == 595844  # as Wilson's formula gives for 9 of 10


def test_most_replied_counts_what_is_visible_below(client, article, mona):
    first, second = make_comment(article), make_comment(article)
    reply = make_comment(parent=make_comment(parent=first))
    assert shown(client.get(f"{URL}?order=replies"))[0] == first.pk
    make_comment(parent=second)
    reply.hide(by=mona)
    reply.parent.delete_by_author()
    assert shown(client.get(f"{URL}?order=replies"))[0] == second.pk
    reply.restore(by=mona)
    assert Comment.objects.get(pk=first.pk).reply_count == 1


@pytest.mark.parametrize("order", ["best", "newest", "oldest", "replies"])
def test_permalink_leads_to_the_right_page_in_each_order(client, article, mona, order):
    roots = [make_comment(article) for _ in range(ROOTS_PER_PAGE + 3)]
    vote(roots[4], 2)
    make_comment(parent=roots[7])
    roots[11].pin(by=mona)
    for root in roots:
        address = client.get(f"/comments/{root.pk}/?order={order}").url.partition("#")[0]
        assert root.pk in shown(client.get(address))


def test_pinned_stand_first_in_each_order_and_are_few(client, article, mona):
    roots = [make_comment(article) for _ in range(MOST_PINNED + 1)]
    for root in roots[:MOST_PINNED]:
        root.pin(by=mona)
    with pytest.raises(PinnedEnoughError):
        roots[-1].pin(by=mona)
    for order in ("newest", "oldest", "best", "replies"):
        assert shown(client.get(f"{URL}?order={order}"))[-1] == roots[-1].pk
    assert ModerationEntry.objects.filter(reason="Pinned").count() == MOST_PINNED
    roots[0].hide(by=mona)
    roots[0].restore(by=mona)
    assert not Comment.objects.get(pk=roots[0].pk).is_pinned


@pytest.mark.parametrize("verb", ["pick", "pin", "unpick", "unpin"])
def test_only_moderators_mark(client, as_bob, article, mona, verb):
    comment = make_comment(article)
    assert as_bob.post(f"/comments/{comment.pk}/{verb}/").status_code == 403
    client.force_login(mona)
    assert client.get(f"/comments/{comment.pk}/{verb}/").status_code == 405
    assert client.post(f"/comments/{comment.pk}/{verb}/").status_code == 302


def test_what_is_new_since_the_last_visit_is_counted_and_marked(client, as_bob, article, bob):
    as_bob.get(URL)
    Visit.objects.update(seen_at=timezone.now() - timedelta(hours=1))
    make_comment(article)
    make_comment(article, bob)
    for _ in range(2):  # while the visit goes on it stays new
        page = as_bob.get(URL).text
        assert "1 new since your last visit" in page
        assert page.count(" comment--new") == 1
    client.logout()
    assert "comment--new" not in client.get(URL).text


def test_visits_wait_for_a_database_that_takes_none(as_bob, article, bob, settings):
    settings.VIEWS_FLUSH_SECONDS = 1
    for _ in range(2):
        assert "since your last visit" not in as_bob.get(URL).text
    assert not Visit.objects.exists()
    visits.write()
    assert Visit.objects.get().reader == bob
    Visit.objects.update(seen_at=timezone.now() - timedelta(hours=1))
    make_comment(article)
    for _ in range(2):
        assert "1 new since your last visit" in as_bob.get(URL).text
    visits.write()
    assert timezone.now() - Visit.objects.get().seen_at < timedelta(minutes=1)
    assert "1 new since your last visit" in as_bob.get(URL).text
    trail.write()  # what is noted beside it


def test_held_comments_are_in_nobody_elses_page(client, article, bob, mallory, mona):
    root = make_comment(article)
    make_comment(article, bob, body="Private root", status=Comment.Status.HELD)
    reply = make_comment(parent=root, author=bob, body="Private reply", status=Comment.Status.HELD)
    for person, sees in ((bob, True), (mallory, False), (bob, True), (None, False), (mona, True)):
        client.force_login(person) if person else client.logout()
        for order in ("newest", "best"):
            page = client.get(f"{URL}?order={order}").text
            assert ("Private root" in page, "Private reply" in page) == (sees, sees)
    client.logout()
    assert client.get(f"/comments/{reply.pk}/").status_code == 404


def test_keys_of_the_newest_may_be_kept_by_any_cache(client, article, mona):
    first, second, third = (make_comment(article) for _ in range(3))
    second.hide(by=mona)
    response = client.get(f"{URL}comments/newest/")
    assert response.text == f"{third.pk} {first.pk}"
    assert f'data-newest="{response.text}"' in client.get(URL).text
    assert f"comments-{article.pk}" in response.headers["Surrogate-Key"]
    assert "public" in response.headers["Cache-Control"]
    assert not response.cookies
    again = client.get(f"{URL}comments/newest/", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


def test_names_are_told_to_who_has_signed_in_alone(client, article, bob, mallory):
    make_comment(article, mallory)
    assert client.get(f"{URL}comments/names/?q=ma").status_code == 302
    client.force_login(bob)
    found = client.get(f"{URL}comments/names/?q=ma").json()["people"]
    assert found == [{"username": "mallory", "name": "Mallory"}]
    assert client.get(f"{URL}comments/names/?q=%00%ff").status_code in (200, 400)


def test_mention_becomes_a_link_but_not_in_code(article, bob, mallory):
    comment = make_comment(article, bob, body="@Mallory, `@mallory` and @nobody, a@mallory.example <@bob>")
    assert comment.body_html.count('href="/authors/mallory/"') == 1
    assert [mention.person for mention in comment.mentions.all()] == [mallory]


def test_page_of_ten_thousand_comments_takes_eight_queries(client, article, bob, frame_is_kept):
    rows = [Comment(article=article, author=bob, body="x", body_html="<p>x</p>") for _ in range(5000)]
    roots = Comment.objects.bulk_create(rows)
    replies = [Comment(article=article, author=bob, parent=root, root=root, body="x", body_html="x") for root in roots]
    Comment.objects.bulk_create(replies)
    queries(client)
    assert queries(client) <= 8
