"""What readers have seen is kept for them, and nothing else is: no draft, no autosave, nothing that was to come."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from articles.models import Article, Edition
from articles.models.article import TEXT
from tests.articles.test_revisions import again, due, save
from tests.factories import make_article, make_image, make_tag

pytestmark = pytest.mark.django_db
TOMORROW = timezone.now() + timedelta(days=1)
SECRET = "<p>Secretword</p>"


def publish(article, by, told="", told_as="correction", **changes):
    save(article, by, **changes)
    if told:
        again(article).tell_with_changes(told, told_as, by=by)
    again(article).publish_changes(by=by)


def bodies(article):
    """Of its editions, the oldest first."""
    return [edition.body for edition in article.editions.order_by("pk")]


def later(article, **delta):
    """As if so much time had passed since all that happened to it."""
    past = timedelta(**delta)
    for edition in article.editions.all():
        Edition.objects.filter(pk=edition.pk).update(published_at=edition.published_at - past)


@pytest.fixture
def chips(db, alice):
    return make_article("Chips", slug="chips", body="<p>One core.</p>", authors=[alice])


# what never gets into it


@pytest.mark.parametrize("kind", ["saved", "autosaved", "restored"])
def test_draft_over_what_is_published_is_none(chips, alice, kind):
    save(chips, alice, kind, title="Secretword", lead="Secretword", body=SECRET)
    again(chips).tell_with_changes("Secretword", by=alice)
    assert not chips.editions.exists()
    publish(chips, alice, title="Chips", lead="", body="<p>Two cores.</p>")
    assert bodies(chips) == ["<p>One core.</p>", "<p>Two cores.</p>"]
    assert not chips.editions.filter(title="Secretword").exists()


def test_scheduled_changes_are_none_before_their_time(client, chips, alice):
    save(chips, alice, body=SECRET)
    again(chips).tell_with_changes("Secretword", by=alice)
    again(chips).schedule_changes(TOMORROW, by=alice)
    assert not chips.editions.exists()
    assert "Secretword" not in client.get("/articles/chips/history/").text
    due(chips)
    assert bodies(chips) == ["<p>One core.</p>", SECRET]
    assert chips.editions.newest_first()[0].told == "Secretword"


def test_changes_that_were_called_off_or_discarded_are_none(chips, alice):
    save(chips, alice, body=SECRET)
    again(chips).schedule_changes(TOMORROW)
    again(chips).unschedule_changes()
    again(chips).discard_changes()
    publish(chips, alice, body="<p>Two cores.</p>")
    assert bodies(chips) == ["<p>One core.</p>", "<p>Two cores.</p>"]


def test_rejected_review_is_none(chips, alice, editor):
    save(chips, alice, body=SECRET)
    again(chips).submit(by=alice, note="Secretword").send_back("Secretword, really?", by=editor)
    publish(chips, editor, body="<p>Two cores.</p>")
    assert bodies(chips) == ["<p>One core.</p>", "<p>Two cores.</p>"]


def test_text_that_was_set_aside_is_none_until_it_is_merged_and_published(chips, alice, editor):
    save(chips, editor, lead="Of the editor")
    aside = again(chips).set_aside(chips.content | {"body": SECRET}, by=alice, based_on=1)
    again(chips).publish_changes(by=editor)
    assert SECRET not in bodies(chips)
    again(chips).settle(aside, {}, by=editor)
    assert SECRET not in bodies(chips)
    again(chips).publish_changes(by=editor)
    assert chips.editions.newest_first()[0].text == {"title": "Chips", "lead": "Of the editor", "body": SECRET}


def test_what_was_changed_before_it_appeared_is_none(alice, editor):
    article = make_article(body=SECRET, status="draft", published_at=None)
    again(article).publish(by=editor, at=TOMORROW)
    publish(article, alice, body="<p>Better.</p>")
    Article.objects.filter(pk=article.pk).update(published_at=timezone.now())
    publish(article, alice, body="<p>Best.</p>")
    assert bodies(article) == ["<p>Better.</p>", "<p>Best.</p>"]


def test_what_was_to_appear_and_was_withdrawn_is_none(alice, editor):
    article = make_article(body=SECRET, status="draft", published_at=None)
    again(article).publish(by=editor, at=TOMORROW)
    again(article).unpublish(by=editor)
    save(article, alice, body="<p>Better.</p>")
    again(article).publish(by=editor, at=timezone.now() - timedelta(days=1))
    publish(article, alice, body="<p>Best.</p>")
    assert bodies(article) == ["<p>Better.</p>", "<p>Best.</p>"]


def test_what_was_written_while_it_was_withdrawn_is_none_until_it_is_back(chips, alice, editor):
    again(chips).unpublish(by=editor)
    save(chips, alice, body=SECRET)
    save(chips, alice, body="<p>Two cores.</p>")
    assert bodies(chips) == ["<p>One core.</p>"]
    again(chips).publish(by=editor)
    assert bodies(chips) == ["<p>One core.</p>", "<p>Two cores.</p>"]


@pytest.mark.parametrize("verb", ["unpublish", "archive"])
def test_draft_that_is_taken_up_by_a_withdrawal_is_none(chips, alice, verb):
    save(chips, alice, body=SECRET)
    again(chips).tell_with_changes("Secretword", by=alice)
    getattr(again(chips), verb)(by=alice)
    assert bodies(chips) == ["<p>One core.</p>"]


def test_what_the_desk_holds_in_memory_is_none(chips, alice, editor):
    """The form puts the draft into the columns of its article before it changes a date."""
    save(chips, alice, body=SECRET)
    article = again(chips)
    article.show(article.draft.content)
    article.adjust(by=editor, expires_at=TOMORROW)
    assert bodies(chips) == ["<p>One core.</p>"]


def test_an_edition_knows_nobody():
    names = {field.name for field in Edition._meta.get_fields()}
    assert names == {"id", "article", "published_at", "told", "told_as", "withheld_at", *TEXT}


# what is kept


def test_nothing_is_kept_of_what_was_never_changed(chips, alice):
    again(chips).adjust(featured=True)
    save(chips, alice)
    assert not chips.editions.exists()


def test_first_edition_is_from_when_its_words_could_be_read(chips, alice):
    Article.objects.filter(pk=chips.pk).update(text_changed_at=chips.published_at - timedelta(days=3))
    before = timezone.now()
    publish(chips, alice, body="<p>Two cores.</p>")
    newest, first = chips.editions.newest_first()
    assert first.published_at == chips.published_at
    assert before <= newest.published_at <= timezone.now()


def test_filing_alone_makes_no_edition(chips, alice):
    publish(chips, alice, tags=[make_tag("New").pk], cover=make_image().pk)
    again(chips).refile(by=alice, add=[make_tag("Newer")])
    assert bodies(chips) == ["<p>One core.</p>"]


def test_readers_can_be_told_of_another_cover(chips, alice):
    publish(chips, alice, "The picture showed another chip.", cover=make_image().pk)
    newest, first = chips.editions.newest_first()
    assert (newest.told, newest.text) == ("The picture showed another chip.", first.text)
    assert again(chips).text_changed_at >= newest.published_at


def test_text_that_was_read_before_it_was_withdrawn_is_compared_with_the_new_one(chips, alice, editor):
    again(chips).archive(by=editor)
    again(chips).publish(by=editor)
    assert bodies(chips) == ["<p>One core.</p>"]
    publish(chips, alice, body="<p>Two cores.</p>")
    assert bodies(chips) == ["<p>One core.</p>", "<p>Two cores.</p>"]


def test_text_that_was_read_before_its_date_was_moved_is_kept(chips, alice, editor):
    again(chips).adjust(by=editor, published_at=TOMORROW)
    publish(chips, alice, body=SECRET)
    assert bodies(chips) == ["<p>One core.</p>"]


def test_what_a_command_wrote_before_readers_eyes_is_kept(chips, alice):
    Article.objects.filter(pk=chips.pk).update(body="<p>By a command.</p>")
    publish(chips, alice, body="<p>Two cores.</p>")
    assert bodies(chips) == ["<p>By a command.</p>", "<p>Two cores.</p>"]


def test_deleted_article_takes_its_editions_with_it(chips, alice):
    publish(chips, alice, body="<p>Two cores.</p>")
    again(chips).delete()
    assert not Edition.objects.exists()


# what readers are told


def test_note_goes_along_with_later_saves_of_the_draft(chips, alice, bob):
    save(chips, alice, body="<p>Two cores.</p>")
    again(chips).tell_with_changes("It has two.", by=alice)
    save(chips, alice, "autosaved", lead="Two")
    save(chips, bob, lead="Too")
    again(chips).refile(by=bob, add=[make_tag("New")])
    again(chips).publish_changes(by=bob)
    assert [(edition.told, edition.told_as) for edition in chips.editions.newest_first()] == [
        ("It has two.", "correction"),
        ("", ""),
    ]


def test_note_is_told_once_though_a_later_draft_has_it_too(chips, alice):
    save(chips, alice, body="<p>Two cores.</p>")
    again(chips).tell_with_changes("It has two.", "update", by=alice)
    again(chips).schedule_changes(TOMORROW, by=alice)
    save(chips, alice, body="<p>Two cores!</p>")
    assert again(chips).draft.told == "It has two."
    due(chips)
    assert (again(chips).draft.told, again(chips).draft.told_as) == ("", "")
    again(chips).publish_changes(by=alice)
    assert [edition.told for edition in chips.editions.newest_first()] == ["", "It has two.", ""]


def test_draft_after_a_note_was_told_begins_without_one(chips, alice):
    publish(chips, alice, "It has two.", body="<p>Two cores.</p>")
    save(chips, alice, body="<p>Three cores.</p>")
    assert again(chips).draft.told == ""


def test_note_alone_waits_as_a_draft_and_goes_when_it_is_taken_back(chips, alice):
    again(chips).tell_with_changes("The picture was another.", by=alice)
    assert again(chips).draft.content == chips.content
    again(chips).tell_with_changes("", by=alice)
    assert again(chips).draft is None
    again(chips).tell_with_changes("The picture was another.", by=alice)
    again(chips).publish_changes(by=alice)
    assert [edition.told for edition in chips.editions.newest_first()] == ["The picture was another.", ""]


@pytest.mark.parametrize("verb", ["unpublish", "archive"])
def test_note_waits_while_what_it_is_about_is_withdrawn(chips, alice, editor, verb):
    save(chips, alice, body="<p>Two cores.</p>")
    again(chips).tell_with_changes("It has two.", by=alice)
    getattr(again(chips), verb)(by=editor)
    save(chips, alice, body="<p>Two cores!</p>")
    again(chips).refile(by=editor, add=[make_tag("New")])
    assert not chips.editions.exclude(told="").exists()
    for _ in range(2):
        again(chips).publish(by=editor)
        again(chips).unpublish(by=editor)
    assert [edition.told for edition in chips.editions.newest_first()] == ["It has two.", ""]


def test_note_of_a_draft_is_not_told_by_publishing_earlier_what_is_scheduled(chips, alice, editor):
    publish(chips, alice, body="<p>Two cores.</p>")
    again(chips).adjust(by=editor, published_at=TOMORROW)
    save(chips, alice, body="<p>Three cores.</p>")
    again(chips).tell_with_changes("It has three.", by=alice)
    again(chips).publish(by=editor, at=timezone.now())
    assert not chips.editions.exclude(told="").exists()
    assert again(chips).draft.told == "It has three."


def test_discarded_draft_takes_its_note_with_it(chips, alice):
    save(chips, alice, body=SECRET)
    again(chips).tell_with_changes("Secretword", by=alice)
    again(chips).discard_changes(by=alice)
    publish(chips, alice, body="<p>Two cores.</p>")
    assert not chips.editions.exclude(told="").exists()


def test_unpublished_article_has_no_note_waiting(alice):
    article = make_article(status="draft", published_at=None)
    again(article).tell_with_changes("Hm.", by=alice)
    assert again(article).draft is None


def test_what_is_told_is_told_as_something(chips):
    with pytest.raises(IntegrityError):
        Edition.objects.create(article=chips, published_at=timezone.now(), told="Hm.")
