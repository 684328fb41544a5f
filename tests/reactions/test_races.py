"""Many at once, on a real database file: every counter is still right."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from articles.models import Activity, Article, Stats
from articles.models.activity import Kind, Span, Subject
from comments.models import Comment, ModerationEntry, Report
from reactions.days import wrong_days
from reactions.models import LIKE, Person, Reaction
from reactions.recount import recount, wrong_comments, wrong_stats

from ..factories import make_article, make_category, make_comment, make_user

pytestmark = pytest.mark.django_db(transaction=True)

THREADS = 8


def at_once(acts: list[Callable]) -> list:
    def run(act):
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return [future.result() for future in [pool.submit(run, act) for act in acts]]


def browser_like(known: Client) -> Client:
    client = Client()
    client.cookies = known.cookies.copy()
    return client


@pytest.fixture
def article():
    return make_article("Chips")


def test_five_hundred_likes_of_one_browser_are_one(article):
    known = Client()
    known.post("/articles/chips/reactions/", {"value": "like"})
    known.post("/articles/chips/reactions/", {"value": "none"})
    like = lambda: browser_like(known).post("/articles/chips/reactions/", {"value": "like"}).status_code  # noqa: E731
    assert set(at_once([like] * 500)) <= {302, 429}
    assert Reaction.objects.count() == 1
    assert Stats.objects.get().likes == 1


def test_five_hundred_likes_of_one_visitor_are_one(article):
    person = Person(visitor=uuid.uuid4())
    at_once([lambda: Reaction.objects.set_on_article(article, person, LIKE)] * 500)
    assert Reaction.objects.count() == Stats.objects.get().likes == 1


def test_five_hundred_likes_of_many_people_are_all_counted(article):
    """Ten people press fifty times each, for the article and for a comment."""
    people, comment = [make_user() for _ in range(10)], make_comment(article)
    on_article = [lambda who=who: Reaction.objects.set_on_article(article, Person(user=who), LIKE) for who in people]
    on_comment = [lambda who=who: Reaction.objects.set_on_comment(comment, who, LIKE) for who in people]
    at_once(on_article * 50 + on_comment * 50)
    assert Stats.objects.get().likes == Reaction.objects.filter(article=article).count() == len(people)
    comment.refresh_from_db()
    assert comment.score == comment.votes == comment.reactions.count() == len(people)
    assert not wrong_stats().exists()
    assert not wrong_comments().exists()


def test_likes_and_dislikes_of_one_account_agree_in_the_end(article):
    user = make_user()
    client = Client()
    client.force_login(user)
    values = ["like", "dislike", "none"] * 12
    post = lambda value: lambda: browser_like(client).post("/articles/chips/reactions/", {"value": value})  # noqa: E731
    at_once([post(value) for value in values])
    assert Reaction.objects.count() <= 1
    assert not wrong_stats().exists()


def test_many_people_lose_no_like(article):
    people = [make_user() for _ in range(12)]
    comment = make_comment(article)
    at_once([lambda who=who: Reaction.objects.set_on_comment(comment, who, LIKE) for who in people])
    assert Comment.objects.get().score == len(people)
    assert not wrong_comments().exists()


@pytest.mark.parametrize("verb", ["hide", "restore", "delete"])
def test_comment_is_taken_away_and_brought_back_once(article, verb):
    mona, comment = make_user(), make_comment(article)
    if verb == "restore":
        comment.hide(by=mona)
    before = ModerationEntry.objects.count()

    def act():
        own = Comment.objects.get(pk=comment.pk)
        own.delete_by_author() if verb == "delete" else getattr(own, verb)(by=mona)

    at_once([act] * 12)
    assert ModerationEntry.objects.count() == before + 1
    assert Stats.objects.get().comments == (verb == "restore")


def test_double_click_posts_one_comment(article):
    user = make_user()
    client = Client()
    client.force_login(user)
    post = lambda: browser_like(client).post("/articles/chips/comments/", {"body": "Once"}).status_code  # noqa: E731
    assert sorted(at_once([post] * 8)) == [302] + [422] * 7
    assert Comment.objects.count() == 1


def test_flood_does_not_pass_through_parallel_doors(article):
    client = Client()
    client.force_login(make_user())
    post = lambda n: lambda: browser_like(client).post("/articles/chips/comments/", {"body": f"No {n}"})  # noqa: E731
    at_once([post(number) for number in range(16)])
    assert Comment.objects.count() == 5
    assert not wrong_stats().exists()


def test_two_reports_at_once_are_one(article):
    comment, user = make_comment(article), make_user()
    at_once([lambda: comment.report(by=user, reason="spam")] * 8)
    assert Report.objects.count() == 1


def test_recount_loses_nothing_that_happens_meanwhile(article):
    people = [make_user() for _ in range(12)]
    comment = make_comment(article)
    votes = [lambda who=who: Reaction.objects.set_on_comment(comment, who, LIKE) for who in people]
    at_once([act for vote in votes for act in (vote, recount)])
    assert Comment.objects.get().score == len(people)
    assert not wrong_stats().exists()


def test_numbers_of_the_day_lose_nothing_when_many_settle_and_an_article_moves(article):
    people, other = [make_user() for _ in range(12)], make_category("Science")
    likes = [lambda who=who: Reaction.objects.set_on_article(article, Person(user=who), LIKE) for who in people]

    def refile():
        own = Article.objects.get(pk=article.pk)
        own.category = other
        own.save(update_fields={"category"})

    at_once([refile, *[act for like in likes for act in (like, Activity.settle)]])
    Activity.settle()
    assert Activity.objects.of(Subject(Kind.CATEGORY, other.pk)).sums("span") == {
        span: {"views": 0, "likes": 12, "dislikes": 0, "comments": 0} for span in Span
    }
    assert list(wrong_days()) == []
