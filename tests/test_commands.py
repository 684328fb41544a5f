"""What the Makefile works out before anything runs, and the scripts that it calls."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def run(*command, cwd=ROOT, **variables):
    told = {"PATH": os.environ["PATH"]} | variables
    return subprocess.run(command, cwd=cwd, env=told, capture_output=True, text=True, check=False)  # noqa: S603


@pytest.fixture
def settings_of(tmp_path):
    """The settings that `make` hands on, with this settings file and these variables around it."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    show = 'include Makefile\nshow:\n\t@echo "$$DEBUG|$$DATA_DIR|$$BASE_URL|$$ALLOWED_HOSTS"\n'
    (tmp_path / "show.mk").write_text(show)

    def settings_of(file="", **variables):
        (tmp_path / ".env").write_text(file)
        done = run("make", "--no-print-directory", "-f", "show.mk", "show", cwd=tmp_path, **variables)
        return done.stdout.strip().replace(str(tmp_path), "HERE")

    return settings_of


def test_nothing_said_is_for_trying_out(settings_of):
    assert settings_of() == "true|HERE/var|http://127.0.0.1:8000|"
    assert settings_of(PORT="9000") == "true|HERE/var|http://127.0.0.1:9000|"


def test_settings_file_is_not_overruled(settings_of):
    file = 'DEBUG=false\nDATA_DIR="/srv/my magazine"\nBASE_URL=https://magazine.example\n'
    assert settings_of(file) == "false|/srv/my magazine|https://magazine.example|"
    assert settings_of(file, DEBUG="true", DATA_DIR="/tmp/x").startswith("true|/tmp/x|")


def test_open_to_the_network_is_open_to_every_name_but_in_production(settings_of):
    assert settings_of(HOST="0.0.0.0") == "true|HERE/var|http://127.0.0.1:8000|*"
    assert settings_of("DEBUG=false\n", HOST="0.0.0.0").endswith(":8000|")


def test_address_that_is_taken_is_not_shared():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = run(sys.executable, "deploy/is_free.py", "127.0.0.1", str(taken.getsockname()[1]))
    assert done.returncode == 1
    assert "make run PORT=9000" in done.stderr
    assert run(sys.executable, "deploy/is_free.py", "127.0.0.1", "0").returncode == 0
    assert run(sys.executable, "deploy/is_free.py", "127.0.0.1", "http").returncode == 1


def test_machine_without_python_is_told_what_to_install(tmp_path):
    for name in ("sh", "dirname"):
        (tmp_path / name).symlink_to(shutil.which(name))
    (tmp_path / "deploy").mkdir()
    shutil.copy(ROOT / "deploy/environment", tmp_path / "deploy")
    done = run(str(tmp_path / "sh"), "deploy/environment", cwd=tmp_path, PATH=str(tmp_path))
    assert done.returncode == 1
    assert "needs Python 3.12 or newer and found none" in done.stderr
