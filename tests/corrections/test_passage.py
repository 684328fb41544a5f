"""What a correction makes of the fields that have no tags."""

import pytest

from corrections.anchoring import Quote
from corrections.passage import Passage

CONTENT = {"title": "New chips", "lead": "Small ones.", "body": "<p>They are here.</p>"}


@pytest.mark.parametrize(("new", "title"), [("Old\nchips", "Old chips"), ("A" * 201, None), ("A" * 200, "A" * 200)])
def test_headline_stays_one_line_that_has_room(new, title):
    corrected = Passage.find(Quote("New chips", "", ""), CONTENT).corrected(new)
    assert (corrected and corrected["title"]) == title
