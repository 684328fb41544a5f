"""What is no article, but changed at the desk, stands in the same log."""

import pytest
from django.contrib.redirects.models import Redirect

from articles.models import AuditEntry
from pages.models import Page
from tests.articles.desk import submit
from tests.factories import make_tag

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_the_desk(client, editor):
    client.force_login(editor)


def log():
    entries = AuditEntry.objects.order_by("pk")
    return [(entry.actor_name, entry.get_action_display(), entry.title, entry.after) for entry in entries]


def test_pages_are_logged(client):
    add, words = "/admin/pages/page/add/", {"title": "Team", "body": "<p>Us</p>"}
    submit(client, add, form_id="page_form", **words)
    path = f"/admin/pages/page/{Page.objects.get(title='Team').pk}"
    submit(client, f"{path}/change/", form_id="page_form", title="The team")
    client.post(f"{path}/delete/", {"post": "yes"})
    assert log() == [
        ("Eddie Editor", "added", "page Team", ""),
        ("Eddie Editor", "changed", "page The team", "Changed Title."),
        ("Eddie Editor", "deleted", "page The team", ""),
    ]


def test_redirects_are_logged(client):
    submit(client, "/admin/redirects/redirect/add/", form_id="redirect_form", old_path="/x/", new_path="/search/")
    client.post("/admin/redirects/redirect/import/", {"text": "/y/,/search/\n/z/,/search/", "_import": "1"})
    chosen = {"_selected_action": [row.pk for row in Redirect.objects.all()], "index": "0", "post": "yes"}
    client.post("/admin/redirects/redirect/", chosen | {"action": "delete_selected"})
    assert not Redirect.objects.exists()
    assert log()[:2] == [
        ("Eddie Editor", "added", "redirect /x/ ---> /search/", ""),
        ("Eddie Editor", "changed", "redirects, from a table", "2 of 2 lines changed where an address leads."),
    ]
    assert sorted(title for _, did, title, _ in log() if did == "deleted") == [
        f"redirect /{name}/ ---> /search/" for name in "xyz"
    ]


def test_site_settings_are_logged_and_what_puts_them_back(client):
    path = "/admin/sitesettings/sitesettings/1/"
    submit(client, f"{path}change/", form_id="sitesettings_form", tagline="Other words")
    entry = client.get(f"{path}history/").context["action_list"][0]
    client.post(f"/admin/sitesettings/sitesettings/history/{entry.pk}/")
    first, second = log()
    assert first == ("Eddie Editor", "changed", "Site settings", "Changed Tagline.")
    assert "everything, as before" in second[3]


def test_sections_and_tags_are_logged(client):
    tag = make_tag("Chips")
    submit(client, f"/admin/articles/tag/{tag.pk}/change/", form_id="tag_form", name="Chip")
    assert log() == [("Eddie Editor", "changed", "tag Chip", "Changed Name.")]


def test_log_names_what_has_no_page_of_its_own(client):
    make_tag("Chips")
    AuditEntry.write("changed", by=None, title="page Team", after="Changed Title.")
    page = client.get("/admin/articles/auditentry/").text
    assert "page Team" in page
    assert "Changed Title." in page
