"""Planning by hand: pieces are dragged, or moved by the form that each has."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.factories import make_article

from .screens import PHONE, faults, on_phone, without_javascript


@pytest.fixture
def planned():
    """On a Wednesday of a month to come, whose days are all on one sheet."""
    return make_article("To come", published_at=timezone.make_aware(datetime(2031, 1, 15, 9, 30)))


def sheet(page):
    page.goto("/admin/calendar/?at=2031-01-15")
    return page.locator(".calendar")


def test_piece_is_dragged_to_another_day_and_put_back(page, sign_in, editor, planned):
    sign_in(editor)
    calendar = sheet(page)
    calendar.locator(".piece", has_text="To come").drag_to(calendar.locator('[data-day="2031-01-23"]'))
    expect(page.get_by_role("status").filter(has_text="appears on")).to_contain_text("Thursday, 23 January 2031, 09:30")
    expect(calendar.locator('[data-day="2031-01-23"] .piece')).to_contain_text("09:30 To come")
    page.get_by_role("button", name="Undo").click()
    expect(calendar.locator('[data-day="2031-01-15"] .piece')).to_contain_text("To come")
    planned.refresh_from_db()
    assert timezone.localtime(planned.published_at).day == 15


@without_javascript
def test_piece_is_moved_by_its_form(page, sign_in, editor, planned):
    sign_in(editor)
    calendar = sheet(page)
    calendar.get_by_text("Move To come").click()
    page.get_by_label("Appears on").fill("2031-01-28T18:00")
    calendar.get_by_role("button", name="Move").click()
    expect(calendar.locator('[data-day="2031-01-28"] .piece')).to_contain_text("18:00 To come")


def test_piece_that_readers_have_seen_stays_where_it_is(page, sign_in, editor):
    make_article("Out", published_at=timezone.now() - timedelta(minutes=5))
    sign_in(editor)
    page.goto("/admin/calendar/")
    expect(page.locator(".piece", has_text="Out")).not_to_have_attribute("draggable", "true")


@on_phone
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_phone_shows_an_agenda(page_for_axe, sign_in, editor, planned, scheme):
    sign_in(editor, page_for_axe.context)
    page_for_axe.emulate_media(color_scheme=scheme)
    calendar = sheet(page_for_axe)
    expect(calendar.locator(".calendar__day:visible")).to_have_count(1)
    expect(calendar.locator(".calendar__date:visible")).to_contain_text("Wed 15 Jan")
    calendar.get_by_text("Move To come").click()
    assert faults(page_for_axe) == []
    assert page_for_axe.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
