"""What editors did is written down where it was done, and stays."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from articles.audit import AUDIT
from articles.models import AuditEntry, Note
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db
TOMORROW = timezone.now() + timedelta(days=1)


def entries(action):
    return list(AuditEntry.objects.filter(action=action).order_by("pk").values_list("before", "after"))


def replace(entry):
    """In the words of each engine for a row in place of one that is there."""
    names = [field.column for field in entry._meta.concrete_fields]
    values = ", ".join("'Nobody'" if name == "actor_name" else name for name in names)
    into = f"INTO {entry._meta.db_table} ({', '.join(names)}) SELECT {values} FROM {entry._meta.db_table}"  # noqa: S608
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"INSERT OR REPLACE {into}")
        else:
            cursor.execute(f"INSERT {into} ON CONFLICT (id) DO UPDATE SET actor_name = 'Nobody'")


@pytest.mark.parametrize(
    "tamper",
    [
        lambda entries: entries.update(actor_name="Somebody else"),
        lambda entries: entries.delete(),
        lambda entries: entries.get().delete(),
        lambda entries: entries._raw_delete("default"),
        lambda entries: replace(entries.get()),
    ],
    ids=["update", "delete", "delete one", "raw delete", "replace"],
)
def test_database_refuses_to_change_and_to_forget(editor, tamper):
    make_article(status="draft").publish(by=editor)
    with pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic():
        tamper(AuditEntry.objects.all())
    assert AuditEntry.objects.get().actor_name == "Eddie Editor"


def test_missing_triggers_are_put_back(editor):
    make_article(status="draft").publish(by=editor)
    AUDIT.drop(connection)
    AUDIT.after_migrate("default")
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditEntry.objects.update(title="")


def test_entry_outlives_the_article_and_the_person():
    chief = make_user("chief", display_name="The Chief", groups=["Editors"])
    article = make_article("Chips")
    key = article.pk
    article.delete(by=chief)
    chief.delete()
    entry = AuditEntry.objects.get()
    assert (entry.actor_name, entry.action, entry.title, entry.article_id) == ("The Chief", "deleted", "Chips", key)
    assert str(entry) == "The Chief deleted Chips"


def test_act_that_is_rolled_back_is_not_in_the_log(editor):
    article = make_article(status="draft")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        article.publish(by=editor)
        1 / 0  # noqa: B018
    assert not AuditEntry.objects.exists()


def test_statuses_say_from_where_to_where(editor):
    article = make_article(status="draft", published_at=TOMORROW)
    article.publish(by=editor)
    article.unpublish(by=editor)
    article.archive(by=editor)
    date = timezone.localtime(TOMORROW).isoformat(" ", "minutes")
    assert entries("scheduled") == [("draft", date)]
    assert entries("unpublished") == [("published", "draft")]
    assert entries("archived") == [("draft", "archived")]


def test_new_address_and_new_authors_say_what_was_before(alice, bob, editor):
    article = make_article("Chips", slug="chips", authors=[alice])
    article.save_draft(article.content | {"slug": "wafers", "byline": [bob.pk, alice.pk]}, by=editor)
    assert entries("moved") == []
    article.publish_changes(by=editor)
    assert entries("moved") == [("chips", "wafers")]
    assert entries("signed") == [("Alice Ashby", "Bob Brandt, Alice Ashby")]


def test_clock_acts_as_the_magazine(alice):
    article = make_article(authors=[alice])
    article.save_draft(article.content | {"title": "Later"}, by=alice)
    article.schedule_changes(TOMORROW, by=alice)
    article.revisions.scheduled().update(goes_live_at=timezone.now())
    article.publish_due_changes()
    last = AuditEntry.objects.newest_first().first()
    assert (last.actor, str(last)) == (None, "The magazine published changes to Later")


def test_schedule_of_changes_is_followed(alice, editor):
    article = make_article(authors=[alice])
    article.save_draft(article.content | {"title": "Later"}, by=alice)
    for _ in range(2):
        article.schedule_changes(TOMORROW, by=editor)
    article.unschedule_changes(by=editor)
    article.unschedule_changes(by=editor)
    article.discard_changes(by=editor)
    actions = list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))
    assert actions == ["saved", "changes_scheduled", "changes_unscheduled", "changes_discarded"]


def test_autosaves_are_no_acts(alice):
    article = make_article(status="draft", authors=[alice])
    article.save_draft(article.content | {"title": "W"}, by=alice, kind="autosaved")
    assert not AuditEntry.objects.exists()
    article.save_draft(article.content | {"title": "Wafers"}, by=alice)
    assert AuditEntry.objects.get().revision == article.version


def test_what_is_longer_than_the_log_is_cut():
    article = make_article("x" * 200, status="draft")
    article.record("sent_back", by=make_user(display_name="y" * 60), before="b" * 500, after="a" * 500)
    entry = AuditEntry.objects.get()
    assert (len(entry.before), len(entry.after)) == (200, 200)


def test_notes_leave_their_trace_and_not_their_words(alice):
    article = make_article(status="draft", authors=[alice])
    note = Note(article=article, author=alice, body="Secret words")
    note.post()
    note.settle(by=alice)
    note.settle(by=alice)
    assert list(AuditEntry.objects.order_by("pk").values_list("action", "before", "after")) == [
        ("noted", "", ""),
        ("settled", "", ""),
    ]


def test_settings_say_what_they_were(editor):
    article = make_article()
    article.adjust(by=editor, featured=True)
    article.adjust(by=editor, featured=False)
    article.adjust(by=editor, featured=False, comments_open=True)
    assert entries("settings") == [("featured no", "featured yes"), ("featured yes", "featured no")]
    article.adjust(by=editor, expires_at=TOMORROW, comments_open=False)
    date = timezone.localtime(TOMORROW).isoformat(" ", "minutes")
    assert entries("settings")[2:] == [
        ("comments open yes, expires at –", f"comments open no, expires at {date}"),
    ]
