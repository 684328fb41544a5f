"""Changes of a published article go live on the second: by whichever process of the magazine is there, once."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from .servers import get, serve, until

ARTICLE = "/articles/chips/"
LATEST = 1.0  # seconds after the moment until all readers have it
SCHEDULE = """
from datetime import datetime
from articles.models import Article
from accounts.models import User
article = Article.objects.get(slug="chips")
article.save_draft(article.content | {{"title": "Wafers"}}, by=User.objects.get(username="alice"))
article.schedule_changes(datetime.fromisoformat("{at}"))
"""


def schedule(magazine, seconds) -> datetime:
    at = datetime.now(UTC) + timedelta(seconds=seconds)
    done = magazine.manage("shell", "-c", SCHEDULE.format(at=at.isoformat()))
    assert not done.returncode, done.stderr
    assert datetime.now(UTC) < at - timedelta(seconds=1), "too busy to say anything"
    return at


def times_gone_live(magazine) -> int:
    return magazine.sql("SELECT count(*) FROM purging_purge WHERE tags LIKE 'article-%'")[0][0]


@pytest.mark.parametrize("memory", ["", "0"], ids=["page cache", "no page cache"])
def test_changes_go_live_on_the_second_and_once(magazine, memory):
    told = {"PAGE_CACHE_MB": memory} if memory else {}
    with serve(magazine.folder, workers=2, **magazine.variables, **told) as (address, _):
        get(f"{address}{ARTICLE}")
        before = times_gone_live(magazine)
        at = schedule(magazine, 10)
        while datetime.now(UTC) < at - timedelta(seconds=0.2):
            assert "Wafers" not in get(f"{address}{ARTICLE}").text
            time.sleep(0.1)
        time.sleep(max(0, (at - datetime.now(UTC)).total_seconds()) + LATEST)
        assert all("Wafers" in get(f"{address}{ARTICLE}").text for _ in range(12))
        assert times_gone_live(magazine) == before + 1


def test_changes_that_were_due_while_nothing_ran_go_live_at_the_start(magazine):
    at = schedule(magazine, 8)
    time.sleep(max(0, (at - datetime.now(UTC)).total_seconds()))
    with serve(magazine.folder, **magazine.variables) as (address, _):
        until(lambda: "Wafers" in get(f"{address}{ARTICLE}").text)
