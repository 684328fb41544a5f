import os
import secrets
import shutil
import subprocess
import sys

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test import override_settings

from .servers import ROOT, Magazine, on_the_server, variables


@pytest.fixture
def broken_database():
    """The database answers every query with an error, as one that is down or locked does."""

    def refuse(execute, sql, params, many, context):
        raise OperationalError("the database is away")

    with connection.execute_wrapper(refuse):
        yield


FILL = """
import django; django.setup()
from tests.factories import make_article, make_comment, make_reaction, make_user
alice = make_user("alice")
article = make_article("Chips", authors=[alice])
make_comment(article, alice)
make_reaction(article)
"""


@pytest.fixture(scope="session")
def make_magazine(tmp_path_factory):
    """A function that makes a magazine with one article, one comment and two pictures, or an empty one."""
    is_sqlite = django_settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
    made = []

    def make(empty=False):
        folder = tmp_path_factory.mktemp("magazine")
        name = "" if is_sqlite else f"magazine_{secrets.token_hex(6)}"
        if name:
            on_the_server(f"CREATE DATABASE {name}" + ("" if empty or not made else f" TEMPLATE {made[0].database}"))
        if not empty and made:
            shutil.copytree(made[0].folder, folder, dirs_exist_ok=True)
        magazine = Magazine(folder, name, static)
        made.append(magazine)
        return magazine

    static = tmp_path_factory.mktemp("static")
    hashed = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}}
    with override_settings(STATIC_ROOT=static, STORAGES=django_settings.STORAGES | hashed):
        call_command("collectstatic", interactive=False, verbosity=0)  # uncompressed, which takes a minute
    first = make()
    done = first.manage("migrate", "-v0")
    assert not done.returncode, done.stderr
    told = variables(first.folder, 8000, DJANGO_SETTINGS_MODULE="magazine.settings", **first.variables)
    subprocess.run([sys.executable, "-c", FILL], cwd=ROOT, env=told, check=True, capture_output=True)  # noqa: S603
    for name in ("pictures/chip.webp", "renditions/ab/chip-480.avif"):
        picture = first.folder / "media" / name
        picture.parent.mkdir(parents=True, exist_ok=True)
        picture.write_bytes(os.urandom(2000))
    yield make
    for magazine in made:
        if magazine.database:
            on_the_server(f"DROP DATABASE {magazine.database} WITH (FORCE)")


@pytest.fixture
def magazine(make_magazine):
    return make_magazine()
