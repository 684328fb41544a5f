import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.management.base import CommandError

MEDIA = "media"
NAMES = f"techymag-{'[0-9]' * 8}-{'[0-9]' * 6}.zip"  # of backups, by the time they were made


def list_media() -> set[str]:
    """Their names in a backup. A link to somewhere else is no picture, nor is one that is still being written."""
    if not isinstance(default_storage, FileSystemStorage):
        return set()
    root = Path(settings.MEDIA_ROOT)
    files = (Path(folder, name) for folder, _, names in os.walk(root) for name in names)
    whole = (file for file in files if not file.name.startswith(".") and not file.is_symlink())
    return {f"{MEDIA}/{file.relative_to(root).as_posix()}" for file in whole}


def media_path(name: str) -> Path:
    return Path(settings.MEDIA_ROOT, name.removeprefix(f"{MEDIA}/"))


def make_readable(media: Path) -> None:
    """As the magazine leaves pictures, for the web server, whatever is the umask."""
    media.chmod(settings.FILE_UPLOAD_DIRECTORY_PERMISSIONS)
    for path in media.rglob("*"):
        path.chmod(settings.FILE_UPLOAD_DIRECTORY_PERMISSIONS if path.is_dir() else settings.FILE_UPLOAD_PERMISSIONS)


def publish(part: Path, finished: Path) -> None:
    """Whole and on the disk for good, or not there."""
    part.rename(finished)
    folder = os.open(finished.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def remove_oldest(finished: Path, keep: int) -> None:
    """Of the backups beside the one that is just finished, so that with it `keep` are left."""
    others = sorted(set(finished.parent.glob(NAMES)) - {finished}, reverse=True)
    for old in others[keep - 1 :]:
        old.unlink()


def room_for(archive, folder: Path) -> None:
    free = shutil.disk_usage(folder).free
    if free < archive.size:
        raise CommandError(f"{folder} has room for {free:,} bytes; the backup needs {archive.size:,}.")


def apart(folder: Path) -> dict[str, str]:
    """Variables under which another magazine lives in `folder` and touches nothing of this one but its static files."""
    none = dict.fromkeys(("CACHE_URL", "CDN_URL", "DATABASE_REPLICA_URL", "SENTRY_DSN", "STORAGE_URL"), "")
    return none | {"DATA_DIR": str(folder), "STATIC_ROOT": str(settings.STATIC_ROOT), "TASKS": "immediate"}


@contextmanager
def swapped(new: Path | None, live: Path) -> Iterator[None]:
    """`new`, or nothing, in the place of `live`; what was there is kept beside, and comes back when the block fails."""
    old = live.with_name(f"{live.name}.before-restore")
    if old.exists():
        raise CommandError(f"{old} was left by a restore that was interrupted: put it back or remove it.")
    if live.exists():
        live.rename(old)
    try:
        if new:
            shutil.move(new, live)
        yield
    except BaseException:
        _remove(live)
        if old.exists():
            old.rename(live)
        raise
    _remove(old)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
