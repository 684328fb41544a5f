"""Where pictures are stored: named by their content, so that an address never changes its meaning."""

import hashlib
from pathlib import PurePosixPath
from typing import IO


def original_path(instance, filename: str) -> str:
    return _by_content("pictures", instance.file, filename)


def avatar_path(instance, filename: str) -> str:
    return _by_content("avatars", instance.avatar, filename)


def _by_content(folder: str, file, filename: str) -> str:
    return content_path(folder, file, PurePosixPath(filename).suffix.lower())


def content_path(folder: str, file: IO[bytes], extension: str) -> str:
    """`folder/ab/abcdef….jpg` from what the file holds."""
    digest = digest_of(file)
    return f"{folder}/{digest[:2]}/{digest[2:22]}{extension}"


def digest_of(file: IO[bytes]) -> str:
    """SHA-256 of the whole file, which is left at its start."""
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    file.seek(0)
    return digest
