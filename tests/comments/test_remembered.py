"""Discussions are not made anew for every reader, and nobody can tell."""

import re

import pytest

from articles.models import Article
from comments import jinja
from comments.models import Comment
from comments.remembered import Made, Memory
from reactions.models import DISLIKE, LIKE, Reaction

from ..factories import make_comment, make_upload

URL = "/articles/chips/"


@pytest.fixture(autouse=True)
def memory(monkeypatch):
    """Nothing is remembered from earlier tests."""
    monkeypatch.setattr(jinja, "memory", Memory(1_000_000))


def discussion(client, query="") -> str:
    page = re.sub(r'name="(csrfmiddlewaretoken|began)" value="[^"]+"', "", client.get(URL + query).text)
    return page.partition('<section class="comments"')[2].partition("</section>")[0]


def shown(client, query="") -> str:
    """What the reader sees, which must be what they would see if nothing were remembered."""
    remembered = discussion(client, query)
    jinja.memory = Memory(1_000_000)
    assert discussion(client, query) == remembered
    assert discussion(client, query) == remembered
    return remembered


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda root, bob, mona: make_comment(parent=root, body="A new reply"), "A new reply"),
        (lambda root, bob, mona: root.edit("Other words"), "Other words"),
        (lambda root, bob, mona: root.delete_by_author(), "deleted by its author"),
        (lambda root, bob, mona: root.hide(by=mona), "removed by a moderator"),
        (lambda root, bob, mona: Reaction.objects.set_on_comment(root, mona, DISLIKE), "votes__score--down"),
        (lambda root, bob, mona: change_person(bob, display_name="Bobby <b>"), "Bobby &lt;b&gt;"),
        (lambda root, bob, mona: change_person(bob, avatar=make_upload()), "<img "),
        (lambda root, bob, mona: change_person(bob, is_staff=True), ">Staff<"),
        (lambda root, bob, mona: root.article.bylines.create(author=bob), ">Author<"),
    ],
)
def test_change_is_seen_at_once(client, article, bob, mona, change, words):
    root = make_comment(article, bob)
    make_comment(parent=root)
    assert words not in shown(client)
    change(root, bob, mona)
    assert words in shown(client)


def change_person(person, **fields):
    for name, value in fields.items():
        setattr(person, name, value)
    person.save()


def test_closing_takes_the_ways_to_answer_away(client, article, bob):
    make_comment(article, bob)
    assert ">Reply<" in shown(client)
    Article.objects.filter(pk=article.pk).update(comments_open=False)
    assert ">Reply<" not in shown(client)


def test_readers_see_their_own_votes_and_ways(client, article, alice, bob, mona):
    comment = make_comment(article, bob)
    Reaction.objects.set_on_comment(comment, alice, LIKE)
    seen = {"guest": shown(client)}
    for reader in (alice, bob, mona):
        client.force_login(reader)
        seen[reader.username] = shown(client)
    assert len(set(seen.values())) == 4
    assert {name for name, page in seen.items() if 'aria-pressed="true"' in page} == {"alice"}
    assert {name for name, page in seen.items() if ">Edit<" in page} == {"bob"}
    assert {name for name, page in seen.items() if ">Hide<" in page} == {"mona"}
    assert {name for name, page in seen.items() if "votes__up" in page} == {"alice", "mona"}


def test_form_stands_below_the_comment_that_is_answered_and_nowhere_later(client, article, bob):
    comment = make_comment(article, bob)
    plain = shown(client)
    assert 'id="composer"' in shown(client, f"?reply={comment.pk}").partition('id="composer-home"')[0]
    assert shown(client) == plain


def test_orders_lead_back_to_themselves(client, article, bob):
    comment = make_comment(article, bob)
    assert f'"/comments/{comment.pk}/"' in shown(client)
    assert f'"/comments/{comment.pk}/?order=oldest"' in shown(client, "?order=oldest")


def test_unchanged_discussion_is_not_made_anew(client, article, bob):
    make_comment(parent=make_comment(article, bob))
    discussion(client)
    (first,) = jinja.memory.things.values()
    discussion(client)
    assert [made is first for made in jinja.memory.things.values()] == [True]


def test_words_for_the_time_move_on(client, article, bob):
    comment = make_comment(article, bob)
    assert ">1 min ago</time>" in shown(client)
    (made,) = jinja.memory.things.values()
    assert made.moments == [Comment.objects.get(pk=comment.pk).created_at]
    assert "ago" not in "".join(made.texts)


def test_memory_forgets_what_was_not_asked_for_longest():
    memory = Memory(limit=10)
    for name in "abc":
        memory.put(name, Made([name * 3], []))
    assert memory.get("a")
    memory.put("d", Made(["ddd"], []))
    assert [bool(memory.get(name)) for name in "abcd"] == [True, False, True, True]
    memory.put("e", Made(["e" * 11], []))
    assert (memory.size, len(memory.things)) == (0, 0)


def test_memory_counts_once_what_two_threads_made():
    memory = Memory(limit=10)
    for _ in range(5):
        memory.put("a", Made(["aaa"], []))
    assert (memory.size, len(memory.things)) == (3, 1)
