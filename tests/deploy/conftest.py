"""The magazine as it is deployed: the files of `deploy/` with their paths changed and nothing else."""

import getpass
import os
import shlex
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace

import pytest

from ..magazine.servers import LONGEST, free_port
from ..services import running

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
HOST = "magazine.example"
BIN = Path(sys.executable).parent


def environment(folder, **more):
    production = {
        "DEBUG": "false",
        "BASE_URL": f"https://{HOST}",
        "SECRET_KEY": "of-the-tests-alone-and-long-enough-0123456789-abcdefghij",
        "EMAIL_URL": "smtp://localhost",
        "TRUSTED_PROXIES": "127.0.0.1",
        "DATA_DIR": str(folder),
        "ENV_FILE": str(folder / ".env"),
    }
    return {"PATH": os.environ["PATH"]} | production | more


def unit(name):
    """The settings of a systemd unit; of those said twice, all."""
    settings = {}
    for line in (DEPLOY / "systemd" / name).read_text().splitlines():
        if "=" in line and not line.startswith("#"):
            key, _, value = line.partition("=")
            settings.setdefault(key, []).append(value)
    return settings


def server_command(port):
    """What systemd starts, from this checkout and on another port."""
    (command,) = unit("techymag.service")["ExecStart"]
    return shlex.split(command.replace("/opt/techymag/.venv/bin", str(BIN)).replace("8000", str(port)))


def server_options(folder, **more):
    variables = shlex.split(" ".join(unit("techymag.service")["Environment"]))
    told = dict(pair.split("=", 1) for pair in variables) | more
    return {"cwd": ROOT, "env": environment(folder, **told)}


def manage(folder, *command):
    variables = environment(folder, DEBUG="true", BASE_URL="http://127.0.0.1")
    command = [sys.executable, "manage.py", *command, "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=variables, check=True, stdout=subprocess.DEVNULL)  # noqa: S603


@pytest.fixture
def empty(tmp_path):
    """A DATA_DIR with a magazine in which nothing was published yet."""
    manage(tmp_path / "empty", "migrate")
    return tmp_path / "empty"


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """A DATA_DIR with the demo magazine and collected static files."""
    folder = tmp_path_factory.mktemp("magazine")
    manage(folder, "migrate")
    manage(folder, "seed")
    manage(folder, "collectstatic", "--noinput")
    return folder


class Application:
    def __init__(self, port, process):
        self.port, self.process = port, process

    def stop(self):
        self.process.terminate()
        self.process.wait(LONGEST)


@pytest.fixture
def application(demo, tmp_path):
    """The magazine in production, as systemd starts it."""
    port = free_port()
    with running(server_command(port), port, tmp_path / "server.log", **server_options(demo)) as process:
        yield Application(port, process)


class Site:
    """A magazine behind nginx, asked by curl as a browser asks: by its name, encrypted, in HTTP/2."""

    def __init__(self, folder, port, plain_port):
        self.folder, self.port, self.plain_port = folder, port, plain_port

    def get(self, path, *options, scheme="https"):
        port = self.port if scheme == "https" else self.plain_port
        headers, body = self.folder / "headers", self.folder / "body"
        command = ["curl", "--silent", "--show-error", "--max-time", "30", "--cacert", self.folder / "fullchain.pem"]
        command += ["--resolve", f"{HOST}:{port}:127.0.0.1", "--dump-header", headers, "--output", body, "--path-as-is"]
        body.write_bytes(b"")
        subprocess.run([*command, *options, f"{scheme}://{HOST}:{port}{path}"], check=True)  # noqa: S603
        first, *lines = headers.read_text().strip().splitlines()
        fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        protocol, status = first.split()[:2]
        return SimpleNamespace(protocol=protocol, status=int(status), headers=fields, body=body.read_bytes())


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    folder = tmp_path_factory.mktemp("certificate")
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={HOST}"]
    command += ["-addext", f"subjectAltName=DNS:{HOST}"]
    command += ["-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem"]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603
    return folder


@pytest.fixture
def nginx(certificate, tmp_path):
    """Start nginx in front of a port: `nginx(port, data_dir, cached=True)` turns its own cache on."""
    stack = ExitStack()

    def start(port, data_dir, *, cached=False):
        site = Site(certificate, free_port(), free_port())
        changes = {
            "/etc/letsencrypt/live/magazine.example": str(certificate),
            "/var/lib/techymag": str(data_dir),
            "/var/cache/nginx": str(tmp_path / "pages"),
            "/var/log/nginx": str(tmp_path),
            "127.0.0.1:8000": f"127.0.0.1:{port}",
            "[::]:": "[::1]:",
            "listen 80;": f"listen 127.0.0.1:{site.plain_port};",
            ":80;": f":{site.plain_port};",
            "listen 443 ": f"listen 127.0.0.1:{site.port} ",
            ":443 ": f":{site.port} ",
        }
        if cached:
            changes["proxy_cache off;"] = "proxy_cache techymag;"
        text = (DEPLOY / "nginx" / "techymag.conf").read_text()
        for said, instead in changes.items():
            assert said in text
            text = text.replace(said, instead)
        main = tmp_path / "nginx.conf"
        main.write_text(
            f"daemon off; pid {tmp_path}/nginx.pid; user {getpass.getuser()}; error_log stderr;\nevents {{}}\n"
            f"http {{\ninclude /etc/nginx/mime.types;\n{temporary(tmp_path)}\n{text}\n}}\n"
        )
        command = ["nginx", "-p", str(tmp_path), "-e", "stderr", "-c", str(main)]
        stack.enter_context(running(command, site.port, tmp_path / "nginx.log"))
        return site

    with stack:
        yield start


def temporary(folder):
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    return "\n".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
