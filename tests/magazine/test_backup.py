"""A backup is whole or none, says so, and comes back; what is damaged is refused and touches nothing."""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from zipfile import ZipFile

from magazine.backup.archive import MANIFEST

from .servers import ROOT, on_the_server, variables
from .test_archive import altered, with_manifest

TABLES = ("articles_article", "comments_comment", "accounts_user", "reactions_reaction")


def counts(magazine):
    return {table: magazine.sql(f"SELECT count(*) FROM {table}")[0][0] for table in TABLES}  # noqa: S608


def pictures(magazine):
    root = magazine.folder / "media"
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def back_up(magazine):
    done = magazine.manage("backup")
    assert not done.returncode, done.stderr
    return Path(done.stdout.strip())


def scratch_databases(magazine):
    if magazine.is_sqlite:
        return []
    return on_the_server("SELECT datname FROM pg_database WHERE datname LIKE '%_verify_%'")


def test_backup_is_verified_beside_the_magazine_and_leaves_nothing(magazine):
    (magazine.folder / "media/.half-written.part").write_bytes(b"half")
    before = magazine.files()
    file = back_up(magazine)
    assert file.stat().st_mode & 0o777 == 0o600
    done = magazine.manage("restore", file, "--verify")
    assert not done.returncode, done.stderr
    assert "3 files are whole" in done.stdout
    assert "/articles/chips/ is shown." in done.stdout
    assert magazine.files() == before | {"backups"}
    assert [path.name for path in file.parent.iterdir()] == [file.name]
    assert not scratch_databases(magazine)


def test_backup_comes_back_in_an_empty_magazine(magazine, make_magazine):
    file, new = back_up(magazine), make_magazine(empty=True)
    done = new.manage("restore", file)
    assert not done.returncode, done.stderr
    assert counts(new) == counts(magazine)
    assert counts(new)["articles_article"] == 1
    assert pictures(new) == pictures(magazine)
    assert len(pictures(new)) == 2
    assert new.manage("smoke").stdout.splitlines() == ["/ is shown.", "/articles/chips/ is shown."]
    assert new.manage("recount", "--check").returncode == 0
    assert "ok    search index" in new.manage("doctor").stdout


def test_restored_people_are_for_the_magazine_alone_and_pictures_for_the_web_server(magazine, make_magazine):
    file = back_up(magazine)
    for umask in (0o022, 0o077):
        new = make_magazine(empty=True)
        usual = os.umask(umask)
        done = new.manage("restore", file)
        os.umask(usual)
        assert not done.returncode, done.stderr
        if new.is_sqlite:
            assert (new.folder / "db.sqlite3").stat().st_mode & 0o777 == 0o600
        media = new.folder / "media"
        assert media.stat().st_mode & 0o777 == 0o755
        for path in media.rglob("*"):
            assert path.stat().st_mode & 0o777 == (0o755 if path.is_dir() else 0o644)


def test_only_the_newest_backups_are_kept_once_there_is_a_new_one(magazine):
    folder = magazine.folder / "backups"
    folder.mkdir()
    ours = [f"techymag-2026010{day}-033000.zip" for day in range(1, 6)]
    foreign = ["techymag-before-upgrade.zip", "other.zip", "techymag-20250101-000000.zip.part"]
    for name in [*ours, *foreign]:
        (folder / name).touch()
    done = magazine.manage("backup", "--keep", 3, DATABASE_URL="sqlite:////proc/none")
    assert done.returncode == 1
    assert {path.name for path in folder.iterdir()} == {*ours, *foreign}
    done = magazine.manage("backup", "--keep", 3)
    assert not done.returncode, done.stderr
    assert {path.name for path in folder.iterdir()} == {*ours[-2:], *foreign, Path(done.stdout.strip()).name}
    for none in ("0", "-1", "x"):
        assert "at least one is kept" in magazine.manage("backup", f"--keep={none}").stderr


def test_what_is_there_is_only_replaced_when_told_so(magazine):
    file = back_up(magazine)
    magazine.sql("UPDATE articles_article SET title = 'Later'")
    (magazine.folder / "media/later.webp").write_bytes(b"later")
    done = magazine.manage("restore", file)
    assert done.returncode == 1
    assert "--replace" in done.stderr
    assert magazine.sql("SELECT title FROM articles_article") == [("Later",)]
    done = magazine.manage("restore", file, "--replace")
    assert not done.returncode, done.stderr
    assert magazine.sql("SELECT title FROM articles_article") == [("Chips",)]
    assert "ok    search index" in magazine.manage("doctor").stdout
    assert "later.webp" not in pictures(magazine)
    assert not [name for name in magazine.files() if "restore" in name]


