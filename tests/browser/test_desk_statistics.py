"""What readers did, as the newsroom looks at it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from reactions.models import ViewDay
from tests.factories import make_article, make_comment, make_reaction

from .screens import DESKTOP, PHONE, faults, on_phone, with_and_without_javascript


@pytest.fixture
def read():
    article, today = make_article("Robots that wait for the tram and other stories of the north"), timezone.now().date()
    ViewDay.add({(article.pk, today - timedelta(days=ago)): 10 + ago for ago in range(40)})
    make_reaction(article)
    make_comment(article)
    return article


@with_and_without_javascript
def test_period_and_counter_are_switched_and_the_table_says_the_same(page, sign_in, editor, read):
    sign_in(editor)
    page.goto("/admin/")
    expect(page.get_by_role("link", name="Views 91")).to_be_visible()
    page.get_by_role("link", name="30 days").click()
    expect(page.get_by_role("link", name="30 days")).to_have_attribute("aria-current", "true")
    page.get_by_role("link", name="Likes 1").click()
    expect(page.get_by_role("img", name="Likes in the last 30 days. Most: 1")).to_be_visible()
    table = page.get_by_role("region", name="Day by day")
    expect(table).to_be_hidden()
    page.get_by_text("The numbers as a table").click()
    expect(table.get_by_role("row")).to_have_count(31)
    expect(table.get_by_role("row").last).to_contain_text("10")


def test_numbers_are_found_from_the_list_of_articles_and_taken_away_as_a_file(page, sign_in, editor, read):
    sign_in(editor)
    page.goto("/admin/articles/article/")
    page.locator(".field-views a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Robots")
    page.get_by_text("The numbers as a table").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as CSV").click()
    assert download.value.suggested_filename == "days-7d.csv"


@on_phone
def test_chart_and_lists_fit_a_phone(page, sign_in, editor, read):
    sign_in(editor)
    for path in ("/admin/?period=30d", "/admin/statistics/?period=24h"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize(("viewport", "scheme"), [(PHONE, "dark"), (DESKTOP, "light")], indirect=["viewport"])
def test_pages_with_numbers_are_accessible(page_for_axe, sign_in, editor, read, scheme):
    sign_in(editor, page_for_axe.context)
    page_for_axe.emulate_media(color_scheme=scheme)
    found = []
    for path in (
        "/admin/",
        "/admin/statistics/?period=30d&show=comments",
        "/admin/statistics/categories/technologies/",
    ):
        page_for_axe.goto(path)
        page_for_axe.get_by_text("The numbers as a table").click()
        found += faults(page_for_axe)
    assert found == []
