"""What /metrics says, to whom, and that it says it of all processes of a server."""

import os
import subprocess
import sys
import time
from ipaddress import ip_network
from pathlib import Path

import pytest
from prometheus_client import REGISTRY
from prometheus_client.parser import text_string_to_metric_families

from magazine import processes
from magazine.metrics import PAGE_RESULTS, count_page

from ..factories import make_article
from .servers import ROOT, get, serve, until

TOKEN = "a-token-for-prometheus-alone"
BEGIN = "import django; django.setup(); from magazine import processes; print(processes.begin())"
BEGIN_IN_A_SHELL = f'"{sys.executable}" -c "{BEGIN}"; true'  # the shell is the server, and ends


def samples(text, name):
    """Value by labels of all samples with that name."""
    families = text_string_to_metric_families(text)
    found = [sample for family in families for sample in family.samples if sample.name == name]
    return {tuple(sorted(sample.labels.items())): sample.value for sample in found}


def pids(address):
    text = get(f"{address}/metrics").text
    return {dict(labels)["pid"] for labels in samples(text, "process_resident_memory_bytes")}


def requests(route, method="GET", status="2xx"):
    labels = {"method": method, "status": status, "route": route}
    return REGISTRY.get_sample_value("techymag_requests_total", labels) or 0


@pytest.mark.parametrize(
    ("path", "method", "status", "route"),
    [
        ("/articles/chips/", "GET", "2xx", "articles:detail"),
        ("/articles/none/", "GET", "4xx", "articles:detail"),
        ("/nowhere/", "GET", "4xx", "-"),
        ("/theme/", "POST", "4xx", "theme"),
        ("/how-we-count/", "BREW", "4xx", "how-we-count"),
    ],
)
def test_request_is_counted_by_method_status_and_route(client, db, path, method, status, route):
    make_article("Chips")
    counted = method if method != "BREW" else "other"
    before = requests(route, counted, status)
    seconds = REGISTRY.get_sample_value("techymag_request_duration_seconds_count", {"route": route}) or 0
    client.generic(method, path)
    assert requests(route, counted, status) == before + 1
    assert REGISTRY.get_sample_value("techymag_request_duration_seconds_count", {"route": route}) == seconds + 1


@pytest.mark.parametrize("result", PAGE_RESULTS)
def test_page_cache_counts_its_results(result):
    before = REGISTRY.get_sample_value("techymag_page_cache_total", {"result": result})
    count_page(result)
    assert REGISTRY.get_sample_value("techymag_page_cache_total", {"result": result}) == before + 1


def test_view_that_is_written_is_counted(client, transactional_db):
    make_article("Chips")
    before = REGISTRY.get_sample_value("techymag_views_written_total")
    client.post("/articles/chips/views/", headers={"user-agent": "Mozilla/5.0 Firefox/140.0"})
    assert REGISTRY.get_sample_value("techymag_views_written_total") == before + 1


def test_what_is_asked_at_the_moment_is_there_too(client, db):
    text = client.get("/metrics").text
    assert samples(text, "techymag_dependency_up")[(("name", "database"),)] == 1
    pid = (("pid", str(os.getpid())),)
    assert samples(text, "process_resident_memory_bytes")[pid] > 10_000_000
    assert time.time() - 86400 < samples(text, "process_start_time_seconds")[pid] <= time.time()


def test_reader_on_this_machine_sees_them_by_any_name(client, db):
    response = client.get("/metrics", headers={"host": "10.0.0.7:8000"})
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("text/plain; version=")
    assert "no-store" in response.headers["Cache-Control"]
    assert client.post("/metrics").status_code == 405


@pytest.mark.parametrize("address", ["203.0.113.9", "10.0.0.7", "2001:db8::1"])
def test_stranger_sees_no_such_page(client, db, address):
    response = client.get("/metrics", REMOTE_ADDR=address)
    assert response.status_code == 404
    assert "techymag_requests" not in response.text


def test_stranger_behind_a_proxy_that_nobody_named_sees_none(client, db):
    assert client.get("/metrics", headers={"x-forwarded-for": "203.0.113.9"}).status_code == 404


