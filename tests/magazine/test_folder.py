"""Pictures in a folder: whole or not there."""

import os
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from magazine.folder import Folder


class BreaksOff(ContentFile):
    """As on a disk that gets full."""

    def chunks(self, chunk_size=None):
        yield self.read(3)
        raise OSError(28, "No space left on device")


@pytest.fixture
def folder(tmp_path):
    return Folder(location=tmp_path / "media", file_permissions_mode=0o644, directory_permissions_mode=0o755)


def test_picture_is_saved_under_its_name_and_can_be_read_by_all(folder, tmp_path):
    assert folder.save("pictures/ab/chip.png", ContentFile(b"chip")) == "pictures/ab/chip.png"
    saved = tmp_path / "media/pictures/ab/chip.png"
    assert (saved.read_bytes(), saved.stat().st_mode & 0o777) == (b"chip", 0o644)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [saved]


def test_web_server_reaches_pictures_of_a_service_that_hides_its_files(folder, tmp_path):
    usual = os.umask(0o077)
    try:
        folder.save("pictures/ab/chip.png", ContentFile(b"chip"))
    finally:
        os.umask(usual)
    modes = {path.stat().st_mode & 0o777 for path in tmp_path.rglob("*") if path.is_dir()}
    assert modes == {0o755}
    assert (tmp_path / "media/pictures/ab/chip.png").stat().st_mode & 0o777 == 0o644


def test_mode_that_somebody_gave_the_folder_stays(folder, tmp_path):
    (tmp_path / "media").mkdir(mode=0o711)
    folder.save("chip.png", ContentFile(b"chip"))
    assert (tmp_path / "media").stat().st_mode & 0o777 == 0o711


def test_second_picture_of_a_name_gets_another(folder):
    folder.save("chip.png", ContentFile(b"one"))
    other = folder.save("chip.png", ContentFile(b"other"))
    assert other != "chip.png"
    assert Path(folder.path("chip.png")).read_bytes() == b"one"


def test_nothing_is_left_of_a_picture_that_broke_off(folder, tmp_path):
    with pytest.raises(OSError, match="No space"):
        folder.save("pictures/ab/chip.png", BreaksOff(b"chip"))
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
