"""Pages at the desk."""

import pytest
from django.contrib.redirects.models import Redirect

from pages.models import Page
from tests.articles.desk import fields_of, messages_of, submit
from tests.factories import make_page, make_user

LIST, ADD = "/admin/pages/page/", "/admin/pages/page/add/"


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def change(page) -> str:
    return f"/admin/pages/page/{page.pk}/change/"


def save(desk, path, **changes):
    return submit(desk, path, form_id="page_form", **changes)


def test_editor_writes_a_page(desk):
    page = save(desk, ADD, title="Our \n rules", body="<p>Be kind.</p><script>x</script>", published="on")
    assert "Saved: " in messages_of(page)
    row = Page.objects.get(slug="our-rules")
    assert (row.title, row.body_html, row.published) == ("Our rules", "<p>Be kind.</p>", True)
    assert "/pages/our-rules/" in desk.get("/").text


def test_draft_is_looked_at_before_it_is_published(desk):
    response = submit(desk, ADD, form_id="page_form", button="_preview", title="Rules", published=None)
    assert response.redirect_chain[-1][0] == "/pages/rules/"
    assert "readers do not see this page" in response.text


def test_address_is_not_given_twice(desk):
    assert "There is a page at /pages/about/ already." in save(desk, ADD, title="About", slug="about").text
    assert "Please give the page an address" in save(desk, ADD, title="!!!").text


def test_old_address_leads_to_the_new_one(desk):
    page = make_page("Rules")
    save(desk, change(page), slug="code-of-conduct")
    assert desk.get("/pages/rules/").url == "/pages/code-of-conduct/"
    save(desk, change(page), slug="conduct")
    assert desk.get("/pages/rules/").url == "/pages/conduct/"
    save(desk, change(page), slug="rules")
    assert desk.get("/pages/rules/").status_code == 200
    assert not Redirect.objects.filter(old_path="/pages/rules/").exists()


def test_save_over_somebody_elses_is_refused_once_and_loses_nothing(desk):
    page = make_page("Rules")
    mine = fields_of(desk.get(change(page)), "page_form")
    save(desk, change(page), body="<p>Theirs</p>")
    answer = desk.post(change(page), mine | {"body": ["<p>Mine</p>"], "_save": ["1"]})
    assert "Somebody else saved this" in answer.text
    page.refresh_from_db()
    assert page.body == "<p>Theirs</p>"
    again = fields_of(answer, "page_form")
    assert again["body"] == ["<p>Mine</p>"]
    desk.post(change(page), again | {"_save": ["1"]})
    page.refresh_from_db()
    assert page.body == "<p>Mine</p>"


def test_history_says_who_changed_a_page(desk):
    page = make_page("Rules")
    save(desk, change(page), title="Better rules")
    assert "Eddie Editor" in desk.get(f"/admin/pages/page/{page.pk}/history/").text


def test_page_of_counting_keeps_its_address_and_stays(desk):
    page = Page.objects.get(slug="how-we-count")
    assert "The rules themselves are part of the program" in desk.get(change(page)).text
    save(desk, change(page), slug="other", title="Counting")
    page.refresh_from_db()
    assert (page.slug, page.title) == ("how-we-count", "Counting")
    assert desk.post(f"/admin/pages/page/{page.pk}/delete/", {"post": "yes"}).status_code == 403


def test_page_is_deleted(desk):
    page = make_page("Rules")
    assert "leaves the footer" in desk.get(f"/admin/pages/page/{page.pk}/delete/").text
    desk.post(f"/admin/pages/page/{page.pk}/delete/", {"post": "yes"})
    assert desk.get("/pages/rules/").status_code == 404


def test_editor_of_pages_has_the_policy_of_articles(desk):
    policy = desk.get(ADD).headers["Content-Security-Policy"]
    assert "'nonce-" in policy
    assert "unsafe" not in policy


WHO = {"guest": 302, "bob": 302, "alice": 403, "mona": 403, "editor": 200, "chief": 200}


@pytest.mark.parametrize("who", sorted(WHO))
@pytest.mark.parametrize("path", ["", "add/", "{pk}/change/", "{pk}/history/", "{pk}/delete/"])
def test_only_editors_have_pages_at_the_desk(request, client, db, who, path):
    page = make_page("Rules")
    if who == "chief":
        client.force_login(make_user("chief", is_staff=True, is_superuser=True))
    elif who != "guest":
        client.force_login(request.getfixturevalue(who))
    address = f"{LIST}{path.format(pk=page.pk)}"
    assert client.get(address).status_code == WHO[who]
    if WHO[who] != 200:
        assert client.post(address, {"title": "Hacked", "post": "yes"}).status_code in (302, 403)
        assert list(Page.objects.filter(slug="rules").values_list("title", flat=True)) == ["Rules"]
