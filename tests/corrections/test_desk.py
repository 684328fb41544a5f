"""Whoever may change an article decides about its corrections."""

import pytest

from corrections.models import Correction

from ..factories import make_article, make_user
from .reports import make_correction

pytestmark = pytest.mark.django_db
QUEUE = "/admin/corrections/correction/"


@pytest.fixture
def correction(article, bob):
    return make_correction(article, bob, replacement="Moore wrote it down in 1965.", remark="See the paper.")


def page_of(correction):
    return f"{QUEUE}{correction.pk}/change/"


def press(client, who, correction, button, **fields):
    client.force_login(who)
    return client.post(page_of(correction), fields | {button: ""}, follow=True)


def test_queue_has_what_waits_the_oldest_first(client, editor, article, correction, mallory):
    declined = make_correction(article, mallory, exact="Others followed him.")
    declined.decline(by=editor, reason="No.")
    client.force_login(editor)
    assert "1956" in (page := client.get(QUEUE).content.decode())
    assert "Others" not in page
    assert "Others" in client.get(f"{QUEUE}?state=declined").content.decode()


def test_sentence_stands_in_its_paragraph_with_the_difference_marked(client, editor, correction):
    client.force_login(editor)
    page = client.get(page_of(correction)).content.decode()
    assert "<del>1956</del><ins>1965</ins>" in page
    assert "number of parts would double" in page
    assert "See the paper." in page


def test_author_takes_it_over_as_a_draft(client, alice, article, correction):
    assert "which readers do not see" in press(client, alice, correction, "_draft").content.decode()
    article.refresh_from_db()
    assert "1965" in article.draft.content["body"]


def test_author_cannot_publish_it(client, alice, correction):
    assert press(client, alice, correction, "_publish").status_code == 403
    assert Correction.objects.get().is_waiting


def test_author_does_not_see_those_of_others(client, correction):
    client.force_login(make_user("other", groups=["Authors"]))
    assert "1956" not in client.get(QUEUE).content.decode()
    assert client.post(page_of(correction), {"_accept": ""}).status_code == 302
    assert Correction.objects.get().is_waiting


def test_editor_publishes_it_at_once(client, editor, article, correction):
    press(client, editor, correction, "_publish")
    article.refresh_from_db()
    assert "1965" in article.body_html


def test_every_reader_who_sent_it_finds_the_decision_among_their_notifications(client, editor, article, bob, mallory):
    correction = make_correction(article, bob, replacement="1965")
    make_correction(article, mallory, replacement="1965")
    press(client, editor, correction, "_decline", reason="It was 1956.")
    for reader in (bob, mallory):
        client.force_login(reader)
        page = client.get("/notifications/").content.decode()
        assert "Your correction was not taken over" in page
        assert reader.corrections.get().get_absolute_url() in page
        assert "It was 1956." in page


def test_page_says_why_it_cannot_be_published_when_other_changes_wait(client, editor, alice, article, correction):
    article.save_draft(article.content | {"title": "Another"}, by=alice)
    client.force_login(editor)
    page = client.get(page_of(correction)).content.decode()
    assert 'name="_publish"' not in page
    assert "would be published with it" in page
    assert f"/admin/articles/article/{article.pk}/history/compare/" in page


def test_words_across_tags_are_left_to_the_editor(client, editor, article, bob):
    correction = make_correction(article, bob, exact="The number of parts", replacement="Its amount")
    client.force_login(editor)
    page = client.get(page_of(correction)).content.decode()
    assert "cannot be replaced by themselves" in page
    assert 'name="_draft"' not in page
    assert "cannot be replaced" in press(client, editor, correction, "_draft").content.decode()


def test_sentence_that_is_gone_is_said_to_be_gone(client, editor, article, correction):
    article.save_draft(article.content | {"body": "<p>All new.</p>"}, by=editor)
    client.force_login(editor)
    assert "not found any more" in client.get(page_of(correction)).content.decode()


def test_declining_needs_a_reason(client, editor, correction):
    assert press(client, editor, correction, "_decline").status_code == 422
    press(client, editor, correction, "_decline", reason="It was 1956.")
    assert Correction.objects.get().reason == "It was 1956."


def test_writing_desk_says_how_many_wait(client, editor, article, correction, mallory):
    make_correction(article, mallory, exact="Others followed him.")
    client.force_login(editor)
    assert "2 corrections wait" in client.get(f"/admin/articles/article/{article.pk}/change/").content.decode()


def test_first_page_says_how_many_wait(client, editor, correction):
    client.force_login(editor)
    assert "Corrections (1)" in client.get("/admin/").content.decode()


def test_words_of_readers_are_no_markup(client, editor, article, bob):
    evil = "<script>alert(1)</script>"
    correction = make_correction(article, bob, replacement=evil, remark=evil)
    client.force_login(editor)
    assert evil not in client.get(page_of(correction)).content.decode()
    press(client, editor, correction, "_publish")
    article.refresh_from_db()
    assert "<script" not in article.body_html


def test_queue_takes_as_many_queries_for_many_as_for_one(client, editor, bob, django_assert_max_num_queries):
    for number in range(12):
        article = make_article(body="<p>Moore wrote it down in 1956.</p>")
        make_correction(article, bob, replacement=str(number))
    client.force_login(editor)
    with django_assert_max_num_queries(14):
        client.get(QUEUE)
