"""Asking for a review, and what editors decide: of new pieces and of changes to published ones."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from articles.models import Article, AuditEntry, ReviewError, Submission
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db
TOMORROW = timezone.now() + timedelta(days=1)


def again(row):
    return type(row).objects.get(pk=row.pk)


def acts():
    """(who, what) in the order in which it happened."""
    return list(AuditEntry.objects.order_by("pk").values_list("actor_name", "action"))


@pytest.fixture
def draft(alice):
    return make_article("Chips", status="draft", published_at=None, authors=[alice])


@pytest.fixture
def changed(alice):
    """Published, with changes that readers do not see."""
    article = make_article("Chips", authors=[alice])
    article.save_draft(article.content | {"title": "Wafers"}, by=alice)
    return again(article)


def test_piece_is_sent_back_corrected_and_published(draft, alice, editor):
    first = draft.submit(by=alice, note="Is the lead too long?")
    assert again(draft).status == "in_review"
    first.send_back("It is.", by=editor)
    assert again(draft).status == "draft"
    again(draft).save_draft(draft.content | {"lead": "Short."}, by=alice)
    again(draft).submit(by=alice).approve(by=editor)
    assert again(draft).is_published
    assert list(Submission.objects.values_list("verdict", "comment", "decided_by")) == [
        ("sent_back", "It is.", editor.pk),
        ("approved", "", editor.pk),
    ]
    assert acts() == [
        ("Alice Ashby", "submitted"),
        ("Eddie Editor", "sent_back"),
        ("Alice Ashby", "saved"),
        ("Alice Ashby", "submitted"),
        ("Eddie Editor", "approved"),
        ("Eddie Editor", "published"),
    ]


def test_changes_to_a_published_piece_are_sent_back_while_readers_see_the_old_words(changed, alice, editor):
    changed.submit(by=alice).send_back("Why wafers?", by=editor)
    article = again(changed)
    assert (article.title, article.status, article.newest_content["title"]) == ("Chips", "published", "Wafers")
    article.submit(by=alice).approve(by=editor)
    assert again(changed).title == "Wafers"
    assert acts()[-2:] == [("Eddie Editor", "changes_published"), ("Eddie Editor", "approved")]


def test_editor_schedules_what_was_submitted(draft, changed, alice, editor):
    draft.submit(by=alice).approve(by=editor, at=TOMORROW)
    assert again(draft).is_scheduled
    changed.submit(by=alice).approve(by=editor, at=TOMORROW)
    assert again(changed).scheduled_changes.goes_live_at == TOMORROW
    assert not Submission.objects.waiting().exists()


def test_text_that_was_changed_after_the_editor_read_it_is_not_approved(draft, alice, editor):
    submission = draft.submit(by=alice)
    seen = again(draft).newest_version
    again(draft).save_draft(draft.content | {"title": "Wafers"}, by=alice)
    assert again(submission).is_outdated
    with pytest.raises(ReviewError, match="read it again"):
        again(submission).approve(by=editor, seen=seen)
    assert again(draft).status == "in_review"
    again(submission).approve(by=editor, seen=again(draft).newest_version)
    assert again(draft).title == "Wafers"


def test_author_takes_a_submission_back(draft, alice, editor):
    submission = draft.submit(by=alice)
    submission.withdraw(by=alice)
    assert again(draft).status == "draft"
    with pytest.raises(ReviewError, match="Alice Ashby was a little faster"):
        again(submission).approve(by=editor)
    assert again(draft).status == "draft"


def test_only_one_submission_waits(draft, alice):
    draft.submit(by=alice)
    with pytest.raises(ReviewError, match="Alice Ashby has already asked"):
        draft.submit(by=alice)
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.create(article=draft, by=alice, revision=1)


def test_nothing_is_sent_back_without_a_comment(draft, alice, editor):
    submission = draft.submit(by=alice)
    with pytest.raises(IntegrityError), transaction.atomic():
        submission.send_back("", by=editor)


def test_verdict_has_a_date(draft):
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.create(article=draft, revision=1, verdict="approved")


@pytest.mark.parametrize("status", ["archived", "published"])
def test_without_anything_new_there_is_nothing_to_submit(alice, status):
    with pytest.raises(ReviewError, match="nothing to review"):
        make_article(status=status).submit(by=alice)


@pytest.mark.parametrize(
    ("verb", "verdict"),
    [(Article.publish, "approved"), (Article.unpublish, "withdrawn"), (Article.archive, "withdrawn")],
)
def test_whoever_publishes_or_takes_away_decides_what_waits(draft, alice, editor, verb, verdict):
    submission = draft.submit(by=alice)
    verb(again(draft), by=editor)
    submission = again(submission)
    assert (submission.verdict, submission.decided_by) == (verdict, editor)


@pytest.mark.parametrize(
    ("verb", "verdict"), [(Article.publish_changes, "approved"), (Article.discard_changes, "withdrawn")]
)
def test_whoever_deals_with_the_changes_decides_what_waits(changed, alice, editor, verb, verdict):
    submission = changed.submit(by=alice)
    verb(again(changed), by=editor)
    assert again(submission).verdict == verdict


def test_archived_piece_comes_back_as_a_draft(alice, editor):
    article = make_article(authors=[alice])
    article.archive(by=editor)
    article.unpublish(by=editor)
    assert again(article).status == "draft"
    again(article).submit(by=alice)
    assert again(article).status == "in_review"


def test_deleted_piece_takes_its_reviews_with_it(draft, alice, editor):
    draft.submit(by=alice)
    again(draft).delete(by=editor)
    assert not Submission.objects.exists()


def test_editor_is_asked_what_names_them_or_nobody(alice, editor):
    other = make_user(groups=["Editors"])
    for title, reviewer, by in [
        ("For anybody", None, alice),
        ("For Eddie", editor, alice),
        ("For another", other, alice),
        ("My own", None, editor),
    ]:
        make_article(title, status="draft", published_at=None).submit(by=by, reviewer=reviewer)
    asked = Submission.objects.waiting_for(editor)
    assert [submission.article.title for submission in asked] == ["For anybody", "For Eddie"]
    assert set(Article.objects.waiting_for(editor)) == {submission.article for submission in asked}


def test_author_is_reminded_of_what_came_back_until_it_goes_again(draft, changed, alice, editor, bob):
    for article in (draft, changed):
        article.submit(by=alice).send_back("Shorter, please.", by=editor)
    assert set(Article.objects.sent_back_to(alice)) == {draft, changed}
    assert not Article.objects.sent_back_to(bob)
    again(draft).submit(by=alice)
    again(changed).discard_changes(by=editor)
    assert not Article.objects.sent_back_to(alice)


@pytest.mark.django_db(transaction=True)
def test_of_two_editors_who_decide_at_once_one_is_told(draft, alice, editor):
    key, other, start = draft.submit(by=alice).pk, make_user(groups=["Editors"]), Barrier(2)

    def decide(verb):
        submission = Submission.objects.select_related("article").get(pk=key)
        start.wait()
        try:
            verb(submission)
        except ReviewError as error:
            return str(error)
        finally:
            connection.close()

    with ThreadPoolExecutor() as editors:
        answers = list(
            editors.map(
                decide,
                [
                    lambda submission: submission.approve(by=editor),
                    lambda submission: submission.send_back("No.", by=other),
                ],
            )
        )
    told = [answer for answer in answers if answer]
    submission = again(Submission(pk=key))
    assert told == [f"Nothing was changed: {submission.decided_by} was a little faster."]
    assert again(draft).status == {"approved": "published", "sent_back": "draft"}[submission.verdict]
