"""What becomes of a correction: joined, taken over, accepted, declined, told."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.leaving import forget
from articles.models import AuditEntry
from comments.mailing import hand_over
from comments.models import Notice
from corrections.actions import deciding
from corrections.jinja import corrected_by
from corrections.models import Correction, CorrectionError

from ..factories import make_user
from .reports import make_correction

pytestmark = pytest.mark.django_db
RIGHT = "Moore wrote it down in 1965."


def test_same_correction_of_three_readers_is_one(article, bob, mallory, mona):
    first = make_correction(article, bob, replacement=RIGHT)
    for reader in (mallory, mona):
        make_correction(article, reader, replacement=RIGHT)
    assert [row.readers for row in Correction.objects.waiting()] == [3]
    assert first.all_of_it.count() == 3


def test_same_reader_twice_is_once(article, bob):
    assert make_correction(article, bob, replacement=RIGHT) == make_correction(article, bob, replacement=RIGHT)


def test_database_refuses_the_same_twice(article, bob):
    correction = make_correction(article, bob)
    with pytest.raises(IntegrityError), transaction.atomic():
        Correction.objects.create(article=article, reader=bob, exact="x", fingerprint=correction.fingerprint)


def test_database_refuses_a_decision_without_a_date(article, bob):
    with pytest.raises(IntegrityError), transaction.atomic():
        Correction.objects.create(article=article, reader=bob, exact="x", status="accepted")


def test_taken_over_as_a_draft_readers_see_the_old_text(article, bob, editor):
    make_correction(article, bob, replacement=RIGHT).take_over(by=editor)
    article.refresh_from_db()
    assert "1956" in article.body
    assert "1965. The <em>number</em>" in article.newest_content["body"]
    assert (article.draft.note, article.draft.author) == (f"Correction by {bob}", editor)


def test_taken_over_and_published(article, bob, editor):
    make_correction(article, bob, replacement=RIGHT).take_over(by=editor, publish=True)
    article.refresh_from_db()
    assert "1965" in article.body_html
    assert article.draft is None


def test_what_others_saved_meanwhile_stays(article, bob, alice, editor):
    correction = make_correction(article, bob, replacement=RIGHT)
    article.save_draft(
        article.content | {"title": "Better", "body": article.body.replace("Others", "Many others")}, by=alice
    )
    correction.take_over(by=editor)
    article.refresh_from_db()
    content = article.newest_content
    assert content["title"] == "Better"
    assert "Many others" in content["body"]
    assert "1965" in content["body"]


def test_changes_that_wait_are_not_published_along(article, bob, alice, editor):
    article.save_draft(article.content | {"title": "Better"}, by=alice)
    correction = make_correction(article, bob, replacement=RIGHT)
    with pytest.raises(CorrectionError, match="Other changes wait"), transaction.atomic():
        correction.take_over(by=editor, publish=True)
    assert Correction.objects.get().is_waiting


def test_lead_is_corrected_too(article, bob, editor):
    make_correction(article, bob, exact="mistaek", replacement="mistake").take_over(by=editor, publish=True)
    article.refresh_from_db()
    assert article.lead == "A lead with a mistake."


def test_link_leads_elsewhere(article, bob, editor):
    make_correction(article, bob, exact="the paper", kind="link", replacement="https://example.org/new").take_over(
        by=editor, publish=True
    )
    article.refresh_from_db()
    assert 'href="https://example.org/new"' in article.body
    assert "the paper</a>" in article.body


def test_address_that_is_none_does_no_harm(article, bob, editor):
    correction = make_correction(article, bob, exact="the paper", kind="link", replacement="/\\javascript:alert(1)")
    correction.take_over(by=editor, publish=True)
    article.refresh_from_db()
    assert 'href="javascript' not in article.body_html


def test_words_that_are_gone_cannot_be_taken_over(article, bob, editor):
    correction = make_correction(article, bob, replacement=RIGHT)
    article.save_draft(article.content | {"body": "<p>All new.</p>"}, by=editor)
    assert correction.passage is None
    with pytest.raises(CorrectionError, match="by themselves"):
        correction.take_over(by=editor)


def test_second_of_two_who_decide_is_told(article, bob, alice, editor):
    correction = make_correction(article, bob, replacement=RIGHT)
    late = Correction.objects.get(pk=correction.pk)
    correction.decline(by=alice, reason="It was 1956.")
    with pytest.raises(CorrectionError, match="Alice Ashby was faster"):
        late.take_over(by=editor)


def test_decision_stands_in_the_log(article, bob, editor):
    make_correction(article, bob, replacement=RIGHT).take_over(by=editor)
    make_correction(article, bob, exact="Others followed him.").decline(by=editor, reason="They did.")
    said = AuditEntry.objects.order_by("pk").values_list("action", "after")
    assert [*said][-2:] == [("corrected", RIGHT), ("correction_declined", "They did.")]


def test_everybody_who_sent_it_is_told_once(article, bob, mallory, editor, django_capture_on_commit_callbacks):
    correction = make_correction(article, bob)
    make_correction(article, mallory)
    with deciding(correction):
        correction.decline(by=editor, reason="He did & it was 1956.")
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            hand_over()
    assert sorted(letter.to[0] for letter in mail.outbox) == ["bob@example.com", "mallory@example.com"]
    for letter in mail.outbox:
        assert letter.subject == "Your correction was not taken over – TechyMag"
        assert "He did & it was 1956." in letter.body
        assert "http://127.0.0.1:8000/accounts/corrections/#correction-" in letter.body
        assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.parametrize(("choice", "now", "next_day"), [("daily", 0, 1), ("off", 0, 0)])
def test_decision_is_mailed_as_its_reader_wants(
    article, bob, editor, choice, now, next_day, django_capture_on_commit_callbacks
):
    type(bob).objects.filter(pk=bob.pk).update(notice_mails=choice)
    correction = make_correction(article, bob)
    with deciding(correction):
        correction.decline(by=editor, reason="It was 1956.")
    for count in (now, next_day):
        with django_capture_on_commit_callbacks(execute=True):
            hand_over()
        assert len(mail.outbox) == count
        Notice.objects.update(at=timezone.now() - timedelta(days=1, seconds=1))


def test_who_agreed_is_thanked_below_the_article(article, bob, mallory, editor):
    correction = make_correction(article, bob, replacement=RIGHT, thanks=True)
    make_correction(article, mallory, replacement=RIGHT)
    assert corrected_by(article) == []
    correction.take_over(by=editor, publish=True)
    assert corrected_by(article) == [str(bob)]


def test_reader_who_left_is_a_reader(article, editor):
    leaver = make_user("leaver")
    correction = make_correction(article, leaver, replacement=RIGHT)
    leaver.delete()
    correction.refresh_from_db()
    correction.take_over(by=editor)
    article.refresh_from_db()
    assert article.draft.note == "Correction by a reader"


def test_who_is_forgotten_is_thanked_no_more(article, bob, editor):
    make_correction(article, bob, replacement=RIGHT, thanks=True).take_over(by=editor, publish=True)
    forget(bob)
    assert corrected_by(article) == []
    assert Correction.objects.get().reader is None
