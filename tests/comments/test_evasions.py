"""What people try who want their words seen, or others silenced, against the rules."""

import pytest

from comments.judging import words_found
from comments.models import Comment, ModerationRules, Notice, RefusedError, Sanction, WatchedArticle
from comments.words import links_out_of
from tests.factories import make_comment, make_user

DESK = "/admin/comments/comment/"


def restrict(person, kind, **fields):
    sanction = Sanction(person=person, kind=kind, code="abuse", by=make_user(), **fields)
    sanction.impose()
    return sanction


def now(comment):
    return Comment.objects.get(pk=comment.pk)


def test_shadow_banned_person_reaches_nobody_by_editing(article, alice, bob):
    comment = make_comment(article, bob)
    restrict(bob, "shadow")
    comment.edit(f"Look here, @{alice.username}")
    assert (now(comment).status, now(comment).is_shadowed) == ("held", True)
    assert not Notice.objects.filter(person=alice).exists()


@pytest.mark.parametrize("rule", [{"hold_everything": True}, {"first_comments": 1}])
def test_edit_waits_where_every_comment_waits(article, bob, mona, rule):
    ModerationRules.objects.update_or_create(defaults=rule)
    comment = make_comment(article, bob)
    comment.restore(by=mona)
    comment.edit("What nobody has read")
    assert now(comment).status == "held"


def test_edit_waits_on_a_watched_article(article, bob):
    comment = make_comment(article, bob)
    WatchedArticle.objects.create(article=article)
    comment.edit("What nobody has read")
    assert now(comment).status == "held"


def test_mark_was_given_to_other_words(article, bob, mona):
    comment = make_comment(article, bob)
    comment.pin(by=mona)
    comment.pick(by=mona)
    comment = now(comment)
    comment.edit("Bait and switch")
    assert (now(comment).is_pinned, now(comment).is_picked) == (False, False)


@pytest.mark.parametrize(
    "text", ["viagra", "ｖｉａｇｒａ", "vіagra", "vi**ag**ra", "v&#105;agra", "vi\u200bagra", "VIAGRA"]
)
def test_word_is_found_however_it_is_written(text):
    assert words_found(f"Buy {text} here", ["viagra"]) == ["viagra"]


@pytest.mark.parametrize("text", ["[a](//evil.example/x)", "[a](https&#58;//evil.example/x)", "https://evil.example/x"])
def test_link_counts_however_it_is_written(text):
    assert len(links_out_of(" ".join([text] * 9))) == 9


def test_link_within_the_magazine_does_not_count():
    assert links_out_of("[Chips](/articles/chips/) and [above](#comment-1)") == []


def test_appeal_is_about_the_words_that_were_read(article, bob, mona, client):
    comment = make_comment(article, bob)
    comment.hide(by=mona, code="abuse")
    comment.ask_for_another_look("Please")
    seen = now(comment).seen_as
    now(comment).send_again("Words that nobody has read")
    admin = make_user("max", groups=["Moderators"])
    client.force_login(admin)
    client.post(f"{DESK}decide/", {"uphold": comment.pk, f"seen-{comment.pk}": seen})
    assert now(comment).status == "held"


def test_who_rejected_cannot_use_up_the_appeal(article, bob, mona):
    comment = make_comment(article, bob)
    comment.hide(by=mona, code="abuse")
    appeal = comment.ask_for_another_look("Please")
    with pytest.raises(RefusedError, match="somebody else decides"):
        now(comment).restore(by=mona)
    with pytest.raises(RefusedError, match="asked for another look"):
        now(comment).undo(comment.log.get(), by=mona)
    now(comment).hide(by=mona, code="abuse")
    appeal.refresh_from_db()
    assert appeal.is_waiting
    now(comment).decide_appeal(by=make_user("max"), is_upheld=True)
    assert now(comment).is_visible


def test_moderator_decides_nothing_about_an_own_comment(article, alice, mona):
    comment = make_comment(article, mona)
    comment.hide(by=alice, code="abuse")
    comment.ask_for_another_look("It is mine")
    for verb in (comment.restore, lambda by: comment.decide_appeal(by=by, is_upheld=True)):
        with pytest.raises(RefusedError):
            verb(by=mona)
    assert now(comment).status == "rejected"


def test_moderator_does_not_lift_what_holds_them(client, mona):
    ban = restrict(mona, "banned")
    client.force_login(mona)
    assert client.post(f"{DESK}restrictions/{ban.pk}/lift/").status_code == 403
    assert ban in Sanction.objects.active()


def test_domain_of_the_newsroom_is_not_banned(client, bob, mona):
    mona.email, bob.email = "mona@mail.press.example", "bob@press.example"
    mona.save()
    bob.save()
    client.force_login(mona)
    answer = client.post(f"{DESK}people/{bob.pk}/restrict/", {"kind": "domain", "code": "spam"})
    assert "People of the newsroom have an address at press.example." in answer.text
    assert not Sanction.objects.exists()


def test_comment_edited_again_and_again_calls_no_more_people_than_one_may(article, bob):
    comment = make_comment(article, bob)
    people = [make_user(f"reader{number}") for number in range(15)]
    for start in range(0, 15, 5):
        comment.edit(" ".join(f"@{person.username}" for person in people[start : start + 5]))
    assert Notice.objects.filter(kind="mention").count() == 10


def test_restored_comment_of_the_shadow_banned_is_rejected_in_words(article, bob, mona):
    restrict(bob, "shadow")
    comment = make_comment(article, bob)
    comment.restore(by=mona)
    now(comment).hide(by=mona, code="abuse")
    assert now(comment).state_in_words == "Not published"


def test_held_comment_of_somebody_else_is_as_if_it_were_not_there(client, article, alice, bob):
    held = make_comment(article, bob, status="held")
    client.force_login(alice)
    assert client.get(f"/comments/{held.pk}/delete/").status_code == 404
