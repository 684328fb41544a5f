"""Several processes of the real server: what one of them changes, all show; what they count together is written."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from .servers import get, serve, until

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
CRAWLER = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
ARTICLE = "/articles/chips/"
WORKERS = 2
ASKED = 24  # requests, each on a connection of its own, that reach every worker


@pytest.fixture
def live(magazine):
    with serve(magazine.folder, workers=WORKERS, TRUSTED_PROXIES="127.0.0.1", **magazine.variables) as (
        address,
        server,
    ):
        until(lambda: len(server.workers()) == WORKERS)
        magazine.address, magazine.server = address, server
        yield magazine


def pages(live, path=ARTICLE):
    """The same page from all workers."""
    return [get(f"{live.address}{path}") for _ in range(ASKED)]


def react(live, value="like"):
    return get(f"{live.address}{ARTICLE}reactions/", data=f"value={value}".encode())


def beacon(live, reader: int, agent: str = FIREFOX) -> int:
    forwarded = f"10.{reader // 65536}.{reader // 256 % 256}.{reader % 256}"
    headers = {"User-Agent": agent, "X-Forwarded-For": forwarded, "Sec-Fetch-Site": "same-origin"}
    return get(f"{live.address}{ARTICLE}views/", data=b"", **headers).status


def views(live) -> int:
    return live.sql("SELECT sum(views) FROM articles_stats")[0][0]


def test_every_worker_shows_a_change_within_a_second(live):
    assert all('data-counter="likes">1<' in page.text for page in pages(live))
    assert {page.headers["Cache-Status"] for page in pages(live)} == {"TechyMag; hit"}
    assert react(live).status in (200, 302)
    time.sleep(1)
    assert all('data-counter="likes">2<' in page.text for page in pages(live))


def test_a_change_by_a_command_reaches_every_worker_within_a_second(live):
    pages(live, "/")
    code = 'from articles.models import Article; a = Article.objects.get(); a.title = "Wafers"; a.save()'
    assert not live.manage("shell", "-c", code).returncode
    time.sleep(1)
    assert all("Wafers" in page.text for page in pages(live, "/"))


def test_page_outlives_its_process(live):
    pages(live)
    live.server.replace_workers()
    assert get(f"{live.address}{ARTICLE}").headers["Cache-Status"] == "TechyMag; hit"


def test_views_of_all_workers_are_written_at_a_normal_stop(magazine):
    with serve(
        magazine.folder, workers=WORKERS, TRUSTED_PROXIES="127.0.0.1", VIEWS_FLUSH_SECONDS="3600", **magazine.variables
    ) as (address, _):
        magazine.address = address
        with ThreadPoolExecutor(8) as pool:
            readers = pool.map(lambda number: beacon(magazine, number), range(300))
            crawlers = pool.map(lambda number: beacon(magazine, number + 1000, CRAWLER), range(10))
            assert {*readers, *crawlers} == {204}
        assert views(magazine) < 300
    assert views(magazine) == 300
    assert not magazine.manage("recount", "--check").returncode


def test_views_are_written_every_second(live):
    for number in range(50):
        assert beacon(live, number) == 204
    until(lambda: views(live) == 50)


def test_reader_who_comes_alone_is_counted_at_once(live):
    assert beacon(live, 1) == 204
    assert views(live) == 1
    until(lambda: all('data-counter="views">1<' in page.text for page in pages(live)))


def test_beacon_of_another_site_or_article_is_refused(live):
    for number in range(3):
        assert beacon(live, number) == 204
    headers = {"User-Agent": FIREFOX, "Sec-Fetch-Site": "cross-site"}
    assert get(f"{live.address}{ARTICLE}views/", data=b"", **headers).status == 403
    assert get(f"{live.address}/articles/none/views/", data=b"", **{"User-Agent": FIREFOX}).status == 404


def test_every_worker_shows_the_new_name_colour_and_menu_within_a_second(live):
    assert all("Chips" in page.text and "/accent/" not in page.text for page in pages(live, "/"))
    code = (
        "from sitesettings.models import SiteSettings; "
        "SiteSettings(name='Wafers', accent='#0055ff', menu=[{'to': 'link', 'address': '/x/', 'label': 'Shop',"
        " 'hidden': False}]).save()"
    )
    assert not live.manage("shell", "-c", code).returncode
    time.sleep(1)
    for page in pages(live, "/"):
        assert "<title>Wafers –" in page.text
        assert 'href="/accent/0055ff.css"' in page.text
        assert '<a href="/x/">Shop</a>' in page.text
    assert {get(f"{live.address}/accent/0055ff.css").status} == {200}


def test_every_worker_follows_a_new_redirect_within_a_second(live):
    assert {page.status for page in pages(live, "/old/")} == {404}
    code = (
        "from moved.rules import Move; from moved.table import store; store([Move('/old/', '/how-we-count/')]);"
        "from django.contrib.redirects.models import Redirect; print(Redirect.objects.count())"
    )
    assert not live.manage("shell", "-c", code).returncode
    time.sleep(1)
    assert all("How we count" in page.text for page in pages(live, "/old/"))
