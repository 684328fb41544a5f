"""The file of a backup: any damage is seen, and no name in it leads elsewhere."""

import json
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from magazine.backup.archive import MANIFEST, Archive, BackupError, Writer


def altered(file, change, add=()):
    """The same archive with `change` applied to its files by name, and more files added."""
    with ZipFile(file) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    change(files)
    copy = file.with_name(f"altered-{file.name}")
    with ZipFile(copy, "w", ZIP_DEFLATED) as archive:
        for name, content in [*files.items(), *add]:
            archive.writestr(name, content)
    return copy


def with_manifest(change):
    def alter(files):
        manifest = json.loads(files[MANIFEST])
        change(manifest)
        files[MANIFEST] = json.dumps(manifest)

    return alter


@pytest.fixture
def small(tmp_path, settings):
    """An archive of a text in place of a database, and one picture."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    (settings.MEDIA_ROOT / "chip.webp").write_bytes(b"chip")
    (tmp_path / "database.dump").write_text("rows")
    with Writer(tmp_path / "small.zip") as writer:
        writer.add("database.dump", tmp_path / "database.dump")
        assert writer.add_if_there("media/chip.webp")
        assert not writer.add_if_there("media/gone.webp")
        writer.finish({"engine": "postgresql", "migrations": [], "rows": {}})
    return tmp_path / "small.zip"


def unpack(file, folder):
    archive = Archive(file)
    for name in archive.members:
        archive.extract(name, folder)


def test_what_was_packed_is_unpacked(small, tmp_path):
    unpack(small, tmp_path / "new")
    assert (tmp_path / "new/media/chip.webp").read_bytes() == b"chip"
    assert (tmp_path / "new/database.dump").read_text() == "rows"


@pytest.mark.parametrize("size", [0, 1, 100, -1, -30])
def test_beginning_of_an_archive_is_none(small, tmp_path, size):
    small.write_bytes(small.read_bytes()[:size])
    with pytest.raises(BackupError, match="is not a whole backup"):
        unpack(small, tmp_path / "new")


def test_no_byte_can_change_unseen(small, tmp_path):
    """But for dates and the like, which a ZIP file says of its members and nobody reads."""
    whole = small.read_bytes()
    for position in range(len(whole)):
        small.write_bytes(whole[:position] + bytes([whole[position] ^ 255]) + whole[position + 1 :])
        new = tmp_path / f"new{position}"
        try:
            unpack(small, new)
        except BackupError:
            continue
        assert (new / "media/chip.webp").read_bytes() == b"chip"
        assert (new / "database.dump").read_text() == "rows"


@pytest.mark.parametrize(
    "change",
    [
        lambda files: files.pop(MANIFEST),
        lambda files: files.pop("media/chip.webp"),
        lambda files: files.pop("database.dump"),
        lambda files: files.update({"media/more.webp": b"more"}),
        lambda files: files.update({"media/chip.webp": b"chop"}),
        lambda files: files.update({"media/chip.webp": b"longer"}),
        lambda files: files.update({MANIFEST: b"[]"}),
        lambda files: files.update({MANIFEST: b"{"}),
        lambda files: files.update({MANIFEST: b"\xff"}),
        with_manifest(lambda manifest: manifest.pop("rows")),
        with_manifest(lambda manifest: manifest.update(format=2)),
        with_manifest(lambda manifest: manifest.update(rows=[1])),
        with_manifest(lambda manifest: manifest.update(migrations=5)),
        with_manifest(lambda manifest: manifest.update(migrations=[["articles.0001_initial"]])),
        with_manifest(lambda manifest: manifest.update(engine=None)),
        with_manifest(lambda manifest: manifest["members"].update({"media/chip.webp": 1})),
    ],
)
def test_altered_archive_is_refused(small, tmp_path, change):
    file = altered(small, change)
    with pytest.raises(BackupError, match="is not a whole backup"):
        unpack(file, tmp_path / "new")


def test_archive_with_a_file_twice_is_refused(small):
    with ZipFile(small, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("media/chip.webp", b"chip")
    with pytest.raises(BackupError):
        Archive(small)


@pytest.mark.parametrize(
    "name",
    [
        "../evil",
        "/etc/evil",
        "media/../../evil",
        "media/../evil",
        "media",
        "media/",
        "evil",
        "media//evil",
        "media\\..\\evil",
        "./media/evil",
    ],
)
def test_name_that_leads_elsewhere_is_refused(small, tmp_path, name):
    def add(files):
        manifest = json.loads(files[MANIFEST])
        manifest["members"][name] = manifest["members"]["media/chip.webp"]
        files[MANIFEST] = json.dumps(manifest)

    file = altered(small, add, [(name, b"chip")])
    with pytest.raises(BackupError):
        unpack(file, tmp_path / "new")
    assert not list(tmp_path.rglob("evil"))


def test_restore_says_which_file_is_not_there(tmp_path):
    with pytest.raises(BackupError, match=r"There is no .*none.zip"):
        Archive(tmp_path / "none.zip")