def test_stranger_behind_a_trusted_proxy_sees_none(client, db, settings):
    settings.TRUSTED_PROXIES = [ip_network("127.0.0.1")]
    assert client.get("/metrics", headers={"x-forwarded-for": "203.0.113.9"}).status_code == 404
    assert client.get("/metrics", headers={"x-forwarded-for": "127.0.0.2"}).status_code == 200


@pytest.mark.parametrize(
    "claimed", ["8.8.8.8:443", "junk", "127.0.0.2, junk", "127.0.0.1", "203.0.113.9, 127.0.0.1:80"]
)
def test_stranger_whose_address_cannot_be_read_sees_none(client, db, settings, claimed):
    settings.TRUSTED_PROXIES = [ip_network("127.0.0.1")]
    assert client.get("/metrics", headers={"x-forwarded-for": claimed}).status_code == 404


def test_reader_through_a_socket_is_no_neighbour_but_may_have_the_token(client, db, settings):
    settings.METRICS_TOKEN = TOKEN
    assert client.get("/metrics", REMOTE_ADDR="").status_code == 404
    assert client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"}, REMOTE_ADDR="").status_code == 200


def test_networks_that_may_read_are_named(client, db, settings):
    settings.METRICS_ALLOW = [ip_network("10.0.0.0/8")]
    assert client.get("/metrics", REMOTE_ADDR="10.0.0.7").status_code == 200
    assert client.get("/metrics").status_code == 404


@pytest.mark.parametrize(
    ("token", "given", "status"),
    [
        (TOKEN, f"Bearer {TOKEN}", 200),
        (TOKEN, f"Bearer {TOKEN}x", 404),
        (TOKEN, TOKEN, 404),
        (TOKEN, "Bearer ", 404),
        (TOKEN, "Bearer ümlaut", 404),
        ("", "Bearer ", 404),
        ("", "Bearer", 404),
    ],
)
def test_token_opens_from_everywhere(client, db, settings, token, given, status):
    settings.METRICS_TOKEN = token
    response = client.get("/metrics", headers={"authorization": given}, REMOTE_ADDR="203.0.113.9")
    assert response.status_code == status


def test_all_processes_of_a_server_are_counted_and_none_is_lost_with_its_process(tmp_path):
    with serve(tmp_path, workers=2) as (address, server):
        until(lambda: len(pids(address)) == 2)
        before = sum(samples(get(f"{address}/metrics").text, "techymag_requests_total").values())
        for _ in range(40):
            get(f"{address}/healthz")
        text, first = get(f"{address}/metrics").text, pids(address)
        healthy = (("method", "GET"), ("route", "healthz"), ("status", "2xx"))
        so_far = samples(text, "techymag_requests_total")[healthy]
        assert so_far >= 40
        assert sum(samples(text, "techymag_requests_total").values()) > before
        server.replace_workers()
        text = get(f"{address}/metrics").text
        assert samples(text, "techymag_requests_total")[healthy] >= so_far
        assert samples(text, "techymag_request_duration_seconds_count")[(("route", "healthz"),)] >= so_far
        assert not first & pids(address)


def test_folder_of_an_ended_server_is_removed():
    folders = [subprocess.check_output(["sh", "-c", BEGIN_IN_A_SHELL], text=True, cwd=ROOT).strip() for _ in range(2)]  # noqa: S603,S607
    assert folders[0] != folders[1]
    subprocess.check_output([sys.executable, "-c", BEGIN], cwd=ROOT)  # noqa: S603
    assert not [folder for folder in folders if os.path.exists(folder)]  # noqa: PTH110


@pytest.mark.parametrize("name", ["x-zzz", "x-", "x-٣", "x-99999999999999999999"])
def test_what_somebody_else_puts_beside_the_folders_keeps_no_server_from_starting(name):
    strange = processes.MEMORY / f"techymag-{os.getuid()}-{name}"
    strange.touch()
    try:
        subprocess.run([sys.executable, "-c", BEGIN], cwd=ROOT, check=True, capture_output=True)  # noqa: S603
    finally:
        strange.unlink()


def test_file_of_somebody_else_is_no_process():
    assert [processes.owner(Path(name)) for name in ("counter_zzz.db", "zzz.db", "gauge_1234.db")] == [0, 0, 1234]


def test_process_outside_of_a_server_is_alone():
    assert processes.alive() == {os.getpid()}
