"""Who may come to the desk, and what each group may do there."""

import pytest
from django.contrib import admin
from django.urls import reverse

from articles.models import Article
from tests.factories import PASSWORD, make_article, make_user

from .desk import fields_of, submit

INDEX = "/admin/"
LIST = "/admin/articles/article/"
ADD = "/admin/articles/article/add/"


def change(article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


@pytest.mark.parametrize("path", [INDEX, LIST, ADD, "/admin/articles/image/library/", "/admin/login/"])
def test_guest_is_sent_to_the_magazines_own_sign_in(client, db, path):
    response = client.get(path, follow=True)
    assert response.redirect_chain[-1][0].startswith("/accounts/login/?next=%2Fadmin%2F")
    assert b"this_is_the_login_form" not in response.content


def test_sign_in_leads_to_the_page_that_was_asked_for(client, editor):
    sign_in = client.get(ADD, follow=True).redirect_chain[-1][0]
    response = client.post(sign_in, {"login": "editor", "password": PASSWORD})
    assert response.url == ADD


def test_reader_without_a_desk_is_told_so_and_not_sent_in_circles(client, bob):
    client.force_login(bob)
    response = client.get(LIST, follow=True)
    assert response.status_code == 403
    assert len(response.redirect_chain) <= 1


def test_session_that_ended_gives_the_words_back(client, editor):
    response = client.post(ADD, {"title": "Lost?", "body": "<p>Three hours of work</p>"})
    assert response.status_code == 403
    assert "Three hours of work" in response.content.decode()


def test_signing_out_leads_to_the_site(client, editor):
    client.force_login(editor)
    assert client.post("/admin/logout/").url == "/"


def test_author_sees_own_articles_only(client, alice, editor):
    mine, others = make_article("Mine", status="draft", authors=[alice]), make_article("Not mine", status="draft")
    client.force_login(alice)
    page = client.get(LIST).content.decode()
    assert mine.title in page
    assert others.title not in page
    assert client.get(change(others)).url == INDEX


@pytest.mark.parametrize("status", ["draft", "in_review"])
def test_author_changes_own_unpublished_article(client, alice, status):
    article = make_article(status=status, authors=[alice])
    client.force_login(alice)
    submit(client, change(article), title="Better")
    article.refresh_from_db()
    assert (article.title, article.status) == ("Better", status)


def test_author_reads_but_does_not_change_what_is_archived(client, alice):
    article = make_article(status="archived", authors=[alice])
    client.force_login(alice)
    page = client.get(change(article))
    assert page.status_code == 200
    assert b'name="_save"' not in page.content
    response = client.post(change(article), {"title": "Worse", "body": "<p>Three hours of work</p>", "_save": "1"})
    assert response.status_code == 403
    assert "Three hours of work" in response.content.decode()
    article.refresh_from_db()
    assert article.title != "Worse"


def test_author_drafts_changes_of_what_is_published_and_readers_see_nothing(client, alice):
    article = make_article("Chips", authors=[alice])
    client.force_login(alice)
    page = client.get(change(article))
    assert b'name="_publish_changes"' not in page.content
    submit(client, change(article), title="Better")
    article.refresh_from_db()
    assert (article.title, article.draft.content["title"], article.draft.author) == ("Chips", "Better", alice)


def test_author_whose_article_was_published_meanwhile_has_a_draft_of_changes(client, alice):
    article = make_article(status="draft", authors=[alice])
    client.force_login(alice)
    fields = fields_of(client.get(change(article)))
    article.publish()
    client.post(change(article), fields | {"body": ["<p>Three hours of work</p>"], "_save": ["1"]})
    article.refresh_from_db()
    assert "Three hours" not in article.body
    assert article.newest_content["body"] == "<p>Three hours of work</p>"


@pytest.mark.parametrize(
    "button", ["_publish", "_publish_changes", "_publish_now", "_schedule_changes", "_unpublish", "_unschedule_changes"]
)
def test_author_cannot_publish_whatever_is_posted(client, alice, button):
    article = make_article(status="draft", authors=[alice])
    client.force_login(alice)
    assert b'name="_publish"' not in client.get(change(article)).content
    assert submit(client, change(article), button=button).status_code == 403
    article.refresh_from_db()
    assert article.status == "draft"


def test_author_cannot_set_what_editors_decide(client, alice):
    article = make_article(status="draft", authors=[alice], published_at=None)
    client.force_login(alice)
    submit(client, change(article), featured="on", published_at="2020-01-01T10:00", comments_open=None)
    article.refresh_from_db()
    assert (article.featured, article.published_at, article.comments_open) == (False, None, True)


def test_author_has_no_bulk_actions(client, alice):
    article = make_article(status="draft", authors=[alice])
    client.force_login(alice)
    client.post(LIST, {"action": "publish", "_selected_action": [article.pk], "index": "0"})
    article.refresh_from_db()
    assert article.status == "draft"


def test_author_cannot_delete(client, alice):
    article = make_article(status="draft", authors=[alice])
    client.force_login(alice)
    assert client.post(f"{LIST}{article.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Article.objects.exists()


def test_author_stays_on_the_byline(client, alice, editor):
    article = make_article(status="draft", authors=[alice, editor])
    client.force_login(alice)
    page = submit(client, change(article), byline=[str(editor.pk)])
    assert "please stay among its authors" in page.content.decode()
    assert alice in article.authors.all()


def test_author_finds_colleagues_without_seeing_addresses(client, alice, editor, bob):
    client.force_login(alice)
    query = {"app_label": "articles", "model_name": "article", "field_name": "authors"}
    found = client.get("/admin/autocomplete/", query | {"term": "e"}).json()["results"]
    assert {person["text"] for person in found} == {"Alice Ashby", "Eddie Editor"}
    assert client.get("/admin/autocomplete/", query | {"term": "example.com"}).json()["results"] == []
    assert client.get("/admin/accounts/user/").status_code == 403


def test_stranger_gets_nothing_from_autocomplete(client, mona):
    client.force_login(mona)
    query = {"app_label": "articles", "model_name": "article", "field_name": "authors", "term": "a"}
    assert client.get("/admin/autocomplete/", query).status_code == 403


def test_moderator_has_no_articles(client, mona):
    client.force_login(mona)
    assert client.get(LIST).status_code == 403
    assert client.get(ADD).status_code == 403
    assert client.get("/admin/articles/image/library/").status_code == 403


def test_editor_changes_everything(client, editor, alice):
    article = make_article(authors=[alice])
    client.force_login(editor)
    submit(client, change(article), button="_publish_changes", title="Edited", featured="on", comments_open=None)
    article.refresh_from_db()
    assert (article.title, article.featured, article.comments_open) == ("Edited", True, False)


@pytest.mark.parametrize(
    "path", ["category/add/", "tag/add/", "image/add/", "category/", "tag/", "image/", "image/library/"]
)
def test_editor_manages_what_articles_are_filed_under(client, editor, path):
    client.force_login(editor)
    assert client.get(f"/admin/articles/{path}").status_code == 200


@pytest.mark.parametrize("path", ["category/add/", "tag/add/"])
def test_author_does_not_make_categories_or_tags(client, alice, path):
    client.force_login(alice)
    assert client.get(f"/admin/articles/{path}").status_code == 403


@pytest.mark.parametrize(
    ("path", "target"), [("/admin/password_change/", "/accounts/password/change/"), ("/admin/articles/", INDEX)]
)
def test_pages_that_the_magazine_has_elsewhere(client, editor, path, target):
    client.force_login(editor)
    assert client.get(path).url == target


def test_somebody_with_the_flag_alone_sees_an_empty_desk(client, db):
    client.force_login(make_user(is_staff=True))
    assert client.get(INDEX).status_code == 200
    assert client.get(LIST).status_code == 403


def test_permissions_are_asked_object_by_object(rf, alice, editor):
    own, others = make_article(status="draft", authors=[alice]), make_article(status="draft")
    desk = admin.site.get_model_admin(Article)
    request = rf.get(LIST)
    request.user = alice
    assert desk.has_view_permission(request, own)
    assert desk.has_change_permission(request, own)
    assert not desk.has_view_permission(request, others)
    assert not desk.has_change_permission(request, others)
    request.user = editor
    assert desk.has_change_permission(request, others)


def test_posting_to_the_history_changes_nothing(client, editor):
    article = make_article()
    client.force_login(editor)
    assert client.post(f"{LIST}{article.pk}/history/").status_code == 200
