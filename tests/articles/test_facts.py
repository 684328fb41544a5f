"""What the desk asks about a text: its language, its original, what it was tested with, when it was last verified."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article, AuditEntry
from tests.articles.desk import messages_of, submit
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(alice):
    return make_article("Threads", authors=[alice])


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def path_of(article):
    return f"/admin/articles/article/{article.pk}/change/"


def fresh(article):
    return Article.objects.get(pk=article.pk)


def test_products_wait_in_the_draft_until_it_is_published(desk, story):
    submit(desk, path_of(story), tested_with="  Python   3.14 \r\nDjango 6.1\nPython 3.14")
    assert fresh(story).tested_with == ""
    assert fresh(story).newest_content["tested_with"] == "Python 3.14\nDjango 6.1"
    assert "Python 3.14" in desk.get(path_of(story)).text
    submit(desk, path_of(story), button="_publish_changes")
    assert fresh(story).products == ["Python 3.14", "Django 6.1"]
    assert fresh(story).vouched_at == story.published_at


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Python", "please name its version"),
        ("3.14", "please name its version"),
        ("\n".join(f"Tool {number}" for number in range(11)), "at most 10"),
        (f"{'x' * 70} 3", "is too long"),
    ],
)
def test_products_that_say_too_little_or_too_much_are_refused(desk, story, typed, said):
    page = submit(desk, path_of(story), tested_with=typed)
    assert said in page.text
    assert typed.splitlines()[0] in page.text
    assert fresh(story).newest_content["tested_with"] == ""


def test_readers_see_what_it_was_tested_with_and_when_it_was_verified(client):
    at = timezone.now() - timedelta(days=3)
    story = make_article(tested_with="Python 3.14\nDjango 6.1", verified_at=at)
    day = f"{timezone.localtime(at).day} {timezone.localtime(at):%B %Y}"
    page = client.get(story.get_absolute_url()).text
    assert f"Tested with Python 3.14, Django 6.1 · Last verified {day}" in page
    assert '"dependencies": "Python 3.14, Django 6.1"' in page
    assert f'"lastReviewed": "{timezone.localdate(at).isoformat()}"' in page


def test_verification_acts_at_once_and_is_logged(desk, editor, story):
    submit(desk, path_of(story), verified_at=timezone.localdate().isoformat(), title="Later")
    assert fresh(story).title == "Threads"
    assert timezone.now() - fresh(story).verified_at < timedelta(minutes=1)
    assert "verified at" in AuditEntry.objects.filter(action="settings", actor=editor).newest_first()[0].after


def test_verification_that_nobody_touched_stays_to_the_second(desk, story):
    at = timezone.now() - timedelta(days=3)
    story.adjust(verified_at=at)
    submit(desk, path_of(story), title="Later")
    assert fresh(story).verified_at == at


def test_verification_is_no_day_to_come(desk, story):
    page = submit(desk, path_of(story), verified_at=(timezone.localdate() + timedelta(days=2)).isoformat())
    assert "still to come" in page.text
    assert fresh(story).verified_at is None


def test_authors_verify_and_pin_nothing_whatever_they_send(client, alice, story):
    client.force_login(alice)
    other = make_article("Other")
    assert b'name="verified_at"' not in client.get(path_of(story)).content
    day = timezone.localdate().isoformat()
    submit(client, path_of(story), verified_at=day, **{"initial-verified_at": ""}, pinned=[str(other.pk)])
    assert fresh(story).verified_at is None
    assert not story.related.exists()


def test_author_says_which_language_a_draft_is_in_and_what_it_translates(client, alice):
    original = make_article("Chips")
    draft = make_article("Чипи", slug="chypy", authors=[alice], status="draft", published_at=None)
    client.force_login(alice)
    submit(client, path_of(draft), language="uk", translation_of=str(original.pk))
    assert (fresh(draft).lang, fresh(draft).translation_of) == ("uk", original)


def test_author_cannot_reach_others_drafts_by_number(client, alice, story):
    secret = make_article("Secret plans", status="draft", published_at=None)
    client.force_login(alice)
    page = submit(client, path_of(story), translation_of=str(secret.pk))
    assert "Secret plans" not in page.text
    assert fresh(story).newest_content["translation_of"] is None
    query = {"app_label": "articles", "model_name": "article", "field_name": "translation_of", "term": ""}
    titles = [row["text"] for row in client.get("/admin/autocomplete/", query).json()["results"]]
    assert titles == ["Threads"]


@pytest.mark.parametrize("sent", ["0", "99999999999999999999", "x", "²"])
def test_what_is_no_article_is_refused(desk, story, sent):
    page = submit(desk, path_of(story), translation_of=sent)
    assert page.status_code == 200
    assert "Select a valid choice" in page.text


def test_translation_into_a_language_that_there_is_is_refused(desk, story):
    original = make_article("Chips")
    make_article("Чипи", slug="chypy", language="uk", translation_of=original)
    for language in ("", "uk"):
        page = submit(desk, path_of(story), language=language, translation_of=str(original.pk))
        assert "is in that language already" in page.text
    assert "Saved" in messages_of(submit(desk, path_of(story), language="de", translation_of=str(original.pk)))


def test_article_is_no_translation_of_itself_nor_of_another_where_it_is_an_original(desk, story):
    assert "the article itself" in submit(desk, path_of(story), translation_of=str(story.pk), language="uk").text
    make_article("Нитки", slug="nytky", language="uk", translation_of=story)
    other = make_article("Other")
    page = submit(desk, path_of(story), translation_of=str(other.pk), language="de")
    assert "Others are translations of this one" in page.text


def test_texts_from_before_there_were_these_fields_are_read_as_if_they_were_empty(story, editor):
    story.save_draft(story.content | {"title": "Later"}, by=editor)
    for revision in story.revisions.all():
        revision.content = {
            name: value
            for name, value in revision.content.items()
            if name not in ("language", "tested_with", "translation_of")
        }
        revision.save()
    count = story.revisions.count()
    story.publish_changes(by=editor)
    story.refresh_from_db()
    assert (story.title, story.language, story.tested_with) == ("Later", "", "")
    assert story.revisions.count() == count  # nothing looks as if it had been changed behind the desk


def test_history_compares_them_in_words(desk, story, editor):
    original = make_article("Chips")
    story.save_draft(
        story.content | {"language": "uk", "translation_of": original.pk, "tested_with": "Go 2"}, by=editor
    )
    page = desk.get(f"/admin/articles/article/{story.pk}/history/compare/?new={fresh(story).newest_version}").text
    for words in ("Language", "Translation of", "Chips", "Tested with", "Go 2"):
        assert words in page


def test_draft_is_vouched_for_from_the_moment_it_is_published(editor):
    draft = make_article(status="draft", published_at=None, tested_with="Go 2")
    assert draft.vouched_at is None
    draft.publish(by=editor)
    assert fresh(draft).vouched_at == fresh(draft).published_at
