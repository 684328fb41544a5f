"""The conversation about an article at the desk: notes, calls by name, and decisions, with and without htmx."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from articles import actions, tasks
from articles.models import Article, AuditEntry, Mention, Note, Submission
from tests.factories import make_article, make_user

from .desk import messages_of

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def draft(alice):
    return make_article("Chips", status="draft", published_at=None, authors=[alice])


@pytest.fixture
def say(client, django_capture_on_commit_callbacks):
    """Somebody says something; gives back the answer."""

    def say(who, article, body, **options):
        client.force_login(who)
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(talk(article), {"body": body}, **options)

    return say


def talk(article, name="conversation", *more) -> str:
    return reverse(f"admin:articles_article_{name}", args=[article.pk, *more])


def press(client, article, button, **fields):
    waiting = article.submissions.waiting().first()
    fields = {"submission": waiting.pk if waiting else "", button: "1"} | fields
    return client.post(talk(article, "review"), fields, follow=True)


# notes


def test_note_stands_in_the_conversation(client, say, draft, alice, editor):
    assert say(alice, draft, "Needs a **number**.").url == f"{talk(draft)}#note-{Note.objects.get().pk}"
    client.force_login(editor)
    page = client.get(talk(draft)).content.decode()
    assert "<p>Needs a <strong>number</strong>.</p>" in page
    assert "Alice Ashby" in page


def test_htmx_gets_the_conversation_alone(say, draft, alice):
    page = say(alice, draft, "Needs a number.", headers=HTMX).content.decode()
    assert page.lstrip().startswith('<div class="talk"')
    assert "Needs a number." in page
    assert "<html" not in page


def test_script_in_a_note_stays_text(say, draft, alice):
    page = say(alice, draft, "<script>alert(1)</script><b>x</b>", headers=HTMX).content.decode()
    assert "<script>alert" not in page


@pytest.mark.parametrize("body", ["", "   ", "x" * 5001], ids=["empty", "blank", "too long"])
def test_note_that_will_not_do_is_shown_again(say, draft, alice, body):
    response = say(alice, draft, body)
    assert response.status_code == 422
    assert body[:5000] in response.content.decode()
    assert not Note.objects.exists()


def test_writer_changes_a_fresh_note(client, say, draft, alice):
    say(alice, draft, "Needs a numbr.")
    note = Note.objects.get()
    client.post(talk(draft, "note", note.pk), {"_edit": "1", "body": "Needs a number."})
    note.refresh_from_db()
    assert (note.body_html.strip(), note.edited_at is None) == ("<p>Needs a number.</p>", False)


def test_correction_that_will_not_do_is_shown_again(client, say, draft, alice):
    say(alice, draft, "Needs a number.")
    note = Note.objects.get()
    response = client.post(talk(draft, "note", note.pk), {"_edit": "1", "body": "x" * 5001})
    assert response.status_code == 422
    assert "x" * 5001 in response.content.decode()
    assert Note.objects.get().body == "Needs a number."


@pytest.mark.parametrize("why", ["another's", "old", "settled"])
def test_note_is_not_changed_by_others_nor_later(client, say, draft, alice, editor, why):
    say(alice, draft, "Needs a number.")
    note = Note.objects.get()
    if why == "old":
        Note.objects.update(created_at=timezone.now() - timedelta(hours=1))
    if why == "settled":
        note.settle(by=editor)
    client.force_login(editor if why == "another's" else alice)
    assert "Change it" not in client.get(talk(draft)).content.decode()
    response = client.post(talk(draft, "note", note.pk), {"_edit": "1", "body": "Never mind."})
    assert response.status_code == 403
    assert "Never mind." in response.content.decode()
    assert Note.objects.get().body == "Needs a number."


def test_note_is_settled_and_opened_again(client, say, draft, alice, editor):
    say(alice, draft, "Needs a number.")
    address = talk(draft, "note", Note.objects.get().pk)
    client.force_login(editor)
    assert "Settled by Eddie Editor" in client.post(address, {"_settle": "1"}, headers=HTMX).content.decode()
    assert not Note.objects.open().exists()
    client.post(address, {"_reopen": "1"})
    assert Note.objects.open().exists()


def test_note_of_another_article_is_not_found(client, say, draft, alice):
    say(alice, draft, "Needs a number.")
    other = make_article(status="draft", authors=[alice])
    assert client.post(talk(other, "note", Note.objects.get().pk), {"_settle": "1"}).status_code == 404


def test_readers_never_see_notes(client, say, alice, editor):
    article = make_article("Chips", authors=[alice])
    say(editor, article, "Between you and me, @alice: zebra.")
    client.logout()
    for path in [article.get_absolute_url(), "/feeds/rss.xml", "/feeds/feed.json", "/authors/alice/"]:
        assert "zebra" not in client.get(path).content.decode()
    assert "Chips" not in client.get("/search/?q=zebra").content.decode()


# calls by name


def test_called_person_gets_one_mail_with_the_words_and_the_way(say, draft, alice, editor, settings):
    settings.SITE_NAME = "Chips & Bits"
    say(alice, draft, "@editor, is a < b? @Editor @alice @nobody mail@editor.example")
    message = mail.outbox[-1]
    assert len(mail.outbox) == 1
    assert (message.to, message.subject) == ([editor.email], "Alice Ashby mentions you: Chips – Chips & Bits")
    assert "is a < b?" in message.body
    assert f"{settings.BASE_URL}{talk(draft)}" in message.body
    assert "is a &lt; b?" in message.alternatives[0].content
    tasks.tell_called.call(Mention.objects.get().pk)
    assert len(mail.outbox) == 1


def test_only_those_who_may_read_it_are_called(say, draft, alice, bob, mona, editor):
    make_user("other", groups=["Authors"])
    say(alice, draft, "@bob @mona @other @editor.")
    assert [mention.person for mention in Mention.objects.all()] == [editor]


def test_correction_calls_only_whom_it_adds(client, say, draft, alice, editor, django_capture_on_commit_callbacks):
    chief = make_user("chief", groups=["Editors"])
    say(alice, draft, "@editor look")
    with django_capture_on_commit_callbacks(execute=True):
        client.post(talk(draft, "note", Note.objects.get().pk), {"_edit": "1", "body": "@editor @chief look"})
    assert [message.to for message in mail.outbox] == [[editor.email], [chief.email]]


def test_somebody_is_called_once_in_a_note(draft, alice, editor):
    note = Note(article=draft, author=alice, body="@editor")
    note.post()
    with pytest.raises(IntegrityError), transaction.atomic():
        Mention.objects.create(note=note, person=editor)


def test_call_stays_until_it_is_read(client, say, draft, alice, editor):
    say(alice, draft, "@editor look")
    assert list(Article.objects.calling(editor)) == [draft]
    client.force_login(editor)
    assert "for you" in client.get(talk(draft)).content.decode()
    assert not Article.objects.calling(editor)
    assert "for you" not in client.get(talk(draft)).content.decode()


def test_no_mail_goes_to_who_lost_the_article_meanwhile(draft, alice, editor):
    note = Note(article=draft, author=editor, body="@alice")
    [mention] = note.post()
    draft.bylines.all().delete()
    tasks.tell_called.call(mention.pk)
    assert not mail.outbox


# decisions


def test_author_asks_an_editor_who_is_told(client, draft, alice, editor, django_capture_on_commit_callbacks):
    client.force_login(alice)
    with django_capture_on_commit_callbacks(execute=True):
        page = press(client, draft, "_submit", reviewer=editor.pk, note="Is it too long?")
    assert "Sent for review." in messages_of(page)
    submission = Submission.objects.get()
    assert (submission.by, submission.reviewer, submission.note) == (alice, editor, "Is it too long?")
    assert (mail.outbox[-1].to, mail.outbox[-1].subject) == (
        [editor.email],
        "Alice Ashby asks you to read: Chips – TechyMag",
    )
    assert "Is it too long?" in mail.outbox[-1].body


def test_author_cannot_ask_somebody_who_does_not_decide(client, draft, alice, mona):
    client.force_login(alice)
    page = press(client, draft, "_submit", reviewer=mona.pk, note="Typed words")
    assert page.status_code == 422
    assert "Typed words" in page.content.decode()
    assert not Submission.objects.exists()


def test_editor_sends_it_back_and_the_author_reads_why(
    client, draft, alice, editor, django_capture_on_commit_callbacks
):
    draft.submit(by=alice)
    client.force_login(editor)
    with django_capture_on_commit_callbacks(execute=True):
        page = press(client, draft, "_send_back", comment="The lead is too long.")
    assert "Sent back to Alice Ashby." in messages_of(page)
    assert "The lead is too long." in page.content.decode()
    assert (mail.outbox[-1].to, mail.outbox[-1].subject) == ([alice.email], "Sent back: Chips – TechyMag")
    assert "The lead is too long." in mail.outbox[-1].body


def test_nothing_is_sent_back_without_a_word(client, draft, alice, editor):
    draft.submit(by=alice)
    client.force_login(editor)
    page = press(client, draft, "_send_back", comment=" ")
    assert page.status_code == 422
    assert "Please say what should change" in page.content.decode()
    assert Article.objects.get().status == "in_review"


def test_editor_approves_now(client, draft, alice, editor, django_capture_on_commit_callbacks):
    draft.submit(by=alice)
    client.force_login(editor)
    with django_capture_on_commit_callbacks(execute=True):
        page = press(client, draft, "_approve", seen=draft.newest_version)
    assert "Approved and published." in messages_of(page)
    assert Article.objects.get().is_published
    assert mail.outbox[-1].subject == "Approved: Chips – TechyMag"


def test_editor_who_approves_hears_that_another_article_has_the_address_by_now(client, alice, editor):
    article = make_article("Chips", slug="chips", authors=[alice])
    article.save_draft(article.content | {"slug": "wafers"}, by=alice)
    article.submit(by=alice)
    make_article(slug="wafers")
    client.force_login(editor)
    page = press(client, article, "_approve", seen=article.newest_version)
    assert "Its address did not change: another article has the new one by now." in messages_of(page)
    assert "could not change the address of it: another has wafers by now" in client.get(talk(article)).text
    assert Article.objects.get(pk=article.pk).slug == "chips"


def test_editor_approves_for_later(client, draft, alice, editor):
    draft.submit(by=alice)
    client.force_login(editor)
    at = timezone.localtime() + timedelta(days=2)
    page = press(client, draft, "_approve", seen=draft.newest_version, at=at.strftime("%Y-%m-%dT%H:%M"))
    assert "Readers see it from" in messages_of(page)
    assert Article.objects.get().is_scheduled


@pytest.mark.parametrize(
    ("fields", "answer"),
    [
        ({"at": "2020-01-01T10:00"}, "This moment has passed"),
        ({"at": "soon"}, "valid date"),
        ({"seen": "x"}, "whole number"),
    ],
)
def test_approval_that_will_not_do_is_explained(client, draft, alice, editor, fields, answer):
    draft.submit(by=alice)
    client.force_login(editor)
    page = press(client, draft, "_approve", **{"seen": draft.newest_version} | fields)
    assert page.status_code == 422
    assert answer in page.content.decode()
    assert Article.objects.get().status == "in_review"


@pytest.mark.parametrize(
    ("changes", "answer"),
    [
        ({"body": "", "body_html": ""}, "There is no text in it yet"),
        ({"expires_at": timezone.now() - timedelta(days=1)}, "would expire before"),
    ],
)
def test_piece_that_cannot_be_published_is_not_approved(client, draft, alice, editor, changes, answer):
    draft.submit(by=alice)
    Article.objects.update(**changes)
    client.force_login(editor)
    page = press(client, draft, "_approve", seen=draft.newest_version)
    assert (page.status_code, answer in page.content.decode()) == (422, True)


def test_editor_who_comes_second_is_told_who_was_first(client, draft, alice, editor):
    submission = draft.submit(by=alice)
    client.force_login(editor)
    submission.send_back("No.", by=make_user("chief", display_name="The Chief", groups=["Editors"]))
    page = press(client, draft, "_approve", submission=submission.pk, seen=draft.newest_version)
    assert page.status_code == 409
    assert "The Chief was a little faster" in messages_of(page)
    assert Article.objects.get().status == "draft"


def test_text_that_changed_meanwhile_is_shown_before_it_is_approved(client, draft, alice, editor):
    draft.submit(by=alice)
    seen = draft.newest_version
    draft.save_draft(draft.content | {"title": "Wafers"}, by=alice)
    client.force_login(editor)
    page = press(client, draft, "_approve", seen=seen)
    assert (page.status_code, "read it again" in messages_of(page)) == (409, True)
    assert "The text was changed since" in page.content.decode()
    assert Article.objects.get().status == "in_review"


def test_author_takes_it_back(client, draft, alice):
    draft.submit(by=alice)
    client.force_login(alice)
    press(client, draft, "_withdraw")
    assert Article.objects.get().status == "draft"


@pytest.mark.parametrize("button", ["_approve", "_send_back"])
def test_author_does_not_decide(client, draft, alice, button):
    draft.submit(by=alice)
    client.force_login(alice)
    assert "What do you say?" not in client.get(talk(draft)).content.decode()
    assert press(client, draft, button, seen=1, comment="Fine").status_code == 403
    assert Submission.objects.waiting().exists()


@pytest.mark.parametrize("buttons", [[], ["_approve", "_send_back"], ["_delete"]], ids=str)
def test_what_is_no_decision_is_refused(client, draft, editor, buttons):
    client.force_login(editor)
    assert client.post(talk(draft, "review"), dict.fromkeys(buttons, "1")).status_code == 400


def test_decision_about_nothing_is_explained(client, draft, editor):
    client.force_login(editor)
    page = press(client, draft, "_approve", seen=1)
    assert (page.status_code, "no such review" in messages_of(page)) == (409, True)


def test_conversation_tells_what_was_done(client, draft, alice, editor):
    for title in ("Wafer", "Wafers"):
        draft.save_draft(draft.content | {"title": title, "slug": "chips-2"}, by=alice)
    actions.submit(draft, by=alice)
    Submission.objects.get().approve(by=editor)
    client.force_login(alice)
    page = " ".join(client.get(talk(draft)).content.decode().split())
    for line in ["Alice Ashby saved it 2 times", "asked the editors to read it", "Eddie Editor published it"]:
        assert line in page
    assert "chips → chips-2" in page


def test_queries_do_not_grow_with_the_conversation(client, draft, alice, editor, django_assert_max_num_queries):
    for number in range(12):
        Note(article=draft, author=alice, body=f"Note {number} @editor").post()
        Article.objects.get().submit(by=alice).send_back("No.", by=editor)
    client.force_login(editor)
    with django_assert_max_num_queries(22):
        assert client.get(talk(draft)).content.decode().count("talk__words") == 12
    assert AuditEntry.objects.count() == 36


def test_editor_sees_what_is_open_before_approving(client, draft, alice, editor):
    draft.submit(by=alice)
    Article.objects.update(lead="")
    client.force_login(editor)
    page = client.get(talk(draft)).content.decode()
    assert "open before publishing" in page
    assert "There is no lead" in page
