"""The database and the pictures in one file, and back. The two modules for databases have the same three functions.

`snapshot(folder)` writes the database as it is at one moment into `folder`: gives the file and the rows of each table.
`scratch(file, folder)` is a context with such a file restored beside the real database: gives its rows, and the
variables under which the magazine runs on it.
`replaced(file)` is a context with it in the place of the real database, which comes back when the block fails.
"""

import shutil
import sys
import tomllib
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any

import django
from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import DatabaseError, OperationalError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from accounts.models import User
from articles.models import Article

from .archive import Archive, BackupError, Writer
from .files import MEDIA, list_media, make_readable, publish, room_for, swapped
from .programs import manage

type Say = Callable[[str], Any]


def engine() -> ModuleType:
    return import_module(f"{__name__}.{connection.vendor}")


def back_up(folder: Path, say: Say) -> Path:
    """The pictures are listed before and after: one that an article in the database shows is in one of the lists."""
    folder.mkdir(parents=True, exist_ok=True)
    finished = folder / f"techymag-{timezone.now():%Y%m%d-%H%M%S}.zip"
    with TemporaryDirectory(prefix=".techymag-", dir=folder) as temporary:
        part = Path(temporary) / "part.zip"
        before = list_media()
        dump, rows = engine().snapshot(Path(temporary))
        with Writer(part) as writer:
            writer.add(dump.name, dump)
            missing = [name for name in sorted(before | list_media()) if not writer.add_if_there(name)]
            writer.finish(_about() | {"rows": rows, "missing": missing})
        publish(part, finished)
    for name in missing:
        say(f"{name} was removed while the backup was made.")
    if not _keeps_pictures_here():
        say("The pictures are in a bucket and not in this file: keep versions of them there.")
    return finished


def verify(file: Path, say: Say) -> None:
    """Everything that a restore would do, in a scratch place, and then the magazine shows a page from there."""
    archive = _suitable(file)
    with TemporaryDirectory(prefix="techymag-verify-", dir=settings.DATA_DIR) as temporary:
        room_for(archive, Path(temporary))
        dump = _unpack(archive, Path(temporary))
        with engine().scratch(dump, Path(temporary)) as (rows, variables):
            _compare(archive.manifest["rows"], rows)
            say(f"{len(archive.members)} files are whole, {sum(rows.values())} rows in {len(rows)} tables are there.")
            manage("migrate", "--verbosity", "0", **variables)
            say(manage("smoke", **variables).strip())


def restore(file: Path, say: Say, *, replace: bool) -> None:
    archive = _suitable(file)
    if not replace and _holds_something():
        raise BackupError("There is a magazine here already. Give --replace to put the backup in its place.")
    media = Path(settings.MEDIA_ROOT)
    with TemporaryDirectory(prefix="restore-", dir=settings.DATA_DIR) as temporary:
        room_for(archive, Path(temporary))
        dump = _unpack(archive, Path(temporary))
        with engine().replaced(dump) as rows:
            _compare(archive.manifest["rows"], rows)
            if _keeps_pictures_here():
                with swapped(Path(temporary) / MEDIA, media):
                    pass
    shutil.rmtree(settings.DATA_DIR / "pages", ignore_errors=True)  # pages of the magazine that was here
    say("Restored. Now run `manage.py migrate` and restart the magazine and its worker.")


def _about() -> dict[str, Any]:
    release = tomllib.loads((settings.ROOT / "pyproject.toml").read_text())["project"]["version"]
    database = ".".join(map(str, connection.get_database_version()))
    versions = {"techymag": release, "django": django.get_version(), "python": sys.version.split()[0]}
    return {
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "engine": connection.vendor,
        "versions": versions | {connection.vendor: database},
        "migrations": sorted(".".join(key) for key in MigrationRecorder(connection).applied_migrations()),
    }


def _suitable(file: Path) -> Archive:
    archive = Archive(file)
    if archive.manifest["engine"] != connection.vendor:
        raise BackupError(f"This is a backup of {archive.manifest['engine']}, but DATABASE_URL is {connection.vendor}.")
    known = {".".join(key) for key in MigrationLoader(None, ignore_no_migrations=True).disk_migrations}
    if unknown := set(archive.manifest["migrations"]) - known:
        raise BackupError(f"This backup was made by a newer release: it has the migration {min(unknown)}.")
    return archive


def _unpack(archive: Archive, folder: Path) -> Path:
    """All of it, each file compared with its checksum, before anything that is there is touched."""
    (folder / MEDIA).mkdir()
    for name in archive.members:
        archive.extract(name, folder)
    make_readable(folder / MEDIA)
    return folder / archive.database


def _compare(said: dict[str, int], there: dict[str, int]) -> None:
    wrong = sorted(table for table in said.keys() | there.keys() if said.get(table) != there.get(table))
    if wrong:
        told = ", ".join(f"{table} has {there.get(table)} rows instead of {said.get(table)}" for table in wrong)
        raise BackupError(f"The restored database differs from the manifest: {told}.")


def _holds_something() -> bool:
    """A damaged SQLite file is something too; a server that is away is an error."""
    try:
        tables = set(connection.introspection.table_names())
        rows = any(model._meta.db_table in tables and model.objects.exists() for model in (User, Article))
    except OperationalError:
        raise
    except DatabaseError:
        return True
    return rows or (_keeps_pictures_here() and bool(list_media()))


def _keeps_pictures_here() -> bool:
    return isinstance(default_storage, FileSystemStorage)
