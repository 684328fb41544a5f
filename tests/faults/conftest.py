from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.test import override_settings

from tests.postgres import primary_alone

from .magazines import Magazine, copy


@pytest.fixture(scope="session")
def static(tmp_path_factory):
    folder = tmp_path_factory.mktemp("static")
    hashed = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}}
    with override_settings(STATIC_ROOT=folder, STORAGES=django_settings.STORAGES | hashed):
        call_command("collectstatic", interactive=False, verbosity=0)
    return folder


@pytest.fixture(scope="session")
def template(static, tmp_path_factory):
    """The folder of a filled magazine on SQLite."""
    folder = tmp_path_factory.mktemp("template")
    Magazine(folder, static).fill()
    return folder


@pytest.fixture
def make_magazine(template, static):
    """A function that makes one on SQLite in a folder and starts it."""
    made = []

    def make(folder: Path, **variables) -> Magazine:
        copy(template, folder)
        magazine = Magazine(folder, static, **variables)
        made.append(magazine)
        magazine.start()
        return magazine

    yield make
    for magazine in made:
        magazine.stop()


@pytest.fixture
def magazine(make_magazine, tmp_path):
    folder = tmp_path / "magazine"
    folder.mkdir()
    return make_magazine(folder)


@pytest.fixture(scope="session")
def cluster(static, tmp_path_factory):
    """PostgreSQL with a filled magazine."""
    with primary_alone() as cluster:
        Magazine(tmp_path_factory.mktemp("filled"), static, DATABASE_URL=cluster.url).fill()
        yield cluster


@pytest.fixture
def on_postgresql(cluster, static, tmp_path):
    """A magazine on PostgreSQL; what the tests before have written is still there."""
    cluster.start()
    magazine = Magazine(tmp_path, static, DATABASE_URL=cluster.url)
    magazine.start()
    yield magazine
    cluster.start()
    magazine.stop()


@pytest.fixture
def record(record_property):
    """Seconds, told with the result and never judged: the machine may be busy."""

    def record(what: str, seconds: float) -> None:
        record_property(what, round(seconds, 2))
        print(f"{what}: {seconds:.2f} s")

    return record
