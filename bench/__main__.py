"""`make bench`: one table of what the magazine serves, beside nginx with the same bytes in the same run."""

import argparse
import os
import platform
import subprocess
from functools import partial
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from . import beacons, load, site
from .load import Result, measure
from .site import ARTICLE, Site

HERE = Path(__file__).parent
BEACON_SECONDS = 60
COLUMNS = f"{'':34}{'requests/s':>12}{'p50 ms':>9}{'p99 ms':>9}{'CPU ms':>9}{'RSS MB':>8}{'× nginx':>9}{'CPU ×':>8}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=8, help="for each row")
    seconds = parser.parse_args().seconds
    with TemporaryDirectory() as folder:
        bench = Bench(Site(Path(folder)), seconds)
        print(versions(), COLUMNS, sep="\n")
        bench.kept_pages()
        bench.made_pages()
        bench.show("view beacon, four workers", beacons.measured(bench.site, BEACON_SECONDS))


class Bench:
    def __init__(self, magazine: Site, seconds: int):
        self.site, self.seconds = magazine, seconds
        self.static: Result | None = None

    def kept_pages(self) -> None:
        """The same bytes from nginx as a file, from nginx's own cache, and from the page cache."""
        files = self.site.folder / "files"
        files.mkdir()
        with self.site.serve() as pid, site.nginx(self.site.folder, behind=self.site.port) as (nginx_pid, nginx_port):
            for name, encoding in (("plain", "identity"), ("compressed", "br")):
                headers = {"Accept-Encoding": encoding}
                page = self.site.get(ARTICLE, **headers)
                (files / f"{name}.html").write_bytes(page)
                kilobytes = f"{len(page) / 1024:.1f} KB {name}"
                nginx = f"http://127.0.0.1:{nginx_port}"
                self.static = None
                self.static = self.row(f"nginx, a file of {kilobytes}", [nginx_pid], f"{nginx}/{name}.html")
                self.row("nginx, its own cache", [nginx_pid], nginx + ARTICLE, headers=headers)
                self.row("hit", [pid], self.site.url(ARTICLE), headers=headers)
            known = {"If-None-Match": self.site.etag(ARTICLE)}
            self.row("304", [pid], self.site.url(ARTICLE), headers=known)

    def made_pages(self) -> None:
        """Without the page cache: what a page costs that nobody asked for lately."""
        with self.site.serve(PAGE_CACHE_MB="0") as pid:
            session = {"Cookie": f"sessionid={self.site.sessions[0]}"}
            self.row("miss: article, pieces in memory", [pid], self.site.url(ARTICLE))
            self.row("the same, signed in", [pid], self.site.url(ARTICLE), headers=session)
            self.row("miss: front page", [pid], self.site.url("/"))
            self.row("search for one word", [pid], self.site.url("/search/?q=memory"))
            os.environ["SESSIONS"] = " ".join(self.site.sessions)
            create = self.site.url(f"{ARTICLE}comments/")
            self.row("post a comment", [pid], create, script="comment.lua")

        with self.site.serve(PAGE_CACHE_MB="0", PAGE_PIECES_MB="0") as pid:
            self.row("miss: article, no pieces", [pid], self.site.url(ARTICLE))
            self.row("the same, signed in", [pid], self.site.url(ARTICLE), headers=session)

    def row(self, name: str, pids: list[int], address: str, *, script: str = "", headers=None) -> Result:
        ask = partial(measure, pids, address, script=str(HERE / script) if script else "", headers=headers or {})
        ask(seconds=1)  # until everything is warm
        result = ask(seconds=self.seconds)
        self.show(name, result)
        return result

    def show(self, name: str, result: Result) -> None:
        beside = self.static or result
        figures = f"{result.rate:12,.0f}{result.p50:9.2f}{result.p99:9.2f}{result.cpu:9.3f}{result.rss:8.0f}"
        figures += f"{result.rate / beside.rate:9.3f}{result.cpu / beside.cpu:8.1f}"
        print(f"{name:34}{figures}" + (f"  {result.errors} errors" if result.errors else ""), flush=True)


def versions() -> str:
    nginx = subprocess.run(["nginx", "-v"], capture_output=True, text=True, check=True).stderr.strip()  # noqa: S607
    packages = ", ".join(f"{name} {version(name)}" for name in ("django", "granian", "jinja2"))
    return (
        f"CPython {platform.python_version()}, {packages}, {nginx}, SQLite, {os.cpu_count()} cores; "
        f"server on one core, wrk with {load.CONNECTIONS} connections on the other"
    )


if __name__ == "__main__":
    main()
