"""Changes that were scheduled, as a reader's browser sees them."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.magazine.conftest import magazine, make_magazine
from tests.magazine.servers import serve
from tests.magazine.test_going_live import ARTICLE, LATEST, schedule

__all__ = ["magazine", "make_magazine"]  # whose clock runs, which that of the other browser tests does not


@pytest.fixture
def reader(browser):
    context = browser.new_context()
    yield context.new_page()
    context.close()


def test_reader_sees_scheduled_changes_from_their_second_on(magazine, reader):
    with serve(magazine.folder, workers=2, **magazine.variables) as (address, _):
        headline = reader.get_by_role("heading", level=1)
        reader.goto(f"{address}{ARTICLE}")
        at = schedule(magazine, 10)
        while datetime.now(UTC) < at - timedelta(seconds=1):
            reader.reload()
            assert headline.inner_text() == "Chips" or datetime.now(UTC) >= at
        time.sleep(max(0, (at - datetime.now(UTC)).total_seconds()) + LATEST)
        reader.reload()
        expect(headline).to_have_text("Wafers", timeout=1)
