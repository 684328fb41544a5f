"""10,000 views a second for a minute: is each counted, how often is the database written, do pages stay as fast?"""

import http.client
import sqlite3
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from .load import Result, measure
from .site import ARTICLE, SECURE, Site

SCRIPT = Path(__file__).parent / "beacon.lua"
ALONE = 15  # seconds in which pages are asked for without beacons
BETWEEN_PAGES = 0.1  # seconds
BETWEEN_LOOKS = 0.002  # seconds; two transactions within them are taken for one
COUNTED = "from articles.models import Stats; print(sum(Stats.objects.values_list('views', flat=True)))"


def measured(site: Site, seconds: int) -> Result:
    """On all cores with four workers, as the load itself needs one; views are counted after a normal stop."""
    views = _views(site)
    pages = {"page from the cache": {}, "page, signed in": {"Cookie": f"sessionid={site.sessions[0]}"}}
    alone: dict[str, list[float]] = {name: [] for name in pages}
    beside: dict[str, list[float]] = {name: [] for name in pages}
    commits: list[float] = []
    with site.serve(workers=4, pinned=False) as pid:
        with _repeated(_ask, site, pages, alone):
            time.sleep(ALONE)
        with _repeated(_ask, site, pages, beside), _repeated(_see_commits, site, commits):
            sent = measure([pid], site.url(f"{ARTICLE}views/"), seconds=seconds, script=str(SCRIPT))
    counted = _views(site) - views
    print(f"  {counted:,} views counted of {sent.requests:,} beacons in {seconds} s, 1 % of them by crawlers")
    print(f"  {len(commits) / seconds:.1f} transactions a second")
    for name in pages:
        print(f"  {name}: {_percentiles(alone[name])} ms alone, {_percentiles(beside[name])} ms beside them (p50, p99)")
    return sent


@contextmanager
def _repeated(work, *arguments) -> Iterator[None]:
    """`work` in a thread until the end; it is given an event that says so."""
    end = threading.Event()
    thread = threading.Thread(target=work, args=(end, *arguments))
    thread.start()
    try:
        yield
    finally:
        end.set()
        thread.join()


def _ask(end: threading.Event, site: Site, pages: dict[str, dict], times: dict[str, list[float]]) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)) as server:
        while not end.wait(BETWEEN_PAGES):
            for name, headers in pages.items():
                began = time.perf_counter()
                server.request("GET", ARTICLE, headers=SECURE | headers)
                server.getresponse().read()
                times[name].append(1000 * (time.perf_counter() - began))


def _see_commits(end: threading.Event, site: Site, commits: list[float]) -> None:
    """SQLite's data version changes whenever another connection has committed."""
    with closing(sqlite3.connect(site.folder / "db.sqlite3")) as database:
        seen = None
        while not end.wait(BETWEEN_LOOKS):
            (version,) = database.execute("PRAGMA data_version").fetchone()
            if seen not in (None, version):
                commits.append(time.perf_counter())
            seen = version


def _views(site: Site) -> int:
    return int(site.manage("shell", "--verbosity", "0", "-c", COUNTED))


def _percentiles(times: list[float]) -> str:
    hundredths = statistics.quantiles(times, n=100)
    return f"{hundredths[49]:.1f}, {hundredths[98]:.1f}"
