"""What is written is kept while it is written; who else has the article open is known."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article, OldSlug, Presence
from tests.factories import make_article, make_category, make_image, make_tag

from .desk import fields_of, submit

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/article/add/"
BEGIN = "/admin/articles/article/autosave/"


@pytest.fixture(autouse=True)
def at_the_desk(client, editor):
    client.force_login(editor)


def desk(article, rest="change/") -> str:
    return f"/admin/articles/article/{article.pk}/{rest}"


def again(article) -> Article:
    return Article.objects.get(pk=article.pk)


def opened(client, article, **changes):
    """The fields of the form as somebody sees it, with what they change."""
    return fields_of(client.get(desk(article))) | {name: [value] for name, value in changes.items()}


def autosave(client, article, fields):
    return client.post(desk(article, "autosave/"), fields)


def write(article, by, **changes):
    article = again(article)
    return article.save_draft(article.newest_content | changes, by=by)


def history(article):
    return [(r.kind, r.author, r.content["title"]) for r in article.revisions.order_by("number")]


def test_draft_is_kept_as_it_is_written_in_one_row(client, editor):
    article = make_article("Chips", status="draft")
    fields = opened(client, article)
    for title in ["W", "Wa", "Wafers"]:
        answer = autosave(client, article, fields | {"title": [title], "body": ["<p>New</p>"]}).json()
        fields["version"] = [str(answer["version"])]
    article = again(article)
    assert (article.title, article.body_html, article.newest_version) == ("Wafers", "<p>New</p>", answer["version"])
    assert history(article) == [("found", None, "Chips"), ("autosaved", editor, "Wafers")]
    page = submit(client, desk(article), title="Wafers")
    assert page.status_code == 200
    assert history(article)[1:] == [("saved", editor, "Wafers")]


def test_readers_see_nothing_of_what_is_being_written(client):
    article = make_article("Chips")
    autosave(client, article, opened(client, article, title="Wafers", slug="wafers"))
    article = again(article)
    assert (article.title, article.slug, article.newest_content["title"]) == ("Chips", "chips", "Wafers")
    assert "Chips" in client.get(article.get_absolute_url()).text
    assert not OldSlug.objects.exists()


def test_first_autosave_makes_the_article_once_however_often_it_is_sent(client, editor):
    category, tag, image = make_category(), make_tag(), make_image()
    fields = fields_of(client.get(ADD)) | {"title": ["Robots"], "body": ["<p>New</p>"], "category": [str(category.pk)]}
    fields |= {"tags": [str(tag.pk)], "cover": [str(image.pk)], "page": ["1-2"]}
    answer = client.post(BEGIN, fields).json()
    article = Article.objects.get()
    assert (answer["version"], answer["address"]) == (article.version, desk(article))
    assert (article.title, article.slug, article.status) == ("Robots", "robots", "draft")
    assert (article.byline_authors, list(article.tags.all()), article.cover) == ([editor], [tag], image)
    assert article.stats.views == 0
    assert client.post(BEGIN, fields).json()["address"] == desk(article)
    assert client.post(BEGIN, fields | {"title": ["Robots at last"]}).json()["version"] > article.version
    assert Article.objects.get().title == "Robots at last"
    client.post(BEGIN, fields | {"page": ["3-4"]})
    assert set(Article.objects.values_list("slug", flat=True)) == {"robots", "robots-2"}


def test_address_that_was_emptied_stays_as_it_was(client):
    article = make_article("Chips", status="draft", slug="chips")
    for title in ["Wafers", "Dies"]:
        autosave(client, article, opened(client, article, title=title, slug=""))
    assert (again(article).title, again(article).slug) == ("Dies", "chips")


@pytest.mark.parametrize("missing", ["a category is chosen", "there are words"])
def test_new_article_waits_for_what_it_cannot_do_without(client, missing):
    fields = fields_of(client.get(ADD)) | {"category": [str(make_category().pk)], "title": ["Robots"]}
    fields[{"a category is chosen": "category", "there are words": "title"}[missing]] = [""]
    assert client.post(BEGIN, fields).json() == {"missing": missing}
    assert not Article.objects.exists()


def test_text_without_a_headline_is_kept_as_untitled(client):
    fields = fields_of(client.get(ADD)) | {"category": [str(make_category().pk)], "body": ["<p>New</p>"]}
    assert client.post(BEGIN, fields).json()["left_out"] == ["headline"]
    assert (Article.objects.get().title, Article.objects.get().body) == ("Untitled", "<p>New</p>")


def test_field_that_is_wrong_keeps_its_former_value_and_is_named(client):
    make_article(slug="taken")
    article = make_article("Chips", status="draft", source_url="https://example.com/")
    wrong = {"title": "", "slug": "taken", "category": "x", "cover": "99999", "tags": "y", "source_url": "nonsense"}
    answer = autosave(client, article, opened(client, article, **wrong, lead="New", body="<p>New</p>")).json()
    names = ["headline", "address", "category", "tags", "cover", "source address"]
    assert answer["left_out"] == names
    kept = again(article)
    assert (kept.lead, kept.body) == ("New", "<p>New</p>")
    assert kept.content == article.content | {"lead": "New", "body": "<p>New</p>"}


def test_what_acts_at_once_is_left_to_the_buttons_and_named(client):
    article = make_article("Chips")
    answer = autosave(client, article, opened(client, article, title="Wafers", featured="on", note="Why")).json()
    assert answer["left_out"] == ["featured", "note"]
    assert (again(article).featured, again(article).draft.note) == (False, "")


@pytest.mark.parametrize("path", ["autosave/", "{}/autosave/"])
@pytest.mark.parametrize(
    "sent", [{}, {"title": "x"}, {"title": "x", "version": "1"}], ids=["empty", "title", "no body"]
)
def test_what_is_no_form_is_refused(client, path, sent):
    article = make_article(status="draft", body="<p>Kept</p>")
    assert client.post("/admin/articles/article/" + path.format(article.pk), sent).status_code == 400
    assert again(article).body == "<p>Kept</p>"


@pytest.mark.parametrize("version", ["", "-1", "0", "9" * 18, "9" * 30, "\0", "x"])
def test_odd_version_breaks_nothing(client, version):
    article = make_article("Chips", status="draft")
    assert autosave(client, article, opened(client, article, title="Wafers", version=version)).status_code == 200
    assert client.post(desk(article, "presence/"), {"version": version}).status_code in (200, 400)


# others


def test_what_another_saved_is_taken_into_the_page_before_anything_is_written(client, alice):
    article = make_article("Chips", lead="Old", body="<p>One.</p><p>Two.</p>", authors=[alice])
    fields = opened(client, article, body="<p>One of mine.</p><p>Two.</p>")
    tag, image = make_tag("New"), make_image()
    write(article, alice, lead="Hers", body="<p>One.</p><p>Two of hers.</p>", tags=[tag.pk], cover=image.pk)
    before = history(article)
    answer = autosave(client, article, fields).json()
    assert history(article) == before
    assert answer["told"] == "Alice Ashby changed: lead, text, tags and cover."
    assert answer["take_in"] == {
        "names": ["lead", "body", "tags", "cover"],
        "fields": [
            ["lead", "Hers"], ["body", "<p>One of mine.</p><p>Two of hers.</p>"], ["tags", str(tag.pk)], ["cover", str(image.pk)]
        ],
        "labels": {f"tags {tag.pk}": "New"},
        "previews": {"cover": image.file.url},
    }  # fmt: skip
    taken_in = {name: [value] for name, value in answer["take_in"]["fields"]}
    answer = autosave(client, article, fields | taken_in | {"version": [str(answer["version"])]}).json()
    newest = again(article).newest_content
    assert (newest["lead"], newest["body"]) == ("Hers", "<p>One of mine.</p><p>Two of hers.</p>")
    assert (newest["tags"], newest["cover"], again(article).newest_version) == ([tag.pk], image.pk, answer["version"])


def test_same_words_changed_by_both_clash_and_nothing_is_written(client, alice):
    article = make_article("Chips", authors=[alice])
    fields = opened(client, article, title="Mine")
    write(article, alice, title="Hers")
    before = history(article)
    answer = autosave(client, article, fields).json()
    assert answer == {"clashes": "Kept on this device. Alice Ashby changed the same words."}
    assert history(article) == before
    page = client.post(desk(article), fields | {"_save": ["1"]})
    assert page.url == desk(article, f"history/{again(article).newest_version + 1}/merge/")


def test_autosave_whose_answer_was_lost_is_no_change_by_another(client, editor):
    article = make_article("Chips", status="draft")
    fields = opened(client, article, title="Wafers")
    first = autosave(client, article, fields).json()
    assert autosave(client, article, fields).json()["version"] >= first["version"]
    assert history(article)[1:] == [("autosaved", editor, "Wafers")]


def test_text_that_another_goes_on_from_stays_so_that_only_real_clashes_are_some(client, editor, alice):
    """She opened what he had written so far; he goes on with his paragraph, and she writes another one."""
    article = make_article(body="<p>One.</p><p>Two.</p><p>Three.</p>", authors=[alice])
    his = opened(client, article)
    his["version"] = [
        str(autosave(client, article, his | {"body": ["<p>His.</p><p>Two.</p><p>Three.</p>"]}).json()["version"])
    ]
    client.force_login(alice)
    hers = opened(client, article, body="<p>His.</p><p>Two.</p><p>Hers.</p>")
    client.force_login(editor)
    autosave(client, article, his | {"body": ["<p>His, longer.</p><p>Two.</p><p>Three.</p>"]})
    client.force_login(alice)
    answer = autosave(client, article, hers).json()
    assert answer["take_in"]["fields"] == [["body", "<p>His, longer.</p><p>Two.</p><p>Hers.</p>"]]


# who may


def test_guest_is_told_where_to_sign_in(client):
    article = make_article(status="draft")
    fields = opened(client, article, title="Lost?")
    client.logout()
    for path in [BEGIN, desk(article, "autosave/"), desk(article, "presence/")]:
        for answer in [client.get(path), client.post(path, fields)]:
            assert answer.status_code == 401
            assert answer.json() == {"sign_in": "/accounts/login/?next=%2Fadmin%2F"}
    assert again(article).title != "Lost?"


def test_who_signed_in_again_gets_a_new_token(client):
    for path in [BEGIN, desk(make_article(), "autosave/")]:
        assert len(client.get(path).json()["token"]) == 64


def test_author_writes_own_articles_only_and_none_that_is_archived(client, alice):
    own, others = make_article("Own", authors=[alice]), make_article("Not hers")
    archived = make_article("Old", authors=[alice], status="archived")
    fields = opened(client, own, title="New")
    client.force_login(alice)
    statuses = {article.title: autosave(client, article, fields).status_code for article in (own, others, archived)}
    assert statuses == {"Own": 200, "Not hers": 404, "Old": 403}
    assert again(own).newest_content["title"] == "New"
    assert {again(others).newest_content["title"], again(archived).title} == {"Not hers", "Old"}
    for article, status in [(others, 404), (archived, 403)]:
        assert client.post(desk(article, "presence/")).status_code == status


def test_moderator_and_reader_write_nothing(client, mona, bob):
    article = make_article("Chips", status="draft")
    fields = opened(client, article, title="Worse")
    for person, status in [(mona, 403), (bob, 401)]:
        client.force_login(person)
        assert client.post(BEGIN, fields).status_code == status
        assert autosave(client, article, fields).status_code in (401, 403, 404)
    assert again(article).title == "Chips"
    assert Article.objects.count() == 1


# presence


def test_people_see_who_else_has_it_open_until_they_leave(client, editor, alice, mona):
    article = make_article(authors=[alice])
    assert client.get(desk(article)).context["presence"] == {"who": "", "when": ""}
    client.force_login(alice)
    assert "Eddie Editor is editing this" in client.get(desk(article)).text
    said = client.post(desk(article, "presence/")).json()
    assert said["who"] == "Eddie Editor is editing this"
    assert re.fullmatch(r"\d s ago", said["when"])
    Presence.objects.note(article, mona, 1)
    client.force_login(editor)
    assert client.post(desk(article, "presence/")).json()["who"] == "Mona and Alice Ashby are editing this"
    Presence.objects.update(seen_at=timezone.now() - timedelta(seconds=31))
    assert client.post(desk(article, "presence/")).json()["who"] == ""


def test_who_only_looks_is_not_editing(client, alice):
    article = make_article(authors=[alice], status="archived")
    client.force_login(alice)
    client.get(desk(article))
    assert not Presence.objects.exists()


def test_there_is_one_row_a_person_and_none_after_a_day(client, editor, alice):
    article, old = make_article(), make_article()
    Presence.objects.note(old, alice, 1)
    Presence.objects.update(seen_at=timezone.now() - timedelta(days=2))
    for _ in range(2):
        client.get(desk(article))
    assert [(p.article, p.user, p.version) for p in Presence.objects.all()] == [(article, editor, 1)]


def test_list_marks_what_others_have_open(client, editor, alice):
    article, other = make_article("Chips"), make_article("Wafers")
    Presence.objects.note(article, alice, 1)
    Presence.objects.note(other, editor, 1)
    page = client.get("/admin/articles/article/").text
    assert page.count("Alice Ashby is editing this") == 1
    assert "Eddie Editor is editing this" not in page
