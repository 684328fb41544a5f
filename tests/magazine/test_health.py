"""What the probes say when everything is there, and when something is away."""

import os
import threading
import time

import pytest

from magazine import health

from .servers import get, manage, redis, serve


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch):
    """What the test before was told holds for a second."""
    for dependency in health.DEPENDENCIES:
        monkeypatch.setattr(dependency, "_stale_at", 0)


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_checks_answer_and_are_not_cached(client, db, path):
    response = client.get(path)
    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"]
    assert client.post(path).status_code == 405


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_is_asked_by_address_too(client, db, path):
    assert client.get(path, headers={"host": "10.0.0.7:8000"}).status_code == 200
    assert client.get(f"{path}/", headers={"host": "10.0.0.7:8000"}).status_code == 400


def test_every_dependency_is_named(client, db):
    verdict, *lines = client.get("/readyz").text.splitlines()
    assert verdict == "ready"
    assert [line.split()[:2] for line in lines] == [[name, "ok"] for name in ("database", "cache", "storage", "tasks")]


def test_magazine_without_its_tables_is_not_ready_until_they_are_there(tmp_path):
    with serve(tmp_path) as (address, _):
        response = get(f"{address}/readyz")
        assert (response.status, response.text.splitlines()[:2]) == (503, ["not ready", "database problem"])
        assert get(f"{address}/healthz").status == 200
        assert manage(tmp_path, "migrate", "-v0").returncode == 0
        time.sleep(health.KEPT)
        assert get(f"{address}/readyz").text.splitlines()[0] == "ready"


def test_magazine_without_its_database_server_is_not_ready_and_says_no_more(tmp_path):
    with serve(tmp_path, DATABASE_URL="postgres://techymag:secret@127.0.0.1:1/techymag") as (address, _):
        response = get(f"{address}/readyz")
        assert response.status == 503
        assert response.text.splitlines()[:2] == ["not ready", "database problem"]
        assert "127.0.0.1" not in response.text
        assert "techymag_dependency_up" in get(f"{address}/metrics").text


def test_magazine_without_redis_works_and_says_so(tmp_path):
    assert manage(tmp_path, "migrate", "-v0").returncode == 0
    with redis() as server, serve(tmp_path, CACHE_URL=f"redis://127.0.0.1:{server.port}/0") as (address, _):
        assert get(f"{address}/readyz").text.splitlines()[0] == "ready"
        server.stop()
        time.sleep(health.KEPT)
        response = get(f"{address}/readyz")
        assert (response.status, response.text.splitlines()[0]) == (200, "degraded")
        assert "cache problem" in response.text
        assert 'techymag_dependency_up{name="cache"} 0.0' in get(f"{address}/metrics").text
        server.start()
        time.sleep(health.KEPT)
        assert get(f"{address}/readyz").text.splitlines()[0] == "ready"


def test_folder_of_pictures_is_made_for_the_web_server_to_read(client, db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "pictures"
    usual = os.umask(0o077)
    try:
        assert "storage ok" in client.get("/readyz").text
    finally:
        os.umask(usual)
    assert settings.MEDIA_ROOT.stat().st_mode & 0o777 == 0o755


def test_folder_of_pictures_that_is_none_is_a_problem(client, db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "file"
    settings.MEDIA_ROOT.write_text("")
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.text.startswith("degraded\n")
    assert "storage problem\n" in response.text


def test_dependency_that_hangs_is_waited_for_no_longer_and_asked_once():
    asked, answer = [], threading.Event()
    dependency = health.Dependency("slow", lambda: (asked.append(1), answer.wait())[0])
    dependency.begin()
    assert not dependency.wait()
    answers = threading.Timer(health.LIMIT * 0.8, answer.set)
    answers.start()
    for _ in range(3):
        dependency.begin()
        assert not dependency.wait()  # at once, for the answer comes before the limit of this caller
    assert not answer.is_set()
    assert len(asked) == 1
    answers.join()
    dependency._thread.join()
    assert dependency.wait()
