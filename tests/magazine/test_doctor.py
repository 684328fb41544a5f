"""The doctor names what is wrong and what to do, whatever is wrong; and says so when nothing is."""

import socketserver
import threading
from ipaddress import ip_network

import pytest

from magazine import doctor

from .servers import free_port, manage, redis

SAFE = {
    "DEBUG": "false",
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "BASE_URL": "https://magazine.example",
    "TRUSTED_PROXIES": "127.0.0.1",
}


def verdicts(done):
    """Verdict by subject, of what the doctor said."""
    lines = [line for line in done.stdout.splitlines() if line[:6] in ("ok    ", "warn  ", "FAIL  ")]
    return {line[6:].partition(":")[0]: line[:6].strip() for line in lines}


class MailServer(socketserver.StreamRequestHandler):
    said = []

    def handle(self):
        self.wfile.write(b"220 mail.example\r\n")
        while line := self.rfile.readline().strip():
            self.said.append(line.split()[0])
            self.wfile.write(b"221 bye\r\n" if line == b"quit" else b"250 mail.example\r\n")


@pytest.fixture
def mail_server():
    MailServer.said = []
    with socketserver.TCPServer(("127.0.0.1", 0), MailServer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def test_healthy_magazine_is_well(magazine, mail_server):
    with redis() as server:
        more = {"EMAIL_URL": f"smtp://127.0.0.1:{mail_server}", "CACHE_URL": f"redis://127.0.0.1:{server.port}/0"}
        done = magazine.manage("doctor", **SAFE | more)
    found = verdicts(done)
    assert {subject for subject, verdict in found.items() if verdict != "ok"} == {"people"}
    assert len(found) == len(doctor.ALONE) + len(doctor.WITH_DATABASE)
    assert "createsuperuser" in done.stdout
    assert done.returncode == 0
    assert {b"ehlo", b"quit"} == set(MailServer.said)


def test_everything_that_is_wrong_is_named(magazine):
    magazine.sql("UPDATE articles_stats SET likes = likes + 1")
    if magazine.is_sqlite:
        magazine.sql("DELETE FROM search_index_articles_docsize")
    else:
        magazine.sql("DROP TABLE search_document")
    magazine.sql("DELETE FROM django_migrations WHERE app = 'purging'")
    (magazine.folder / "media").rename(magazine.folder / "gone")
    (magazine.folder / "media").write_text("no folder")
    away = free_port()
    more = {
        "EMAIL_URL": f"smtp://127.0.0.1:{away}",
        "CACHE_URL": f"redis://127.0.0.1:{away}/0",
        "STATIC_ROOT": str(magazine.folder / "nowhere"),
        "TASKS": "database",
    }
    done = magazine.manage("doctor", **SAFE | more)
    wrong = {subject for subject, verdict in verdicts(done).items() if verdict == "FAIL"}
    assert wrong == {
        "static",
        "pictures",
        "shared cache",
        "mail",
        "migrations",
        "search index",
        "counters",
        "background",
    }
    for remedy in ("collectstatic", "EMAIL_URL", "migrate", "recount", "worker"):
        assert remedy in done.stdout
    assert done.returncode == 1


def test_search_index_that_lacks_something_is_whole_after_the_doctors_advice(magazine):
    if magazine.is_sqlite:
        magazine.sql("INSERT INTO search_index_articles(search_index_articles) VALUES ('delete-all')")
    else:
        magazine.sql("DROP INDEX search_index_newest")
    said = magazine.manage("doctor").stdout
    assert "FAIL  search index" in said
    assert "run `manage.py reindex`" in said
    assert magazine.manage("reindex").returncode == 0
    assert "ok    search index" in magazine.manage("doctor").stdout


def test_database_that_is_away_is_named_and_the_rest_is_examined(tmp_path):
    done = manage(tmp_path, "doctor", DATABASE_URL="postgres://techymag:secret@127.0.0.1:1/techymag")
    found = verdicts(done)
    assert found["database"] == "FAIL"
    assert found["disk"] == "ok"
    assert "secret" not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert done.returncode == 1


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("BASE_URL", "magazine.example"),
        ("DEBUG", "perhaps"),
        ("TRUSTED_PROXIES", "everybody"),
        ("METRICS_ALLOW", "all"),
        ("LOG_FORMAT", "xml"),
        ("SENTRY_DSN", "https://key@127.0.0.1/1"),
    ],
)
def test_wrong_setting_is_named_in_one_line(tmp_path, variable, value):
    done = manage(tmp_path, "doctor", **{variable: value})
    assert done.returncode == 1
    assert done.stderr.startswith("FAIL  settings: ")
    assert variable in done.stderr
    assert done.stderr.count("\n") == 1


def test_proxy_that_nobody_named_is_a_doubt(settings):
    settings.HTTPS, settings.HOST, settings.BASE_URL = True, "magazine.example", "https://magazine.example"
    with pytest.raises(doctor.Doubt, match="TRUSTED_PROXIES"):
        doctor.address()
    settings.TRUSTED_PROXIES = [ip_network("127.0.0.1")]
    assert "https://magazine.example" in doctor.address()


@pytest.mark.parametrize("host", ["192.0.2.7", "[2001:db8::1]"])
def test_number_in_place_of_a_name_is_a_doubt(settings, host):
    settings.DEBUG, settings.HOST = False, host
    with pytest.raises(doctor.Doubt, match="BASE_URL"):
        doctor.address()


def test_page_cache_that_is_off_is_a_doubt(settings):
    settings.PAGE_CACHE_MB = 0
    with pytest.raises(doctor.Doubt, match="PAGE_CACHE_MB"):
        doctor.pages()


def test_disk_that_is_full_is_wrong(settings, tmp_path, monkeypatch):
    settings.DATA_DIR = tmp_path
    assert "MB left" in doctor.disk()
    monkeypatch.setattr(doctor, "LITTLE", 2**40)
    with pytest.raises(doctor.Doubt, match="make room soon"):
        doctor.disk()
    monkeypatch.setattr(doctor, "TOO_LITTLE", 2**40)
    with pytest.raises(doctor.Wrong, match="make room now"):
        doctor.disk()


def test_worker_and_failed_tasks_are_looked_at(db, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    with pytest.raises(doctor.Wrong, match="No worker runs"):
        doctor.background()
    doctor.Heartbeat.objects.create(worker_id="one")
    assert doctor.background() == "A worker runs; 0 tasks wait."
