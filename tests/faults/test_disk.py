"""The disk is full, cannot be written, or is not there: what was acknowledged stays, what was refused is given back."""

import io
import os

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.magazine.servers import until

from .magazines import fill_up, remount, tmpfs

ADD_PICTURE = "/admin/articles/image/add/"
LONG = "<p>" + "Words that took a week to write. " * 20_000 + "</p>"
NOT_NOW = "pictures cannot be stored right now"


def picture(size: int = 500) -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.frombytes("RGB", (size, size), os.urandom(3 * size * size)).save(out, "png")
    return SimpleUploadedFile("noise.png", out.getvalue(), "image/png")


def upload(editor, **fields):
    form = editor.form(ADD_PICTURE)
    return editor.post(ADD_PICTURE, **form | {"file": picture(), "alt": "Nothing but noise"} | fields)


ARTICLE = "/admin/articles/article/1/change/"


def save_article(editor, **fields):
    return editor.post(ARTICLE, **editor.form(ARTICLE) | {"_save": "1"} | fields)


def pictures(folder) -> set:
    return {path for path in (folder / "media").rglob("*") if path.is_file()}


@pytest.fixture
def small_disk(tmp_path):
    folder = tmp_path / "small"
    folder.mkdir()
    with tmpfs(folder, megabytes=24):
        yield folder


def test_full_disk(make_magazine, small_disk):
    magazine = make_magazine(small_disk)
    editor, reader = magazine.signed_in("editor"), magazine.signed_in("reader0")
    assert upload(editor).status == 302
    assert magazine.read("/").status == magazine.read("/articles/story-1/").status == 200
    before = pictures(small_disk)
    ballast = fill_up(small_disk)

    refused = save_article(editor, body=LONG)
    assert refused.status == 503
    assert LONG in refused.typed
    refused = upload(editor)
    assert refused.status == 422
    assert NOT_NOW in refused.text
    assert pictures(small_disk) == before
    comments = [f"Comment {number} " + "of many words " * 500 for number in range(5)]
    answers = [reader.post("/articles/story-1/comments/", body=body) for body in comments]
    for body, answer in zip(comments, answers, strict=True):
        assert answer.is_acknowledged or answer.typed == [body.strip()]
    assert all(magazine.read(path).status == 200 for path in ("/", "/articles/story-1/", "/articles/story-2/"))
    assert magazine.read("/healthz").status == magazine.read("/readyz").status == 200

    ballast.unlink()
    assert save_article(editor, _publish_changes="anyway", body=LONG).status == 302
    assert upload(editor).status == 302
    assert magazine.signed_in("reader1").post("/articles/story-1/comments/", body="Room again").is_acknowledged
    magazine.kill()
    magazine.start()
    page = magazine.read("/articles/story-1/").text
    assert "Room again" in page
    assert [body.strip() in page for body in comments] == [answer.is_acknowledged for answer in answers]
    assert "took a week" in magazine.read("/articles/story-0/").text
    assert magazine.is_sound()
    magazine.manage("recount", "--check")


def test_disk_that_cannot_be_written(make_magazine, small_disk):
    """It still shows what it has, even after a restart."""
    magazine = make_magazine(small_disk)
    reader = magazine.signed_in("reader0")
    magazine.read("/")
    magazine.kill()
    remount(small_disk, "ro")
    magazine.start()
    assert magazine.read("/").comes_from_cache
    assert magazine.read("/articles/story-2/").status == reader.get("/articles/story-2/").status == 200
    refused = reader.post("/articles/story-1/comments/", body="Half an hour of work")
    assert refused.status == 503
    assert refused.typed == ["Half an hour of work"]
    magazine.stop()
    remount(small_disk, "rw")
    magazine.start()
    assert reader.post("/articles/story-1/comments/", body="Half an hour of work").is_acknowledged
    assert magazine.is_sound()


def test_database_that_somebody_else_has_locked(magazine):
    """Reading goes on; writing waits five seconds and then gives back what was typed."""
    reader, another = magazine.signed_in("reader0"), magazine.signed_in("reader1")
    magazine.read("/")
    with magazine.locked():
        refused = reader.post("/articles/story-1/comments/", body="Half an hour of work")
        assert refused.status == 503
        assert refused.typed == ["Half an hour of work"]
        assert magazine.read("/").comes_from_cache
        assert magazine.read("/search/?q=nothing+has+this").status == 200
        assert magazine.read("/articles/story-3/").status == another.get("/articles/story-3/").status == 200
    assert reader.post("/articles/story-1/comments/", body="Half an hour of work").is_acknowledged
    assert magazine.is_sound()
    magazine.manage("recount", "--check")


def test_beacons_do_not_queue_for_a_locked_database(magazine, record):
    """They are counted later; meanwhile their threads are free for readers."""
    path = "/articles/story-4/views/"
    assert magazine.browser("10.0.2.0").post(path).status == 204
    until(lambda: magazine.ask("SELECT sum(views) FROM articles_stats") == 1)
    with magazine.locked():
        with magazine.crowd() as crowd:
            beacons = [crowd.submit(magazine.browser(f"10.0.3.{number}").post, path) for number in range(100)]
            pages = [crowd.submit(magazine.read, "/") for _ in range(50)]
        assert {beacon.result().status for beacon in beacons} == {204}
        record("slowest page while beacons wait", max(page.result().seconds for page in pages))
    until(lambda: magazine.ask("SELECT sum(views) FROM articles_stats") == 101)
    magazine.manage("recount", "--check")


@pytest.fixture
def read_only_media(tmp_path, template):
    """The folder of pictures is a disk of its own that cannot be written."""
    folder = tmp_path / "magazine"
    media = folder / "media"
    media.mkdir(parents=True)
    with tmpfs(media, megabytes=4):
        remount(media, "ro")
        yield folder


def test_read_only_media(make_magazine, read_only_media):
    magazine = make_magazine(read_only_media)
    editor = magazine.signed_in("editor")
    assert NOT_NOW in upload(editor).text
    assert magazine.ask("SELECT count(*) FROM articles_image") == 0
    profile = editor.form("/accounts/profile/")
    kept = editor.post("/accounts/profile/", **profile | {"bio": "Writes about chips", "avatar": picture(100)})
    assert NOT_NOW in kept.text
    assert "Writes about chips" in kept.text
    assert save_article(editor, _publish_changes="anyway", body="<p>Pictures can wait</p>").status == 302
    ready = magazine.read("/readyz")
    assert (ready.status, "storage problem" in ready.text) == (200, True)
    remount(read_only_media / "media", "rw")
    assert upload(editor).status == 302
    assert (read_only_media / "media" / magazine.ask("SELECT file FROM articles_image")).exists()


def test_storage_that_does_not_answer(make_magazine, tmp_path):
    magazine = make_magazine(tmp_path, STORAGE_URL="s3://key:secret@bucket?endpoint=http://127.0.0.1:1")
    editor = magazine.signed_in("editor")
    assert NOT_NOW in upload(editor).text
    assert magazine.ask("SELECT count(*) FROM articles_image") == 0
    assert magazine.read("/media/pictures/ab/cd.png").status == 503
    assert save_article(editor, _publish_changes="anyway", body="<p>Pictures can wait</p>").status == 302
