"""Editors tell readers about a change, and take words out of what readers see of an article's history."""

import pytest
from django.utils import timezone
from lxml import html

from articles.admin import editions
from articles.models import AuditEntry, Edition
from purging.models import Purge
from tests.articles.desk import fields_of, messages_of, submit
from tests.articles.test_editions import TOMORROW, again, due, publish, save
from tests.corrections.reports import make_correction
from tests.factories import make_article

pytestmark = pytest.mark.django_db
NOTE = "An earlier version said one."


@pytest.fixture
def chips(db, alice):
    return make_article("Chips", slug="chips", body="<p>One core.</p>", authors=[alice])


def change_page(article):
    return f"/admin/articles/article/{article.pk}/change/"


def public_page(article, edition=None):
    return f"/admin/articles/article/{article.pk}/history/public/" + (f"{edition.pk}/" if edition else "")


def told(article):
    return [(edition.told, edition.told_as) for edition in article.editions.newest_first()]


def test_editor_publishes_a_change_with_a_note(client, editor, chips):
    client.force_login(editor)
    submit(client, change_page(chips), button="_publish_changes", lead="New", told=NOTE, told_as="clarification")
    assert told(chips) == [(NOTE, "clarification"), ("", "")]
    assert AuditEntry.objects.get(action="changes_published").after == NOTE
    assert fields_of(client.get(change_page(chips)))["told"] == [""]


def test_small_change_needs_no_note(client, editor, chips):
    client.force_login(editor)
    submit(client, change_page(chips), button="_publish_changes", lead="New")
    assert told(chips) == [("", ""), ("", "")]


def test_note_waits_with_a_draft_and_nobody_is_told(client, editor, chips):
    client.force_login(editor)
    submit(client, change_page(chips), lead="New", told=NOTE)
    assert not Edition.objects.exists()
    assert fields_of(client.get(change_page(chips)))["told"] == [NOTE]
    submit(client, change_page(chips), button="_publish_changes")
    assert told(chips)[0] == (NOTE, "correction")


def test_note_goes_live_with_scheduled_changes(client, editor, chips):
    client.force_login(editor)
    fields = {"lead": "New", "told": NOTE, "changes_at": f"{TOMORROW:%Y-%m-%dT%H:%M}"}
    submit(client, change_page(chips), button="_schedule_changes", **fields)
    submit(client, change_page(chips), lead="Newer")
    assert not Edition.objects.exists()
    due(chips)
    assert told(chips)[0] == (NOTE, "correction")


def test_author_proposes_a_note_that_the_editor_sees_and_publishes(client, alice, editor, chips):
    client.force_login(alice)
    submit(client, change_page(chips), button="_submit", lead="New", told=NOTE)
    client.force_login(editor)
    talk = f"/admin/articles/article/{chips.pk}/conversation/"
    assert NOTE in client.get(talk).text
    again(chips).submission.approve(by=editor)
    assert told(chips)[0] == (NOTE, "correction")


def test_form_opened_before_somebody_wrote_a_note_leaves_it(client, alice, editor, chips):
    client.force_login(editor)
    save(chips, alice, lead="New")
    fields = fields_of(client.get(change_page(chips)))
    again(chips).tell_with_changes(NOTE, by=alice)
    client.post(change_page(chips), fields | {"lead": "Newer", "_save": "1"})
    assert again(chips).draft.told == NOTE


def test_note_that_is_too_long_is_refused_and_stays_in_the_form(client, editor, chips):
    client.force_login(editor)
    response = submit(client, change_page(chips), button="_publish_changes", lead="New", told="x" * 501)
    assert fields_of(response)["told"] == ["x" * 501]
    assert not Edition.objects.exists()


@pytest.mark.parametrize("fields", [{"status": "draft", "published_at": None}, {"published_at": TOMORROW}])
def test_what_nobody_has_read_yet_has_no_field_for_a_note(client, editor, fields):
    client.force_login(editor)
    assert "told" not in fields_of(client.get(change_page(make_article(**fields))))


