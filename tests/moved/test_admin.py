"""Redirects made by hand, and as a table."""

import pytest
from django.conf import settings
from django.contrib.redirects.models import Redirect
from django.core.files.uploadedfile import SimpleUploadedFile

from articles.models import OldSlug
from moved.table import MOST_LINES
from purging.models import Purge
from tests.articles.desk import fields_of, messages_of, submit
from tests.factories import make_article, make_category, make_user

LIST, ADD = "/admin/redirects/redirect/", "/admin/redirects/redirect/add/"
IMPORT, EXPORT = f"{LIST}import/", f"{LIST}export/"


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def lead(old: str, new: str) -> Redirect:
    return Redirect.objects.create(site_id=settings.SITE_ID, old_path=old, new_path=new)


def ways() -> dict[str, str]:
    return dict(Redirect.objects.values_list("old_path", "new_path"))


def add(desk, old: str, new: str):
    return submit(desk, ADD, form_id="redirect_form", old_path=old, new_path=new)


def test_editor_makes_a_redirect(desk):
    add(desk, " http://127.0.0.1:8000/2019/стар/ ", "/pages/about/")
    assert ways() == {"/2019/%D1%81%D1%82%D0%B0%D1%80/": "/pages/about/"}
    assert {"redirects", "missing"} <= {tag for entry in Purge.objects.all() for tag in entry.tags.split()}


@pytest.mark.parametrize(
    "target", ["https://example.org/x", "http://example.org/", "/search/?q=chips", "/pages/about/#x", ""]
)
def test_redirect_leads_to_pages_and_web_addresses(desk, target):
    add(desk, "/old/", target)
    assert ways() == {"/old/": target}


def test_redirect_to_no_page_is_kept_with_a_warning(desk):
    assert "There is no page at the new address yet." in messages_of(add(desk, "/old/", "/coming-soon/"))
    assert ways() == {"/old/": "/coming-soon/"}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("old", "/pages/about/", "The old address begins with a slash"),
        ("//evil.example/", "/pages/about/", "address of another site"),
        ("/a\\b/", "/pages/about/", "The old address begins with a slash"),
        ("https://example.org/old/", "/pages/about/", "is an address of another site"),
        ("/old/#part", "/pages/about/", "cannot have a #"),
        ("/old/", "javascript:alert(1)", "begins with https:// or http://"),
        ("/old/", "//evil.example/", "The new address begins with a slash"),
        ("http://[", "/pages/about/", "is no address"),
        ("/authors/%00/", "/pages/about/", "The old address begins with a slash"),
        ("/old/", "/%2Fevil.example/", "The new address begins with a slash"),
        ("/old/", "mailto:a@example.com", "begins with https:// or http://"),
        ("/old/", "/old/", "It would lead to itself."),
        ("/old/", "/old/?again=1", "It would lead to itself."),
        ("/" + "ы" * 100, "/", "longer than 200"),
        ("/", "/pages/about/", "/ is a page"),
        ("/search/", "/pages/about/", "is a page"),
        ("/pages/about/", "/pages/contact/", "is a page"),
        ("/admin/x/", "/pages/about/", "is a page"),
        ("/how-we-count/", "/pages/about/", "is a page"),
    ],
)
def test_what_makes_no_sense_is_refused_with_the_reason(desk, old, new, said):
    assert said in add(desk, old, new).text.replace("&#x27;", "'")
    assert ways() == {}


def test_nothing_leads_away_from_where_an_article_or_section_is_or_was(desk):
    article, draft = make_article("Chips"), make_article("Draft", status="draft")
    OldSlug.objects.create(slug="former", article=article)
    paths = [
        article.get_absolute_url(),
        draft.get_absolute_url(),
        "/articles/former/",
        make_category().get_absolute_url(),
    ]
    for path in paths:
        assert "is a page" in add(desk, path, "/pages/about/").text
    assert ways() == {}


def test_chains_and_loops_are_refused(desk):
    lead("/b/", "/c/")
    assert "/b/ itself leads to /c/: let this one lead there." in add(desk, "/a/", "/b/").text
    assert "/b/ leads here: let it lead to /d/ first." in add(desk, "/c/", "/d/").text
    assert "/b/ leads back here." in add(desk, "/c/", "/b/").text
    assert "/b/ leads to /c/ already." in add(desk, "/b/", "/d/").text
    assert ways() == {"/b/": "/c/"}


def test_what_is_gone_is_no_target(desk):
    lead("/gone/", "")
    assert "/gone/ is marked as gone." in add(desk, "/a/", "/gone/").text


def test_redirect_is_changed_and_deleted(desk):
    row = lead("/a/", "/pages/about/")
    change = f"{LIST}{row.pk}/change/"
    submit(desk, change, form_id="redirect_form", new_path="/pages/contact/")
    assert ways() == {"/a/": "/pages/contact/"}
    submit(desk, change, form_id="redirect_form", old_path="/b/")
    assert ways() == {"/b/": "/pages/contact/"}
    desk.post(f"{LIST}{row.pk}/delete/", {"post": "yes"})
    assert desk.get("/b/").status_code == 404


# as a table


def look(desk, text: str, **more):
    return desk.post(IMPORT, {"text": text} | more)


