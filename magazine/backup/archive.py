"""A ZIP file whose manifest names every member with its size and checksum, and nothing else is in it."""

import hashlib
import json
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from django.core.management.base import CommandError

from .files import MEDIA, media_path

FORMAT = 1
MANIFEST = "manifest.json"
DATABASES = {"database.sqlite3", "database.dump"}
COMPRESSED = {"database.sqlite3", MANIFEST}  # pictures and PostgreSQL's dumps are small already
BLOCK = 1024 * 1024
NEEDED = {"engine": str, "migrations": list, "rows": dict}
DAMAGE = (
    *(BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError),  # the file
    *(AttributeError, KeyError, TypeError, ValueError),  # the manifest
)


class BackupError(CommandError):
    pass


class Writer:
    def __init__(self, path: Path) -> None:
        self.members: dict[str, dict[str, Any]] = {}
        path.touch(mode=0o600, exist_ok=False)  # there are people in it
        self._file = path.open("wb")
        self._zip = ZipFile(self._file, "w")

    def __enter__(self) -> "Writer":
        return self

    def __exit__(self, *error) -> None:
        self._file.close()

    def add_if_there(self, name: str) -> bool:
        """False when the picture has been removed meanwhile."""
        try:
            self.add(name, media_path(name))
        except FileNotFoundError:
            return False
        return True

    def add(self, name: str, path: Path) -> None:
        with path.open("rb") as source:
            info = ZipInfo.from_file(path, name, strict_timestamps=False)
            info.compress_type = ZIP_DEFLATED if name in COMPRESSED else ZIP_STORED
            with self._zip.open(info, "w", force_zip64=True) as target:
                self.members[name] = _copy(source, target)

    def finish(self, about: dict[str, Any]) -> None:
        """On the disk for good before it is given its name."""
        manifest = {"format": FORMAT} | about | {"members": self.members}
        self._zip.writestr(MANIFEST, json.dumps(manifest, indent=1), ZIP_DEFLATED)
        self._zip.close()
        self._file.flush()
        os.fsync(self._file.fileno())


class Archive:
    def __init__(self, path: Path) -> None:
        """Raises BackupError unless it is a whole backup with safe names."""
        self.path = path
        with self._refused_when_damaged():
            self._zip = ZipFile(path)
            self.manifest = json.loads(self._zip.read(MANIFEST))
            self.members: dict[str, dict[str, Any]] = self.manifest["members"]
            if self.manifest["format"] != FORMAT or not _is_complete(self.manifest):
                raise ValueError("its format is not known")
            if sorted(self._zip.namelist()) != sorted([MANIFEST, *self.members]):
                raise ValueError("its files are not those of its manifest")
            (self.database,) = self.members.keys() & DATABASES
            if unsafe := [name for name in self.members if name != self.database and not _is_safe(name)]:
                raise ValueError(f"{unsafe[0]!r} is no name of a picture")
            if any(self._zip.getinfo(name).file_size != member["size"] for name, member in self.members.items()):
                raise ValueError("its files have not the sizes of its manifest")
            self.size = sum(member["size"] for member in self.members.values())

    def extract(self, name: str, folder: Path) -> None:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.touch(mode=0o600, exist_ok=False)  # as the archive is
        with self._refused_when_damaged(), self._zip.open(name) as source, target.open("wb") as out:
            if _copy(source, out) != self.members[name]:
                raise ValueError(f"{name} differs from its checksum")
            out.flush()
            os.fsync(out.fileno())

    @contextmanager
    def _refused_when_damaged(self) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError as error:
            raise BackupError(f"There is no {error.filename}.") from error
        except OSError as error:
            raise BackupError(f"{self.path} could not be read or unpacked: {error}.") from error
        except DAMAGE as error:
            raise BackupError(f"{self.path} is not a whole backup: {error}.") from error


def _is_complete(manifest: dict[str, Any]) -> bool:
    right = all(isinstance(manifest.get(key), kind) for key, kind in NEEDED.items())
    return right and all(isinstance(migration, str) for migration in manifest["migrations"])


def _is_safe(name: str) -> bool:
    path = PurePosixPath(name)
    plain = str(path) == name and not {"\\", "\0"} & set(name) and ".." not in path.parts
    return plain and path.parts[0] == MEDIA and len(path.parts) > 1


def _copy(source: IO[bytes], target: IO[bytes]) -> dict[str, Any]:
    """Gives what a manifest says of a member."""
    digest, size = hashlib.sha256(), 0
    while block := source.read(BLOCK):
        target.write(block)
        digest.update(block)
        size += len(block)
    return {"size": size, "sha256": digest.hexdigest()}
