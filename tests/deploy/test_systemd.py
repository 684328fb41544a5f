"""The units of `deploy/systemd/`: read by systemd itself, and what they start is stopped and replaced under readers' eyes."""

import signal
import ssl
import subprocess
import threading
from http.client import HTTPException, HTTPSConnection
from pathlib import Path

import pytest

from ..magazine.servers import free_port, until
from ..services import running
from .conftest import BIN, DEPLOY, HOST, server_command, server_options, unit

UNITS = sorted((DEPLOY / "systemd").iterdir())
SERVICES = [path for path in UNITS if path.suffix == ".service"]


def test_systemd_understands_every_unit(tmp_path):
    for path in UNITS:
        here = path.read_text().replace("/opt/techymag/.venv/bin", str(BIN))
        (tmp_path / path.name).write_text(here)
    command = ["systemd-analyze", "verify", "--man=no", *(tmp_path / path.name for path in UNITS)]
    said = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    assert (said.returncode, said.stdout + said.stderr) == (0, "")


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_service_may_do_little_harm(path):
    command = ["systemd-analyze", "security", "--offline=true", "--no-pager", "--threshold=15", path]
    said = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    assert said.returncode == 0, said.stdout


class Readers:
    """Some who read without a pause, over connections that they keep; notes every request that was not answered well."""

    def __init__(self, site, certificate):
        self.context = ssl.create_default_context(cafile=certificate / "fullchain.pem")
        self.site, self.answers, self.failures = site, 0, []
        self.enough = threading.Event()
        self.threads = [threading.Thread(target=self.read) for _ in range(4)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *raised):
        self.enough.set()
        for thread in self.threads:
            thread.join()

    def read(self):
        connection = HTTPSConnection("127.0.0.1", self.site.port, context=_named(self.context), timeout=30)
        while not self.enough.is_set():
            try:
                connection.request("GET", "/healthz", headers={"Host": HOST})
                answer = connection.getresponse()
                answer.read()
                self.answers += 1
                if answer.status != 200:
                    self.failures.append(answer.status)
            except (OSError, HTTPException) as error:
                self.failures.append(error)
                connection.close()
        connection.close()


def _named(context):
    context.check_hostname = False  # asked by address; the certificate is still the one we trust
    return context


def workers(process):
    return set(Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split())


def test_reload_replaces_every_worker_and_fails_no_reader(empty, nginx, certificate, tmp_path):
    assert unit("techymag.service")["ExecReload"] == ["/bin/kill -HUP $MAINPID"]
    port = free_port()
    with running(server_command(port), port, tmp_path / "log", **server_options(empty)) as process:
        site = nginx(port, empty)
        until(lambda: workers(process) and site.get("/healthz").status == 200)
        old = workers(process)
        with Readers(site, certificate) as readers:
            until(lambda: readers.answers > 50)
            process.send_signal(signal.SIGHUP)
            until(lambda: (new := workers(process)) and not new & old)
            before = readers.answers
            until(lambda: readers.answers > before + 50)
    assert not readers.failures
