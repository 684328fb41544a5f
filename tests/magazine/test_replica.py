"""A real PostgreSQL with a streaming replica under the real server."""

import re
import time
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from outages import Outage
from tests.magazine.servers import get, manage, serve, until
from tests.postgres import catch_up, needs_postgresql, primary_and_replica

pytestmark = needs_postgresql

READER = {"cookie": "visitor=somebody"}


class Magazine:
    def __init__(self, folder, primary, replica):
        self.folder, self.primary, self.replica = folder, primary, replica
        self.variables = {"DATABASE_URL": primary.url, "DATABASE_REPLICA_URL": replica.url}

    def do(self, code):
        """Run code with the factories at hand; gives back what it prints."""
        done = manage(self.folder, "shell", "-v", "0", "-c", f"from tests.factories import *\n{code}", **self.variables)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def publish(self, *titles):
        """All at once, as each needs a process of its own."""
        self.do(f"for title in {titles!r}: make_article(title)")

    @contextmanager
    def serve(self, **more):
        with serve(self.folder, **self.variables, **more) as (address, _):
            yield SimpleNamespace(address=address, get=lambda path, **headers: get(address + path, **headers))

    @contextmanager
    def lagging(self):
        """Nothing that happens in the block reaches the replica before its end."""
        catch_up(self.primary, self.replica)
        self.replica.ask("SELECT pg_wal_replay_pause()")
        until(lambda: self.replica.ask("SELECT pg_get_wal_replay_pause_state()") == "paused")
        try:
            yield
        finally:
            self.replica.ask("SELECT pg_wal_replay_resume()")
            catch_up(self.primary, self.replica)

    @property
    def log(self):
        return (self.folder / "server.log").read_text()


@pytest.fixture(scope="module")
def magazine(tmp_path_factory):
    with primary_and_replica() as (primary, replica):
        folder = tmp_path_factory.mktemp("magazine")
        magazine = Magazine(folder, primary, replica)
        for command in (["migrate"], ["collectstatic", "--noinput"]):
            done = manage(folder, *command, "--verbosity", "0", **magazine.variables)
            assert done.returncode == 0, done.stderr
        magazine.publish("Old")
        catch_up(primary, replica)
        yield magazine


@pytest.fixture
def site(magazine):
    """Served without the page cache: every page is made when it is asked for."""
    with magazine.serve(PAGE_CACHE_MB="0") as site:
        yield site


def post(address, path, **fields):
    """As a form of our own would; the answer is not followed."""
    request = urllib.request.Request(  # noqa: S310
        address + path, urllib.parse.urlencode(fields).encode(), {"sec-fetch-site": "same-origin"}
    )
    return urllib.request.build_opener(StayHere).open(request)


class StayHere(urllib.request.HTTPRedirectHandler):
    def http_error_302(self, request, answer, *args):
        return answer


def test_strangers_read_from_the_replica_and_everybody_else_from_the_primary(magazine, site):
    path = "/articles/lagging/"
    with magazine.lagging():
        magazine.publish("Lagging")
        assert site.get(path).status == 404
        assert site.get(path, cookie="theme=dark").status == 404
        assert site.get(path, **READER).status == 200
        assert site.get("/articles/old/").status == 200
    assert site.get(path).status == 200


def test_who_has_reacted_sees_it_at_once(magazine, site):
    def likes_it(page):
        return 'id="reaction-like" name="value" value="none" aria-pressed="true"' in page.text

    with magazine.lagging():
        with post(site.address, "/articles/old/reactions/", value="like") as answer:
            cookie = answer.headers["Set-Cookie"].partition(";")[0]
        assert likes_it(site.get("/articles/old/", cookie=cookie))
        assert not likes_it(site.get("/articles/old/", cookie="visitor=somebody-else"))


def test_accounts_and_the_desk_are_read_from_the_primary(magazine, site):
    """A link in a mail must work when it is opened sooner than the replica knows of it."""
    with magazine.lagging():
        link = magazine.do(
            "from allauth.account.forms import default_token_generator\n"
            "from allauth.account.utils import user_pk_to_url_str\n"
            "user = make_user('late')\n"
            "print(f'/accounts/password/reset/key/{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}/')"
        )
        opener = urllib.request.build_opener(StayHere)
        with opener.open(site.address + link) as answer:
            assert answer.headers["Location"].endswith("-set-password/")


