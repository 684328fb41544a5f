"""Charts, lists and tables of what readers did, each for those whom it concerns."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from articles.models import Activity
from magazine.statistics.views import harmless
from reactions.models import DISLIKE, ViewDay
from tests.factories import make_article, make_category, make_comment, make_reaction, make_user

PAGES = {
    "all": "/admin/statistics/",
    "own article": "/admin/statistics/articles/{own}/",
    "other article": "/admin/statistics/articles/{other}/",
    "category": "/admin/statistics/categories/technologies/",
    "own name": "/admin/statistics/authors/alice/",
    "other name": "/admin/statistics/authors/zed/",
}
MAY_SEE = {
    "editor": dict.fromkeys(PAGES, 200),
    "alice": dict.fromkeys(PAGES, 200) | {"other article": 404, "category": 403, "other name": 403},
    "mona": dict.fromkeys(PAGES, 403) | {"all": 200},
    "clerk": dict.fromkeys(PAGES, 403),
    "bob": dict.fromkeys(PAGES, 302),
    "guest": dict.fromkeys(PAGES, 302),
}


@pytest.fixture
def stories(alice):
    """One of alice and one of somebody else, both read today."""
    own = make_article("Hers", authors=[alice])
    other = make_article("His", authors=[make_user("zed", groups=["Authors"])])
    today = timezone.now().date()
    ViewDay.add({(own.pk, today): 5, (other.pk, today): 7, (own.pk, today - timedelta(days=20)): 100})
    make_reaction(own)
    make_reaction(other, value=DISLIKE)
    make_comment(other)
    return {"own": own.pk, "other": other.pk}


@pytest.fixture
def cast(alice, bob, mona, editor):
    clerk = make_user("clerk", is_staff=True, permissions=["accounts.view_user"])
    return {"alice": alice, "bob": bob, "mona": mona, "editor": editor, "clerk": clerk}


@pytest.mark.parametrize("export", ["", "days"])
@pytest.mark.parametrize("who", sorted(MAY_SEE))
def test_each_sees_the_pages_that_concern_them(client, cast, stories, who, export):
    if who != "guest":
        client.force_login(cast[who])
    found = {name: client.get(path.format(**stories), {"export": export}).status_code for name, path in PAGES.items()}
    assert found == MAY_SEE[who]


def test_editor_sees_the_whole_magazine(client, editor, stories):
    client.force_login(editor)
    text = client.get(PAGES["all"]).text
    for words in ["12</strong>", "Most liked", "Hers", "His", "Technologies", "Alice Ashby", "12 views so far"]:
        assert words in text


def test_author_sees_no_number_of_others(client, alice, stories):
    client.force_login(alice)
    text = client.get(PAGES["all"]).text
    assert "5</strong>" in text
    for words in ["12</strong>", "His", 'id="authors"', 'id="categories"']:
        assert words not in text


def test_moderator_sees_how_much_is_said_and_not_how_much_is_read(client, mona, stories):
    client.force_login(mona)
    text = client.get(PAGES["all"], {"show": "views"}).text
    assert "1</strong>" in text
    assert "Most discussed" in text
    for words in ["Views", " views", "Likes", "Most read", "/admin/statistics/articles/"]:
        assert words not in text
    assert client.get(PAGES["all"], {"export": "most-views"}).status_code == 404


def test_longer_period_shows_what_was_before(client, editor, stories):
    client.force_login(editor)
    assert "112</strong>" in client.get(PAGES["all"], {"period": "30d"}).text


def test_change_compares_what_is_over(client, editor):
    article, today = make_article(), timezone.now().date()
    days = {1: 30, 8: 20, 0: 500, 7: 500}
    ViewDay.add({(article.pk, today - timedelta(days=ago)): views for ago, views in days.items()})
    client.force_login(editor)
    text = client.get(f"/admin/statistics/articles/{article.pk}/").text
    assert "530</strong>" in text
    assert "up</span> 50 %" in text


def test_category_and_author_list_only_their_own(client, editor, alice, stories):
    make_reaction(make_article("Elsewhere", category=make_category("Science")))
    client.force_login(editor)
    category, author = client.get(PAGES["category"]).text, client.get(PAGES["own name"]).text
    assert "Hers" in category
    assert "His" in category
    assert "Hers" in author
    assert "His" not in author
    assert "Elsewhere" not in category + author


def test_table_behind_the_chart_has_every_number(client, editor, stories):
    client.force_login(editor)
    rows = client.get(PAGES["all"]).text.partition("<tbody>")[2].partition("</tbody>")[0]
    assert rows.count("<tr>") == 7
    assert "<td>12</td><td>1</td><td>1</td><td>1</td>" in rows


def test_chart_is_drawn_in_any_language(client, editor, stories, settings):
    settings.LANGUAGE_CODE = "uk"  # which writes 58,3
    client.force_login(editor)
    drawn = html.fromstring(client.get(PAGES["all"]).text).xpath("//rect/@height | //rect/@y | //rect/@width")
    assert any(float(number) % 1 for number in drawn)


@pytest.mark.parametrize(
    ("table", "first"),
    [
        ("days", None),
        ("most-views", ["His", "7"]),
        ("most-likes", ["Hers", "1"]),
        ("categories", ["Technologies", "12", "1", "1", "1"]),
        ("authors", ["zed", "7", "0", "1", "1"]),
    ],
)
def test_each_table_goes_out_as_csv(client, editor, stories, table, first):
    client.force_login(editor)
    response = client.get(PAGES["all"], {"export": table})
    lines = list(csv.reader(io.StringIO(response.getvalue().decode())))
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert f'filename="{table}-7d.csv"' in response.headers["Content-Disposition"]
    assert len(lines) == (8 if table == "days" else 2 if table in ("most-likes", "categories") else 3)
    assert first is None or lines[1] == first


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_headline_is_no_formula_in_a_spreadsheet(client, editor, text):
    assert harmless(text) == f"'{text}"
    assert harmless(f"a{text}") == f"a{text}"


def test_headline_that_looks_like_a_formula_is_exported_as_text(client, editor):
    make_reaction(make_article("=HYPERLINK(1)"))
    client.force_login(editor)
    assert b"'=HYPERLINK(1)" in client.get(PAGES["all"], {"export": "most-likes"}).getvalue()


@pytest.mark.parametrize("asked", ["?period=1y", "?show=money", "?period[]=7d&show=", "?period=7d&period=24h"])
def test_odd_questions_get_the_usual_page(client, editor, stories, asked):
    client.force_login(editor)
    assert client.get(PAGES["all"] + asked).status_code == 200


@pytest.mark.parametrize(
    "path", ["?export=secrets", "authors/nobody/", "categories/none/", "articles/99999999999999999999/"]
)
def test_what_is_not_there_is_not_found(client, editor, path):
    client.force_login(editor)
    assert client.get(PAGES["all"] + path).status_code in (400, 404)


def test_empty_magazine_says_so(client, editor):
    client.force_login(editor)
    text = client.get(PAGES["all"]).text
    assert text.count("Nothing in this time.") == 4
    assert "nothing to compare with" in text


def test_queries_do_not_grow_with_what_was_read(client, editor, stories):
    client.force_login(editor)
    Activity.settle()
    counts = []
    for period in ("24h", "30d"):
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGES["all"], {"period": period})
        counts.append(len(queries))
        for _ in range(5):
            make_comment(make_article(authors=[make_user()]))
        Activity.settle()
    assert counts[0] == counts[1] <= 21


def test_lists_and_forms_lead_to_the_numbers(client, editor, stories):
    client.force_login(editor)
    link = f'href="/admin/statistics/articles/{stories["own"]}/"'
    assert link in client.get("/admin/articles/article/").text
    assert link in client.get(f"/admin/articles/article/{stories['own']}/change/").text