def test_table_is_shown_before_anything_is_made(desk):
    lead("/known/", "/pages/contact/")
    page = look(desk, "old,new,status\n/a/,/pages/about/\n/known/,/pages/about/,301\n/gone/,,410\n/x/,/nowhere/\n")
    assert "Nothing has been changed yet" in page.text
    for words in ("New", "Led to /pages/contact/", "Gone for good", "There is no page at the new address yet."):
        assert words in page.text
    assert ways() == {"/known/": "/pages/contact/"}
    fields = fields_of(page, "import")
    told = desk.post(IMPORT, fields | {"_import": ["1"]}, follow=True)
    assert "4 of 4 lines" in messages_of(told)
    assert ways() == {"/a/": "/pages/about/", "/known/": "/pages/about/", "/gone/": "", "/x/": "/nowhere/"}
    assert desk.get("/a/").url == "/pages/about/"


def test_file_of_a_spreadsheet_is_read(desk):
    text = "\ufeffold;new\r\n/a/;/pages/about/\r\n\r\n/b/;/pages/contact/\r\n".encode()
    page = desk.post(IMPORT, {"file": SimpleUploadedFile("moves.csv", text)})
    desk.post(IMPORT, fields_of(page, "import") | {"_import": ["1"]})
    assert ways() == {"/a/": "/pages/about/", "/b/": "/pages/contact/"}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/a/", "The new address is missing"),
        ("/a/,,301", "The new address is missing"),
        ("/a/,/pages/about/,302", "The status is 301"),
        ("/a/,/pages/about/,410", "What is gone (410) leads nowhere"),
        ("/a/,/b/,301,x", "more than three columns"),
        ("/pages/about/,/b/", "is a page"),
        ("/a/,/a/", "It would lead to itself."),
        ("/ok/,/pages/contact/", "/ok/ stands in line 1 already."),
        ("/c/,/ok/", "/ok/ itself leads to /pages/about/"),
        ("a,b", "begins with a slash"),
        ("/a/,data:text/html", "begins with https:// or http://"),
    ],
)
def test_one_wrong_line_stops_all_and_is_explained(desk, line, said):
    page = look(desk, f"/ok/,/pages/about/\n{line}\n", _import="1")
    assert page.status_code == 422
    assert said in page.text
    assert "1 of 2 lines cannot be imported, so nothing was." in page.text
    assert line in page.text.replace("&amp;", "&")
    assert ways() == {}


def test_loop_through_many_lines_is_found(desk):
    page = look(desk, "/a/,/b/\n/b/,/c/\n/c/,/d/\n/d/,/a/\n", _import="1")
    assert "4 of 4 lines" in page.text
    assert ways() == {}


def test_loop_through_what_leads_on_already_is_found(desk):
    lead("/b/", "/c/")
    assert "leads back here" in look(desk, "/c/,/b/\n", _import="1").text
    assert ways() == {"/b/": "/c/"}


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({}, "There is no line in it"),
        ({"text": "old,new\n"}, "There is no line in it"),
        ({"text": "/a/,/b/\n" * (MOST_LINES + 1)}, "more than 5000 lines"),
        ({"text": '/a/,"' + "x" * 140_000}, "cannot be read as a table"),
        ({"file": SimpleUploadedFile("x.csv", b"\xff\xfe/\x00a")}, "not written in UTF-8"),
        ({"file": SimpleUploadedFile("x.csv", b"x" * (1024 * 1024 + 1))}, "larger than 1 MB"),
        ({"file": SimpleUploadedFile("x.csv", b"")}, "empty"),
    ],
)
def test_what_is_no_table_is_explained(desk, told, said):
    response = desk.post(IMPORT, told or {"text": ""})
    assert response.status_code == 422
    assert said in response.text


def test_table_comes_out_as_it_went_in(desk):
    lead("/a/", "https://example.org/x,y")
    lead("/b/", "")
    response = desk.get(EXPORT)
    assert response.headers["Content-Type"].startswith("text/csv")
    assert "attachment" in response.headers["Content-Disposition"]
    assert response.text == 'old,new,status\r\n/a/,"https://example.org/x,y",301\r\n/b/,,410\r\n'
    page = look(desk, response.text, _import="1")
    assert page.status_code == 302
    assert len(ways()) == 2


def test_long_table_is_looked_up_in_batches(desk, django_assert_max_num_queries):
    make_article("There")
    lines = [f"/articles/old-{number}/,/articles/there/" for number in range(MOST_LINES - 1)]
    with django_assert_max_num_queries(80):
        page = look(desk, "\n".join([*lines, "/articles/there/,/pages/about/"]))
    assert page.text.count("is a page: readers would never be led on from there.") == 1


WHO = {"guest": 302, "bob": 302, "alice": 403, "mona": 403, "editor": 200, "chief": 200}


@pytest.mark.parametrize("who", sorted(WHO))
@pytest.mark.parametrize("path", [LIST, ADD, IMPORT, EXPORT])
def test_only_editors_have_redirects(request, client, db, who, path):
    if who == "chief":
        client.force_login(make_user("chief", is_staff=True, is_superuser=True))
    elif who != "guest":
        client.force_login(request.getfixturevalue(who))
    assert client.get(path).status_code == WHO[who]
    if WHO[who] != 200:
        told = {
            "text": "/a/,https://evil.example/",
            "_import": "1",
            "old_path": "/a/",
            "new_path": "https://evil.example/",
        }
        assert client.post(path, told).status_code in (302, 403)
        assert ways() == {}


def test_sites_are_not_at_the_desk(desk):
    assert desk.get("/admin/sites/site/").status_code == 404
