"""The processes of one server, and the folder in memory through which they share what they count."""

import hashlib
import os
import re
import shutil
import tempfile
from pathlib import Path

from django.conf import settings

MEMORY = Path("/dev/shm")  # noqa: S108 (a full disk must stop no counter, and the owner is checked)

folder: Path | None = None  # of this server; none outside of one


def begin() -> str:
    """The folder of the server that started this process, for PROMETHEUS_MULTIPROC_DIR; those of ended servers go."""
    global folder  # noqa: PLW0603 (there is one server)
    for ended in _root().glob(f"techymag-{os.getuid()}-*"):
        if (server := _number(ended.name.rpartition("-")[2])) and not is_alive(server):
            shutil.rmtree(ended, ignore_errors=True)  # a sibling may be doing the same
    folder = _root() / f"{_prefix()}{os.getppid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.lstat().st_uid != os.getuid():
        raise PermissionError(f"{folder} belongs to somebody else.")
    return str(folder)


def alive() -> set[int]:
    """The processes of this server that have counted something; this one alone outside of a server."""
    if not folder:
        return {os.getpid()}
    return {pid for pid in map(owner, folder.glob("*.db")) if pid and is_alive(pid)}


def count_all() -> int:
    """Processes of every server that runs this magazine on this machine."""
    return sum(is_alive(pid) for pid in {owner(file) for file in _root().glob(f"{_prefix()}*/*.db")} - {0})


def owner(file: Path) -> int:
    """Whose numbers these are; 0 for the sums of those that have ended."""
    return _number(file.stem.rpartition("_")[2])


def _number(text: str) -> int:
    """0 for what is none: anybody on this machine may put a file with such a name there."""
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else 0


def _root() -> Path:
    return MEMORY if MEMORY.is_dir() else Path(tempfile.gettempdir())


def _prefix() -> str:
    """This user's, for this magazine."""
    magazine = hashlib.blake2b(bytes(settings.DATA_DIR), digest_size=6).hexdigest()
    return f"techymag-{os.getuid()}-{magazine}-"


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # somebody else's
        pass
    return True
