"""The texts of an article at the desk: its history, what differs, restoring, merging, discarding, scheduling."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from articles.models import Article, AuditEntry
from tests.factories import make_article, make_image, make_tag, make_user

from .desk import fields_of, messages_of, submit

pytestmark = pytest.mark.django_db
TOMORROW = (timezone.now() + timedelta(days=1)).replace(second=0, microsecond=0)


@pytest.fixture(autouse=True)
def at_the_desk(client, editor):
    client.force_login(editor)


def desk(article, rest="change/") -> str:
    return f"/admin/articles/article/{article.pk}/{rest}"


def again(article) -> Article:
    return Article.objects.get(pk=article.pk)


def write(article, by, **changes):
    article = again(article)
    return article.save_draft(article.newest_content | changes, by=by)


@pytest.fixture
def clashing(client, editor, alice):
    """An article that alice saved after the editor's form was filled; the form's fields."""
    article = make_article("Chips", body="<p>One.</p><p>Two.</p><p>Three.</p>", authors=[alice])
    fields = fields_of(client.get(desk(article)))
    write(article, alice, title="Hers", body="<p>One.</p><p>Two of hers.</p><p>3 of hers.</p>")
    mine = {"title": ["Mine"], "body": ["<p>One of mine.</p><p>Two of mine.</p><p>Three.</p>"], "lead": ["New lead"]}
    return article, fields | mine | {"note": ["Why"]}


def choices(page):
    """Name → values of the choices that a page offers."""
    found = {}
    for radio in html.fromstring(page.text).iterfind(".//form[@class='clashes']//input[@type='radio']"):
        found.setdefault(radio.get("name"), []).append(radio.get("value"))
    return found


def test_saved_changes_wait_until_they_are_published(client, editor):
    article = make_article("Chips")
    page = submit(client, desk(article), title="Wafers", note="Better word")
    assert messages_of(page).startswith("Saved as a draft of changes, which readers do not see: ")
    assert "Changes not published yet" in page.text
    assert fields_of(page)["title"] == ["Wafers"]
    assert "Chips" in client.get(article.get_absolute_url()).text
    assert again(article).draft.note == "Better word"
    page = submit(client, desk(article), button="_publish_changes")
    assert messages_of(page).startswith("Published: ")
    assert "Wafers" in client.get(article.get_absolute_url()).text
    assert again(article).draft is None


def test_publishing_settings_act_at_once_and_no_word_with_them(client):
    article = make_article("Chips")
    submit(client, desk(article), title="Wafers", featured="on")
    article = again(article)
    assert (article.featured, article.title) == (True, "Chips")


def test_draft_of_changes_leaves_the_date_of_the_live_version(client):
    article = make_article("Chips")
    before = again(article).modified_at
    submit(client, desk(article), title="Wafers")
    assert again(article).modified_at == before


def test_changes_are_scheduled_and_taken_off_the_schedule(client):
    article = make_article("Chips")
    page = submit(
        client, desk(article), button="_schedule_changes", title="Wafers", changes_at=f"{TOMORROW:%Y-%m-%dT%H:%M}"
    )
    assert messages_of(page).startswith("Saved, to go live on ")
    assert again(article).scheduled_changes.goes_live_at == TOMORROW
    submit(client, desk(article), title="Wafers, corrected")
    assert again(article).scheduled_changes.content["title"] == "Wafers, corrected"
    submit(client, desk(article), button="_unschedule_changes")
    assert again(article).scheduled_changes is None
    assert again(article).draft.content["title"] == "Wafers, corrected"


def test_what_an_author_saves_does_not_go_live_with_what_an_editor_scheduled(client, editor, alice):
    article = make_article("Chips", authors=[alice])
    write(article, editor, title="Agreed")
    again(article).schedule_changes(TOMORROW)
    client.force_login(alice)
    submit(client, desk(article), title="Not agreed")
    assert again(article).scheduled_changes.content["title"] == "Agreed"


def test_plain_save_agrees_to_nothing_that_somebody_else_wrote(client, editor, alice):
    article = make_article("Chips", authors=[alice])
    write(article, editor, title="Agreed")
    again(article).schedule_changes(TOMORROW)
    write(article, alice, title="Not agreed")
    submit(client, desk(article))
    assert again(article).scheduled_changes.content["title"] == "Agreed"
    assert again(article).draft.content["title"] == "Not agreed"


def test_what_was_merged_at_a_save_waits_for_somebody_to_read_it(client, editor, alice):
    article = make_article("Chips", authors=[alice])
    write(article, editor, title="Agreed")
    again(article).schedule_changes(TOMORROW)
    fields = fields_of(client.get(desk(article)))
    write(article, alice, title="Not agreed")
    client.post(desk(article), fields | {"lead": ["New lead"], "_save": "anyway"})
    assert again(article).draft.content["title"] == "Not agreed"
    assert again(article).draft.content["lead"] == "New lead"
    assert again(article).scheduled_changes.content["title"] == "Agreed"


@pytest.mark.parametrize("moment", ["", "2020-01-01T10:00", "2999-01-01T10:00", "never"])
def test_changes_are_scheduled_for_a_moment_to_come_only(client, moment):
    article = make_article("Chips")
    page = submit(client, desk(article), button="_schedule_changes", title="Wafers", changes_at=moment)
    assert page.context["adminform"].form.errors.keys() == {"changes_at"}
    assert fields_of(page)["title"] == ["Wafers"]
    assert again(article).draft is None


def test_changes_are_discarded_after_asking(client, editor):
    article = make_article("Chips")
    write(article, editor, title="Wafers")
    assert "Discard the changes?" in client.get(desk(article, "changes/discard/")).text
    assert again(article).draft
    page = client.post(desk(article, "changes/discard/"), follow=True)
    assert fields_of(page)["title"] == ["Chips"]
    assert again(article).draft is None
    assert str(AuditEntry.objects.latest("pk")) == "Eddie Editor discarded changes to Chips"


def test_author_hears_that_what_waited_for_a_review_was_discarded(
    client, editor, alice, django_capture_on_commit_callbacks
):
    article = make_article("Chips", authors=[alice])
    write(article, alice, title="Wafers")
    again(article).submit(by=alice)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(desk(article, "changes/discard/"))
    assert [message.to for message in mail.outbox] == [[alice.email]]


def test_scheduled_article_is_changed_before_it_appears(client):
    article = make_article("Chips", published_at=TOMORROW)
    page = submit(client, desk(article), button="_publish_changes", title="Wafers")
    assert messages_of(page).startswith("Scheduled for ")
    assert again(article).title == "Wafers"


def test_save_on_top_of_another_is_merged(client, alice, editor):
    article = make_article("Chips", body="<p>One.</p><p>Two.</p>", authors=[alice])
    fields = fields_of(client.get(desk(article)))
    write(article, alice, title="Hers", body="<p>One.</p><p>Two of hers.</p>")
    page = client.post(
        desk(article), fields | {"body": ["<p>One of mine.</p><p>Two.</p>"], "_save": ["1"]}, follow=True
    )
    assert "Merged with what Alice Ashby saved meanwhile." in messages_of(page)
    newest = again(article).newest_content
    assert (newest["title"], newest["body"]) == ("Hers", "<p>One of mine.</p><p>Two of hers.</p>")


def test_setting_that_another_changed_stays(client):
    article = make_article("Chips")
    fields = fields_of(client.get(desk(article)))
    Article.objects.filter(pk=article.pk).update(featured=True, comments_open=False)
    client.post(desk(article), fields | {"_save": ["1"]})
    assert (again(article).featured, again(article).comments_open) == (True, False)


def test_clash_is_shown_side_by_side_and_settled(client, clashing):
    article, fields = clashing
    page = client.post(desk(article), fields | {"_publish_changes": ["anyway"]}, follow=True)
    assert "it clashes with what was saved meanwhile by Alice Ashby" in messages_of(page)
    assert "<del>Chips</del><ins>Mine</ins>" in page.text
    assert "<p>Two <ins>of hers</ins>.</p>" in page.text
    assert (again(article).title, again(article).newest_content["title"]) == ("Chips", "Hers")
    offered = choices(page)
    assert sorted(map(len, offered.values())) == [2, 3]
    chosen = {key: "both" if "both" in values else "mine" for key, values in offered.items()}
    page = client.post(page.redirect_chain[-1][0], chosen, follow=True)
    newest = again(article).draft
    assert newest.content["title"] == "Mine"
    assert newest.content["lead"] == "New lead"
    assert newest.content["body"] == "<p>One of mine.</p><p>Two of mine.</p><p>Two of hers.</p><p>3 of hers.</p>"
    assert (newest.kind, newest.note) == ("merged", "Why")
    assert messages_of(page) == "Both texts are merged."


def test_missing_choice_is_asked_again_and_the_others_stay(client, clashing):
    article, fields = clashing
    page = client.post(desk(article), fields | {"_save": ["1"]}, follow=True)
    first, second = choices(page)
    page = client.post(page.redirect_chain[-1][0], {first: "mine", second: "nonsense"})
    assert page.status_code == 200
    assert page.text.count(" checked") == 1
    assert again(article).newest_content["title"] == "Hers"


def test_third_save_while_choosing_is_shown_too(client, alice, clashing):
    article, fields = clashing
    page = client.post(desk(article), fields | {"_save": ["1"]}, follow=True)
    chosen = dict.fromkeys(choices(page), "mine")
    write(article, alice, title="Hers, again")
    page = client.post(page.redirect_chain[-1][0], chosen)
    assert again(article).newest_content["title"] == "Hers, again"
    assert "<ins>Hers, again</ins>" in page.text
    client.post(page.wsgi_request.path, chosen | dict.fromkeys(choices(page), "theirs"))
    assert again(article).newest_content["title"] == "Hers, again"
    assert again(article).newest_content["lead"] == "New lead"


def test_clash_about_rows_says_their_names(client, alice, editor):
    article, image = make_article(authors=[alice]), make_image(alt="A teal field")
    fields = fields_of(client.get(desk(article)))
    write(article, alice, byline=[alice.pk, editor.pk], cover=make_image(alt="Red").pk)
    page = client.post(
        desk(article), fields | {"byline": [str(editor.pk)], "cover": [str(image.pk)], "_save": ["1"]}, follow=True
    )
    assert "<del>Alice Ashby</del><ins>Eddie Editor</ins>" in page.text
    assert "<ins>A teal field</ins>" in page.text


@pytest.mark.parametrize("version", ["", "0", "abc", "9" * 40, "-1", "²", None])
def test_form_without_a_known_version_overwrites_nothing(client, clashing, version):
    article, fields = clashing
    fields = {name: value for name, value in (fields | {"version": version}).items() if value is not None}
    page = client.post(desk(article), fields | {"_save": ["1"]}, follow=True)
    assert page.status_code == 200
    assert again(article).newest_content["title"] == "Hers"


def test_history_lists_who_saved_what_and_when(client, editor, alice):
    article = make_article("Chips", status="draft")
    write(article, alice, title="Wafers")
    submit(client, desk(article), title="Dies", note="Once more")
    page = client.get(desk(article, "history/"))
    rows = [
        " ".join(row.text_content().split())
        for row in html.fromstring(page.text).iterfind(".//li[@class='revisions__row']")
    ]
    assert ["Eddie Editor" in rows[0], "Alice Ashby" in rows[1], "As it was" in rows[2]] == [True] * 3
    assert "Once more" in rows[0]
    assert "Newest" in rows[0]
    assert "Restore" not in rows[0]
    assert "Restore" in rows[1]


def test_long_history_is_paged_with_as_many_queries(client, editor, django_assert_num_queries):
    article = make_article()
    for number in range(3):
        write(article, editor, title=f"Title {number}")
    client.get(desk(article, "history/"))
    with CaptureQueriesContext(connection) as few:
        client.get(desk(article, "history/"))
    for number in range(35):
        write(article, editor, title=f"More {number}")
    with django_assert_num_queries(len(few)):
        page = client.get(desk(article, "history/"))
    older = client.get(desk(article, "history/"), {"before": page.context["older"]})
    shown = [r.number for p in (page, older) for r in p.context["revisions"]]
    assert shown == list(range(39, 0, -1))


def test_two_texts_are_compared_word_by_word(client, editor, alice):
    article = make_article(
        "Chips are small", body="<p>One.</p><p>Two words.</p>", tags=[make_tag("Old")], status="draft"
    )
    write(article, alice, title="Chips are tiny", body="<p>One.</p><p>Three words.</p>", tags=[make_tag("New").pk])
    page = client.get(desk(article, "history/compare/"), {"old": 2, "new": 1})
    assert "Chips are <del>small</del><ins>tiny</ins>" in page.text
    assert "<p><del>Two</del> <ins>Three</ins> words.</p>" in page.text
    assert "<del>Old</del><ins>New</ins>" in page.text
    assert client.get(desk(article, "history/compare/"), {"new": 2}).text.count("<ins>") == page.text.count("<ins>")
    assert "Nothing differs." in client.get(desk(article, "history/compare/"), {"new": 1}).text


def test_text_in_the_history_is_never_markup(client, alice):
    article = make_article(status="draft")
    write(article, alice, title="<script>alert(1)</script>", lead="<img src=x onerror=alert(1)>", seo_title="<b>x</b>")
    for page in ("history/", "history/compare/?new=2", "history/1/restore/"):
        text = client.get(desk(article, page)).text
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert "<b>x" not in text


def test_older_text_is_restored_after_asking(client, editor, alice):
    article = make_article("Chips", status="draft")
    write(article, alice, title="Wafers")
    assert "<del>Wafers</del><ins>Chips</ins>" in client.get(desk(article, "history/1/restore/")).text
    assert again(article).title == "Wafers"
    page = client.post(desk(article, "history/1/restore/"), follow=True)
    assert fields_of(page)["title"] == ["Chips"]
    newest = article.revisions.newest_first().first()
    assert (newest.kind, newest.author, again(article).title) == ("restored", editor, "Chips")


def test_restoring_what_is_published_makes_a_draft_of_changes(client, alice):
    article = make_article("Chips")
    write(article, alice, title="Wafers")
    again(article).publish_changes()
    client.post(desk(article, "history/1/restore/"))
    assert (again(article).title, again(article).newest_content["title"]) == ("Wafers", "Chips")


PAGES = ["history/", "history/compare/?new=1", "history/1/restore/", "history/3/merge/", "changes/discard/"]


@pytest.fixture
def kept(editor, alice):
    """An article of alice with a draft of changes, and with a text that was set aside."""
    article = make_article(authors=[alice])
    write(article, editor, title="Wafers")
    again(article).set_aside(article.content, by=editor, based_on=1)
    return article


@pytest.mark.parametrize("page", PAGES)
def test_history_is_for_those_who_may_change_the_article(client, kept, mona, bob, page):
    client.logout()
    assert client.get(desk(kept, page)).status_code == 302
    client.force_login(bob)
    assert client.get(desk(kept, page)).status_code in (302, 403)
    for user in (mona, make_user(groups=["Authors"])):
        client.force_login(user)
        assert client.get(desk(kept, page)).status_code in (403, 404)


@pytest.mark.parametrize(("page", "status"), [(page, 403 if "discard" in page else 200) for page in PAGES])
def test_author_sees_the_history_and_does_not_discard(client, kept, alice, page, status):
    client.force_login(alice)
    assert client.get(desk(kept, page)).status_code == status
    assert client.post(desk(kept, "changes/discard/")).status_code == 403
    assert again(kept).draft


@pytest.mark.parametrize(
    "page",
    [
        *("history/compare/", "history/compare/?new=9", "history/compare/?new=x", "history/compare/?new=²&old=1"),
        *("history/9/restore/", f"history/{'9' * 30}/restore/", "history/1/merge/", "history/9/merge/"),
        *("history/compare/?new=1&old=99999999999999999999", "history/x/restore/"),
    ],
)
def test_texts_that_are_not_there(client, kept, page):
    assert client.get(desk(kept, page)).status_code in (302, 404)


@pytest.mark.parametrize("page", PAGES)
def test_article_that_is_not_there_has_no_history(client, page):
    assert client.get(f"/admin/articles/article/{'9' * 30}/{page}").status_code in (302, 404)
    assert client.get(f"/admin/articles/article/77/{page}").status_code in (302, 404)


@pytest.mark.parametrize("before", ["x", "-1", "9" * 30, "²", "0"])
def test_nonsense_in_the_address_of_the_history_is_no_crash(client, kept, before):
    assert client.get(desk(kept, "history/"), {"before": before}).status_code == 200
