"""Editors change robots.txt, but not so that nobody finds the magazine."""

import pytest
from crawleruseragents import CRAWLER_USER_AGENTS_DATA
from django.contrib.admin.models import LogEntry

from sitesettings.models import SiteSettings
from sitesettings.robots import RULES, TRAINING
from tests.articles.desk import messages_of, submit

PATH, FORM = "/admin/sitesettings/sitesettings/1/change/", "sitesettings_form"
# Asked about in robots.txt, but never seen as who reads; and two that the list does not know.
ONLY_IN_ROBOTS = {"Applebot-Extended", "Google-Extended", "PanguBot"}


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def save(desk, **changes):
    return submit(desk, PATH, form_id=FORM, **changes)


def test_form_begins_with_what_is_served(desk):
    assert RULES.replace("&", "&amp;") in desk.get(PATH).text
    assert "Saved." in messages_of(save(desk, name="Wafers"))
    row = SiteSettings.objects.get()
    assert (row.robots, row.refuses_training) == ("", False)


def test_editor_writes_rules_and_refuses_training(desk):
    save(desk, robots="User-agent: *\r\nDisallow: /tags/  # soon\r\n\r\n", refuses_training="on")
    assert SiteSettings.objects.get().refuses_training
    text = desk.get("/robots.txt").text
    assert text.startswith("User-agent: *\nDisallow: /tags/  # soon\n")
    assert "User-agent: GPTBot" in text


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ("User-agent: *\nDisallow: /", "no search engine would find"),
        ("User-agent: Googlebot\nDisallow: /articles/", "no search engine would find"),
        ("Disallow: /tags/", "Line 1: say first whom it is for"),
        ("User-agent: *\nPlease go away", "Line 2: crawlers read only lines"),
        ("User-agent: *\nNoindex: /x", "Line 2: crawlers read only lines"),
        ("User-agent: *\n" + "Disallow: /x\n" * 500, "at most 5000 characters"),
    ],
)
def test_what_crawlers_would_not_understand_is_explained_and_kept(desk, rules, said):
    page = save(desk, robots=rules)
    assert said in page.text
    assert rules.splitlines()[-1] in page.text
    assert not SiteSettings.objects.exists()


def test_history_puts_rules_back(desk):
    save(desk, robots="User-agent: *\nDisallow: /tags/", refuses_training="on")
    save(desk, robots="", refuses_training=None)
    row = SiteSettings.objects.get()
    assert (row.robots, row.refuses_training) == ("", False)
    entry = LogEntry.objects.latest("pk")
    assert "Robots.txt" in entry.get_change_message() or "robots.txt" in entry.get_change_message()
    desk.post(f"/admin/sitesettings/sitesettings/history/{entry.pk}/")
    row.refresh_from_db()
    assert (row.robots, row.refuses_training) == ("User-agent: *\nDisallow: /tags/", True)


def test_names_are_those_of_crawlers_that_are_known():
    known = " ".join(entry["pattern"].replace("\\", "") for entry in CRAWLER_USER_AGENTS_DATA).lower()
    unknown = {name for name in TRAINING if name.lower() not in known and name not in ONLY_IN_ROBOTS}
    assert unknown <= {"ClaudeBot", "SBIntuitionsBot"}
