"""Pictures in a folder of this machine."""

import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.core.files import File
from django.core.files.storage import FileSystemStorage


class Part(File):
    """Written beside the others under a name that nobody knows; Django's storage moves what has a path of its own."""

    def temporary_file_path(self) -> str:
        return self.file.name


class Folder(FileSystemStorage):
    """A picture is there whole or not at all, however full the disk and whoever is killed in the middle."""

    def _save(self, name: str, content) -> str:
        with NamedTemporaryFile(dir=make_folder(self), prefix=".", suffix=".part", delete=False) as part:
            try:
                for chunk in content.chunks():
                    part.write(chunk)
                part.flush()
                os.fsync(part.fileno())
                return super()._save(name, Part(part))  # type: ignore[misc]  # not in the stubs
            finally:
                Path(part.name).unlink(missing_ok=True)


def make_folder(storage: FileSystemStorage) -> Path:
    """Of a storage, if there is none yet; the web server may read it too, whatever is the umask."""
    folder = Path(storage.location)
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        if storage.directory_permissions_mode is not None:
            folder.chmod(storage.directory_permissions_mode)
    return folder
