"""The magazine to be measured: the demo, one article with 200 comments, many accounts, and the servers."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .load import SERVER_CPU

ROOT = Path(__file__).resolve().parents[1]
SLUG = "meta-chief-emails-deepmind-researchers"
ARTICLE = f"/articles/{SLUG}/"
# As behind a proxy that ends TLS. The demo itself is made in debug mode, which is the only one that has it.
SECURE = {"X-Forwarded-Proto": "https"}
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "magazine.settings",
    "DEBUG": "false",
    "SECRET_KEY": "of-the-bench-alone-and-long-enough-0123456789-abcdefghij",
    "EMAIL_URL": "smtp://localhost",
    "TRUSTED_PROXIES": "127.0.0.1",
}
LONGEST = 60  # seconds until a server must answer

# 200 comments as people write them: every second one answers another. Accounts in numbers, as one may write five
# comments in two minutes; their session keys are printed.
FILL = f"""
import random
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from accounts.models import User
from articles.models import Article
from comments.models import Comment
dice = random.Random(1)
article = Article.objects.get(slug="{SLUG}")
people = [User(username=f"bench{{n}}", email=f"bench{{n}}@bench.example", password="!") for n in range(400)]
people = User.objects.bulk_create(people)
written = list(article.comments.filter(parent=None))
while article.comments.count() < 200:
    parent = dice.choice(written) if written and dice.random() < 0.5 else None
    comment = Comment(article=article, author=dice.choice(people), parent=parent)
    comment.body = " ".join(dice.choices(article.body_text.split(), k=40))
    comment.post()
    written.append(comment)
for person in people:
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "accounts.backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    print(session.session_key)
"""


class Site:
    """A folder with a database, static files and the keys of sessions that have signed in."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.port = free_port()
        self.variables = PRODUCTION | {"DEBUG": "true", "BASE_URL": f"http://127.0.0.1:{self.port}"}
        self.variables |= {"DATA_DIR": str(folder)}
        self.production = PRODUCTION | {"BASE_URL": f"https://127.0.0.1:{self.port}", "DATA_DIR": str(folder)}
        for command in (["migrate"], ["seed"], ["collectstatic", "--noinput"]):
            self.manage(*command, "--verbosity", "0")
        self.sessions = self.manage("shell", "--verbosity", "0", "-c", FILL).split()

    def manage(self, *arguments: str, variables: dict[str, str] | None = None) -> str:
        command = [sys.executable, "manage.py", *arguments]
        environment = os.environ | (variables or self.variables)
        return subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True).stdout  # noqa: S603

    @contextmanager
    def serve(self, *, workers: int = 1, pinned: bool = True, **variables: str) -> Iterator[int]:
        """Granian as in production, on one core; gives its process id."""
        command = ["taskset", "-c", SERVER_CPU] if pinned else []
        command += [str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--port", str(self.port)]
        command += ["--workers", str(workers), "--blocking-threads", "16", "--no-access-log", "--log-level", "error"]
        environment = os.environ | self.production | variables
        with running([*command, "magazine.wsgi:application"], self.port, self.folder, env=environment) as pid:
            yield pid

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def get(self, path: str, **headers: str) -> bytes:
        with self._open(path, headers) as answer:
            return answer.read()

    def etag(self, path: str) -> str:
        with self._open(path, {}) as answer:
            return answer.headers["ETag"]

    def _open(self, path: str, headers: dict[str, str]):
        return urllib.request.urlopen(urllib.request.Request(self.url(path), headers=SECURE | headers))  # noqa: S310


NGINX = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/nginx.error;
events {{ worker_connections 1024; }}
http {{
    access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; open_file_cache max=100;
    types {{ text/html html; }} {temporary}
    proxy_cache_path {folder}/proxied keys_zone=pages:10m;
    upstream magazine {{ server 127.0.0.1:{behind}; keepalive 8; }}
    server {{
        listen 127.0.0.1:{port};
        location / {{ root {folder}/files; }}
        location /articles/ {{
            proxy_pass http://magazine; proxy_http_version 1.1; proxy_set_header Connection "";
            proxy_set_header Host $http_host; proxy_set_header Accept-Encoding $http_accept_encoding;
            proxy_cache pages; proxy_cache_key $uri$http_accept_encoding;
            proxy_cache_use_stale updating error timeout; proxy_cache_background_update on; proxy_cache_lock on;
        }}
    }}
}}
"""


@contextmanager
def nginx(folder: Path, *, behind: int) -> Iterator[tuple[int, int]]:
    """Serves `folder/files` and, at /articles/, what it keeps of the magazine; gives its process id and port."""
    port = free_port()
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    configuration = folder / "nginx.conf"
    configuration.write_text(NGINX.format(folder=folder, port=port, behind=behind, temporary=temporary))
    folder.chmod(0o755)
    command = ["taskset", "-c", SERVER_CPU, shutil.which("nginx") or "/usr/sbin/nginx", "-c", str(configuration)]
    with running([*command, "-p", str(folder), "-e", str(folder / "nginx.error")], port, folder) as pid:
        yield pid, port


@contextmanager
def running(command: list[str], port: int, folder: Path, **options) -> Iterator[int]:
    with (folder / "servers.log").open("ab") as log:
        process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log, **options)  # noqa: S603
    try:
        _wait_for(port, process)
        yield process.pid
    finally:
        process.terminate()
        process.wait(LONGEST)


def _wait_for(port: int, process: subprocess.Popen) -> None:
    end = time.monotonic() + LONGEST
    while process.poll() is None and time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError(f"Nothing answers at port {port}.")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]