def test_replica_that_is_away_is_noticed_by_nobody(magazine, site):
    try:
        assert site.get("/articles/old/").status == 200
        magazine.replica.stop()
        assert [site.get("/articles/old/").status for _ in range(20)] == [200] * 20
        assert site.get("/no-such-page/").status == 404
        magazine.publish("Meanwhile")
        assert site.get("/articles/meanwhile/").status == 200
    finally:
        magazine.replica.start()
    until(lambda: site.get("/articles/old/").status == 200 and "The replica is back" in magazine.log)
    with magazine.lagging():
        magazine.publish("Back again")
        assert site.get("/articles/back-again/").status == 404
    assert magazine.log.count("The replica is away") == 1
    assert " 500 " not in magazine.log


def test_replica_that_returns_is_not_used_before_it_has_caught_up(magazine, site):
    magazine.replica.ask("ALTER SYSTEM SET recovery_min_apply_delay = '1h'")
    try:
        magazine.replica.stop()
        assert site.get("/articles/old/").status == 200
        magazine.publish("While it was away")
        magazine.primary.ask("CREATE TABLE plenty AS SELECT repeat(md5(i::text), 10) FROM generate_series(1, 10000) i")
        magazine.replica.start()
        for _ in range(2 * Outage.RETRY_SECONDS):
            time.sleep(1)
            assert site.get("/articles/while-it-was-away/").status == 200
    finally:
        magazine.replica.start()
        magazine.replica.ask("ALTER SYSTEM RESET recovery_min_apply_delay")
        magazine.replica.ask("SELECT pg_reload_conf()")
    until(lambda: site.get("/articles/while-it-was-away/").status == 200 and "The replica is back" in magazine.log)


def test_page_that_the_replica_cannot_finish_is_made_from_the_primary(magazine, site):
    """On the replica alone every query of comments takes longer than it may."""
    magazine.do("make_comment(Article.objects.get(slug='old'), make_user('first'))")
    magazine.primary.ask(
        "ALTER TABLE comments_comment RENAME TO comment_kept;"
        "CREATE VIEW comments_comment AS SELECT kept.* FROM (SELECT pg_sleep(0.2)) slept, comment_kept kept"
    )
    magazine.replica.ask("ALTER SYSTEM SET statement_timeout = '150ms'")
    magazine.replica.ask("SELECT pg_reload_conf()")
    catch_up(magazine.primary, magazine.replica)
    try:
        page = site.get("/articles/old/")
        assert page.status == 200
        assert "Comments (1)" in page.text
        assert "canceling statement due to statement timeout" in magazine.log
    finally:
        magazine.replica.ask("ALTER SYSTEM RESET statement_timeout")
        magazine.replica.ask("SELECT pg_reload_conf()")
        magazine.primary.ask("DROP VIEW comments_comment; ALTER TABLE comment_kept RENAME TO comments_comment")


def test_connections_cut_by_a_restart_of_the_primary_are_made_again_unnoticed(magazine, site):
    def ask(_):
        return site.get("/articles/old/", **READER).status

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(ask, range(40))) == {200}
        magazine.primary.stop()
        magazine.primary.start()
        assert set(pool.map(ask, range(40))) == {200}


def test_cached_pages_follow_the_replica(magazine):
    """What this process itself has changed included: that page is made anew once the replica knows of it."""

    def is_hit(path):
        return site.get(path).headers["Cache-Status"] == "TechyMag; hit"

    def counter(name, path):
        return re.search(rf'data-counter="{name}".*?(\d+)', site.get(path).text, re.DOTALL)[1]

    magazine.publish("Mine", "Theirs")
    catch_up(magazine.primary, magazine.replica)
    with magazine.serve() as site:
        until(lambda: is_hit("/articles/mine/") and is_hit("/articles/theirs/"))
        with magazine.lagging():
            post(site.address, "/articles/mine/reactions/", value="like").close()
            assert counter("likes", "/articles/mine/") == "0"
        magazine.do("make_comment(Article.objects.get(slug='theirs'), make_user('second'))")
        until(lambda: counter("comments", "/articles/theirs/") == "1")
        assert counter("likes", "/articles/mine/") == "1"


def test_schema_is_made_on_the_primary_alone(magazine):
    done = manage(magazine.folder, "migrate", "--database", "replica", **magazine.variables)
    assert "No migrations to apply" in done.stdout
