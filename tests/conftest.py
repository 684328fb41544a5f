"""The cast of every story told in the tests, and surroundings that leave nothing behind."""

import re
import sqlite3
from collections import Counter
from contextlib import closing
from types import SimpleNamespace
from unittest.mock import patch

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase, override_settings
from xdist.scheduler import LoadScopeScheduling

from articles.audit import AUDIT
from comments.audit import MODERATION
from pages.menus import frame
from purging.kept import memory
from sitesettings.models import Known, site_settings

from .factories import make_first_pages, make_groups, make_user

TREE = {
    "STORAGES": django_settings.STORAGES
    | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}},
    "WHITENOISE_AUTOREFRESH": True,
    "WHITENOISE_USE_FINDERS": True,
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
}


# No page is kept from one test to the next, and no view waits for others.
AT_ONCE = {"PAGE_CACHE_MB": 0, "VIEWS_FLUSH_SECONDS": 0}


# Begun before all others, or at the end one worker would be alone with them: a browser, and servers that are waited for.
SLOWEST = ["browser", "deploy", "magazine", "tasks"]
# A browser, a server or a worker that shares its machine is late at times: a second try, which the summary names.
OTHER_PROCESSES = {"browser", "deploy", "tasks"}


def together(nodeid):
    """A file stays together. So do all browser tests, as a Chromium for each core would only fight over them, and those of
    the deployed magazine, which is made once for all."""
    folder = nodeid.split("/")[1]
    return folder if folder in ("browser", "deploy") else nodeid.partition("::")[0]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """The slowest first, then what has the most tests."""
    for item in items:
        if item.nodeid.split("/")[1] in OTHER_PROCESSES:
            item.add_marker(pytest.mark.flaky(reruns=1))
    sizes = Counter(together(item.nodeid) for item in items)
    rank = {folder: place for place, folder in enumerate(SLOWEST)}
    items.sort(key=lambda item: (rank.get(item.nodeid.split("/")[1], len(rank)), -sizes[together(item.nodeid)]))


class Scheduler(LoadScopeScheduling):
    _split_scope = staticmethod(together)


def pytest_xdist_make_scheduler(config, log):
    return Scheduler(config, log)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, tmp_path_factory):
    """SQLite in a file, as in production: each thread of the live server needs a connection of its own."""
    database = django_settings.DATABASES["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup):
    """SQLite is emptied by putting back what `migrate` left, in milliseconds: Django would delete from all tables, and then
    make all rights, triggers and indexes again."""
    if connection.vendor != "sqlite":
        yield
        return
    path = connection.settings_dict["NAME"]
    with closing(sqlite3.connect(":memory:")) as migrated:
        with closing(sqlite3.connect(path)) as database:
            database.backup(migrated)

        def put_back(self):
            with closing(sqlite3.connect(path)) as database:
                migrated.backup(database)

        with patch.object(TransactionTestCase, "_fixture_teardown", put_back):
            yield


@pytest.fixture(scope="session", autouse=True)
def shortcuts(django_test_environment, worker_id):
    """Static files as they lie in the tree, fast passwords, and in Redis a database for each process of the suite."""
    cache = django_settings.CACHES["default"]
    if cache["BACKEND"].endswith("RedisCache"):
        cache = cache | {"LOCATION": f"{cache['LOCATION'].rpartition('/')[0]}/{re.sub(r'[a-z]', '', worker_id) or 0}"}
    with override_settings(**TREE, **AT_ONCE, CACHES={"default": cache}):
        yield


@pytest.fixture(autouse=True)
def surroundings(settings, tmp_path):
    """Uploads in a folder of their own, an empty cache."""
    settings.MEDIA_ROOT = tmp_path / "media"
    cache.clear()
    Known.settings = None


@pytest.fixture
def frame_is_kept(db):
    """A process that has made a page before, and knows what is around every other one."""
    pieces = {"site settings": site_settings(), "frame": frame()}
    kept = SimpleNamespace(kept=lambda name, make, tags: pieces[name] if name in pieces else make())
    token = memory.set(kept)
    yield
    memory.reset(token)


@pytest.fixture(autouse=True)
def groups(request):
    """There again after a test that emptied the tables.

    Not by pytest-django's serialized rollback: it keeps the rows at a connection that Playwright's loop does not see.
    """
    if {"db", "transactional_db", "live_server"} & set(request.fixturenames) or request.node.get_closest_marker(
        "django_db"
    ):
        request.getfixturevalue("db")
        make_groups()
        make_first_pages()
        yield
        if not connection.in_atomic_block:  # the tables will be emptied, which the logs refuse
            AUDIT.drop(connection)
            MODERATION.drop(connection)
    else:
        yield


@pytest.fixture
def alice(db):
    """Writes articles."""
    return make_user("alice", display_name="Alice Ashby", groups=["Authors"])


@pytest.fixture
def bob(db):
    """Reads and comments."""
    return make_user("bob", display_name="Bob Brandt")


@pytest.fixture
def as_bob(client, bob):
    client.force_login(bob)
    return client


@pytest.fixture
def mallory(db):
    """A stranger with an account."""
    return make_user("mallory", display_name="Mallory")


@pytest.fixture
def mona(db):
    """Moderates comments."""
    return make_user("mona", display_name="Mona", groups=["Moderators"])


@pytest.fixture
def editor(db):
    """Edits and publishes everybody's articles."""
    return make_user("editor", display_name="Eddie Editor", groups=["Editors"])