def test_magazine_with_pictures_alone_is_not_empty(magazine, make_magazine):
    file, other = back_up(magazine), make_magazine(empty=True)
    (other.folder / "media").mkdir()
    (other.folder / "media/only.webp").write_bytes(b"picture")
    assert "--replace" in other.manage("restore", file).stderr


def test_restore_that_fails_brings_back_what_was_there(magazine):
    one_more = with_manifest(lambda manifest: manifest["rows"].update(articles_article=2))
    file = altered(back_up(magazine), one_more)
    magazine.sql("UPDATE articles_article SET title = 'Later'")
    before = magazine.files(), pictures(magazine)
    for way in ("--verify", "--replace"):
        done = magazine.manage("restore", file, way)
        assert done.returncode == 1
        assert "articles_article has 1 rows instead of 2" in done.stderr
    assert magazine.sql("SELECT title FROM articles_article") == [("Later",)]
    assert (magazine.files(), pictures(magazine)) == before
    assert not scratch_databases(magazine)
    assert magazine.manage("smoke").returncode == 0
    assert "ok    search index" in magazine.manage("doctor").stdout


def test_damaged_file_is_refused(magazine):
    file = back_up(magazine)
    content = file.read_bytes()
    for damaged in (content[:-100], content[:500] + b"x" + content[501:]):
        file.write_bytes(damaged)
        for way in ("--verify", "--replace"):
            done = magazine.manage("restore", file, way)
            assert done.returncode == 1
            assert "is not a whole backup" in done.stderr
    assert counts(magazine)["articles_article"] == 1
    assert len(pictures(magazine)) == 2


def test_backup_of_another_engine_or_a_newer_release_is_refused(magazine):
    file = back_up(magazine)
    other = with_manifest(lambda manifest: manifest.update(engine="oracle"))
    assert "is a backup of oracle" in magazine.manage("restore", altered(file, other), "--replace").stderr
    newer = with_manifest(lambda manifest: manifest["migrations"].append("articles.9999_next_year"))
    assert "articles.9999_next_year" in magazine.manage("restore", altered(file, newer), "--replace").stderr


def test_backup_while_others_write_is_of_one_moment(magazine):
    stop, written = threading.Event(), []

    def write():
        while not stop.is_set():
            number = len(written)
            magazine.sql(f"INSERT INTO articles_tag (name, slug) VALUES ('Tag {number}', 'tag-{number}')")  # noqa: S608
            written.append(number)

    writer = threading.Thread(target=write)
    writer.start()
    file = back_up(magazine)
    stop.set()
    writer.join()
    done = magazine.manage("restore", file, "--verify")
    assert not done.returncode, done.stderr
    with ZipFile(file) as archive:
        kept = json.loads(archive.read(MANIFEST))["rows"]["articles_tag"]
    assert 0 < kept < len(written)


def test_picture_that_goes_meanwhile_is_reported(magazine):
    """The backup stands still at a pipe, which it takes for a picture, until somebody writes into it."""
    media = magazine.folder / "media"
    os.mkfifo(media / "a.webp")
    (media / "z.webp").write_bytes(b"soon gone")
    told = variables(magazine.folder, 8000, **magazine.variables)
    command = [sys.executable, "manage.py", "backup"]
    process = subprocess.Popen(command, cwd=ROOT, env=told, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)  # noqa: S603
    with (media / "a.webp").open("wb"):
        (media / "z.webp").unlink()
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "media/z.webp was removed while the backup was made." in err
    with ZipFile(out.strip()) as archive:
        assert json.loads(archive.read(MANIFEST))["missing"] == ["media/z.webp"]


def test_pictures_in_a_bucket_are_not_in_it_and_that_is_said(magazine):
    done = magazine.manage("backup", STORAGE_URL="s3://key:secret@bucket?endpoint=http://127.0.0.1:1")
    assert not done.returncode, done.stderr
    assert "The pictures are in a bucket" in done.stderr
    with ZipFile(done.stdout.strip()) as archive:
        assert not [name for name in archive.namelist() if name.startswith("media")]


def test_folder_that_cannot_be_written_is_named(magazine):
    done = magazine.manage("backup", "--to", magazine.folder / "media/pictures/chip.webp")
    assert done.returncode == 1
    assert "No backup was made" in done.stderr


def test_smoke_says_which_page_is_not_shown(make_magazine):
    done = make_magazine(empty=True).manage("smoke")
    assert done.returncode == 1
