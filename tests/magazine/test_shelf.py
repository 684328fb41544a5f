"""What a full disk or a power cut has left of a kept page is no page, and stops nobody."""

import os
import shutil

import pytest

from magazine.pagecache.page import Page
from magazine.pagecache.store import Shelf

KEY = ("magazine.example", "/articles/chips/", "", "")


@pytest.fixture
def shelf(tmp_path):
    shelf = Shelf(tmp_path / "pages", 1_000_000)
    shelf.put(KEY, Page("200 OK", [("Content-Type", "text/html")], b"Chips", frozenset({"article-1"})))
    return shelf


@pytest.fixture(params=[b"", b'{"status": "200 O'], ids=["empty", "half"])
def broken(request, shelf):
    (page,) = shelf.folder.iterdir()
    page.write_bytes(request.param)
    return page


def test_page_that_broke_off_is_not_shown(shelf, broken):
    assert shelf.get(KEY) is None


def test_page_that_broke_off_goes_with_the_next_purge(shelf, broken):
    shelf.remove_tagged(["article-2"])
    assert not broken.exists()


def test_file_of_somebody_else_stops_nobody(shelf):
    (shelf.folder / "notes").write_text("{}")
    shelf.remove_tagged(["article-1"])
    assert not list(shelf.folder.iterdir())


def test_emptied_folder_is_made_again(shelf):
    shutil.rmtree(shelf.folder.parent / "pages")
    assert shelf.get(KEY) is None
    shelf.put(KEY, Page("200 OK", [("Content-Type", "text/html")], b"Chips", frozenset({"article-1"})))
    assert shelf.get(KEY).body == b"Chips"


def test_oldest_pages_make_room(tmp_path):
    shelf = Shelf(tmp_path / "pages", 20_000)
    for number in range(10):
        shelf.put(("", f"/{number}/", "", ""), Page("200 OK", [], b"x", frozenset({"site"})))
    shelf.prune()
    assert 0 < len(list(shelf.folder.iterdir())) < 5


def test_folder_of_an_earlier_release_goes_after_a_day(shelf):
    earlier = shelf.folder.parent / "earlier"
    earlier.mkdir()
    shelf.prune()
    assert earlier.exists()
    os.utime(earlier, (0, 0))
    shelf.prune()
    assert not earlier.exists()


def test_page_of_other_tags_stays(shelf):
    shelf.remove_tagged(["article-2"])
    assert shelf.get(KEY).body == b"Chips"
    shelf.remove_tagged(["article-1"])
    assert shelf.get(KEY) is None