def test_editor_says_afterwards_what_a_change_was(client, editor, chips):
    publish(chips, editor, lead="New")
    newest = chips.editions.newest_first()[0]
    client.force_login(editor)
    assert "Chips" in client.get(public_page(chips)).text
    Purge.objects.all().delete()
    response = client.post(public_page(chips, newest), {"_tell": "1", "told": NOTE, "told_as": "update"}, follow=True)
    assert "Readers see it so" in messages_of(response)
    assert told(chips)[0] == (NOTE, "update")
    assert f"card-{chips.pk}" in Purge.objects.get().tags
    client.post(public_page(chips, newest), {"_tell": "1", "told": "", "told_as": "update"})
    assert told(chips)[0] == ("", "")
    assert AuditEntry.objects.filter(action="told", actor=editor).count() == 2


def test_editor_withholds_words_and_shows_them_again(client, editor, chips):
    publish(chips, editor, lead="New")
    first = chips.editions.newest_first()[1]
    client.force_login(editor)
    client.post(public_page(chips, first), {"_withhold": "1"})
    first.refresh_from_db()
    assert first.withheld_at <= timezone.now()
    assert "Withheld since" in client.get(public_page(chips)).text
    client.post(public_page(chips, first), {"_show": "1"})
    first.refresh_from_db()
    assert first.withheld_at is None


def test_editor_comes_to_words_of_long_ago(client, editor, chips, monkeypatch):
    monkeypatch.setattr(editions, "PAGE", 2)
    for number in range(3):
        publish(chips, editor, lead=f"Lead {number}")
    second, first = chips.editions.newest_first()[2:]
    client.force_login(editor)
    newest = client.get(public_page(chips)).text
    assert public_page(chips, first) not in newest
    assert 'href="?page=2"' in newest
    older = client.get(f"{public_page(chips)}?page=2").text
    assert older.count("_withhold") == 2
    assert "Newest" not in older
    path = html.fromstring(older).xpath("//form/@action")[-2]
    assert path == f"{public_page(chips, second)}?page=2"
    assert "x" * 501 in client.post(path, {"_tell": "1", "told": "x" * 501, "told_as": "update"}).text
    assert client.post(path, {"_withhold": "1"}).url == f"{public_page(chips)}?page=2"
    assert chips.editions.get(pk=second.pk).withheld_at
    assert client.get(f"{public_page(chips)}?page=3").status_code == 404


def test_note_that_is_too_long_is_shown_again_where_it_was_typed(client, editor, chips):
    publish(chips, editor, lead="New")
    client.force_login(editor)
    path = public_page(chips, chips.editions.newest_first()[0])
    response = client.post(path, {"_tell": "1", "told": "x" * 501, "told_as": "update"})
    assert response.status_code == 422
    assert "x" * 501 in response.text


def test_authors_and_editions_of_others_are_refused(client, alice, editor, chips):
    publish(chips, editor, lead="New")
    first = chips.editions.newest_first()[1]
    client.force_login(editor)
    assert client.post(public_page(make_article(), first), {"_withhold": "1"}).status_code == 404
    assert client.post(public_page(chips, first), {}).status_code == 400
    client.force_login(alice)
    assert client.get(public_page(chips)).status_code == 403
    assert client.post(public_page(chips, first), {"_withhold": "1"}).status_code == 403
    first.refresh_from_db()
    assert first.withheld_at is None


@pytest.mark.parametrize(("button", "is_told"), [("_publish", True), ("_draft", False)])
def test_readers_are_told_of_what_one_of_them_found(client, editor, bob, chips, button, is_told):
    correction = make_correction(chips, bob, exact="One core.", replacement="Two cores.")
    client.force_login(editor)
    path = f"/admin/corrections/correction/{correction.pk}/change/"
    assert "What readers are told" in client.get(path).text
    client.post(path, {button: "1", "told": NOTE, "told_as": "correction"})
    assert [note for note, _ in told(chips)] == ([NOTE, ""] if is_told else [])
    assert is_told or again(chips).draft.told == NOTE
