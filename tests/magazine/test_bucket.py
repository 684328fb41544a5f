"""Pictures in a bucket: an S3 server that speaks the real protocol, and one that is away."""

import logging
import sys
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from articles import tasks
from articles.models import Article, Image
from magazine import bucket, engines
from outages import Outage
from pictures import StorageUnavailableError
from tests.factories import make_article, make_image, make_upload
from tests.services import running

from .servers import free_port

ADD = "/admin/articles/image/add/"
LIBRARY = "/admin/articles/image/library/"
PROFILE = "/accounts/profile/"


@pytest.fixture(scope="module")
def s3(tmp_path_factory):
    """The port of an S3 server."""
    port, program = free_port(), Path(sys.executable).parent / "moto_server"
    log = tmp_path_factory.mktemp("s3") / "log"
    with running([program, "-H", "127.0.0.1", "-p", str(port)], port, log):
        yield port


def use(settings, port, name="none"):
    url = f"s3://AKIAKEY:se%2Fcret@{name}?endpoint=http://127.0.0.1:{port}&region=us-east-1"
    settings.STORAGES = settings.STORAGES | {"default": engines.storage(url)}


@pytest.fixture(autouse=True)
def new_outage(monkeypatch):
    monkeypatch.setattr(bucket, "OUTAGE", Outage("The bucket"))


@pytest.fixture
def pictures(s3, settings):
    """A bucket of this test's own, as boto3 knows it; pictures go into it."""
    use(settings, s3, f"magazine-{uuid.uuid4()}")
    default_storage.connection.create_bucket(Bucket=default_storage.bucket_name)
    return default_storage.bucket


@pytest.fixture
def away(settings):
    """Pictures would go where nobody answers."""
    use(settings, free_port())


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def fields(**changes):
    return {"file": make_upload(size=(900, 600)), "alt": "A chip", "focal_x": "50", "focal_y": "50"} | changes


def names(pictures):
    return {item.key for item in pictures.objects.all()}


def test_upload_goes_to_the_bucket_with_its_renditions(desk, pictures, settings, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert desk.post(ADD, fields()).status_code == 302
    image = Image.objects.get()
    assert image.renditions["widths"] == [480, 800]
    assert names(pictures) == set(image.file_names)
    assert pictures.Object(image.file.name).content_type == "image/jpeg"
    assert not settings.MEDIA_ROOT.exists()


def test_addresses_are_those_of_files_in_a_folder(pictures, settings):
    in_bucket = default_storage.url("pictures/ab/ä picture.webp")
    settings.STORAGES = settings.STORAGES | {"default": engines.storage("")}
    assert in_bucket == default_storage.url("pictures/ab/ä picture.webp") == "/media/pictures/ab/%C3%A4%20picture.webp"


def test_article_saved_before_the_move_still_shows_its_picture(client, db, s3, settings):
    """Everything that is stored in the database is the same on both sides."""
    image = make_image()
    article = make_article(body=f'<figure><img src="{image.file.url}" alt="A chip"></figure>')
    with image.file.open() as file:
        content = file.read()
    use(settings, s3, f"magazine-{uuid.uuid4()}")
    default_storage.connection.create_bucket(Bucket=default_storage.bucket_name)
    default_storage.save(image.file.name, ContentFile(content))
    assert image.file.url in client.get(article.get_absolute_url()).text
    assert client.get(image.file.url).getvalue() == content
    saved = Article.objects.get(pk=article.pk)
    saved.render()
    assert saved.body_html == article.body_html


def test_picture_is_served_for_ever(client, pictures):
    upload = make_upload("a.webp")
    name = default_storage.save("pictures/ab/a.webp", upload)
    response = client.get(f"/media/{name}")
    assert response.getvalue() == upload.open().read()
    assert response.headers["Content-Type"] == "image/webp"
    assert response.headers["Content-Length"] == str(upload.size)
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    pictures.Object(name).delete()
    again = client.get(f"/media/{name}", headers={"if-none-match": response.headers["ETag"]})
    assert again.status_code == 304  # known by its name, so nobody has to look


@pytest.mark.parametrize("path", ["none.jpg", "pictures/", "x" * 2000, "../x", "..%2fx", "/etc/passwd"])
def test_what_is_not_in_the_bucket_is_not_found(client, db, pictures, path):
    assert client.get(f"/media/{path}").status_code == 404
    assert not bucket.OUTAGE.is_on


def test_same_picture_twice_is_two_files(pictures):
    first, second = (default_storage.save("avatars/a.webp", make_upload("a.webp")) for _ in range(2))
    assert names(pictures) == {first, second}
    default_storage.delete(first)
    assert not default_storage.exists(first)
    assert default_storage.size(second) == make_upload("a.webp").size


def test_threads_share_the_bucket(pictures):
    """The only thing that they share is the client."""

    def there_and_back(number):
        content = f"{number}".encode() * 20_000
        with default_storage.open(default_storage.save(f"a/{number}.webp", ContentFile(content))) as file:
            return file.read() == content

    with ThreadPoolExecutor(16) as pool:
        assert all(pool.map(there_and_back, range(100)))
    assert len(names(pictures)) == 100


def test_deleted_picture_leaves_nothing_behind(desk, pictures, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(ADD, fields())
        desk.post(f"/admin/articles/image/{Image.objects.get().pk}/delete/", {"post": "yes"})
    assert not Image.objects.exists()
    assert names(pictures) == set()


@pytest.mark.parametrize("path", [ADD, LIBRARY])
def test_upload_while_the_bucket_is_away_says_so_and_keeps_what_was_typed(desk, away, caplog, path):
    page = desk.post(path, fields(alt="A chip on a plate", credit="Ann Lee"))
    assert page.status_code == 422
    assert "pictures cannot be stored right now" in page.text
    assert ("A chip on a plate" in page.text) == (path == LIBRARY)  # where one asks for it
    assert "Ann Lee" in page.text
    assert not Image.objects.exists()
    assert [record for record in caplog.records if record.levelno == logging.ERROR and record.exc_info]


def test_profile_while_the_bucket_is_away_keeps_what_was_typed(client, bob, away):
    client.force_login(bob)
    page = client.post(PROFILE, {"display_name": "Bob B.", "bio": "New words.", "avatar": make_upload("a.png")})
    assert page.status_code == 422
    assert "pictures cannot be stored right now" in page.text
    assert "New words." in page.text
    bob.refresh_from_db()
    assert (bob.display_name, bob.avatar.name) == ("Bob Brandt", "")


def test_folder_that_cannot_be_written_is_said_in_the_same_way(desk, settings):
    settings.MEDIA_ROOT = Path("/proc/no-folder-can-be-made-here")
    page = desk.post(ADD, fields(credit="Ann Lee"))
    assert "pictures cannot be stored right now" in page.text
    assert "Ann Lee" in page.text
    assert not Image.objects.exists()


def test_everything_but_pictures_goes_on_while_the_bucket_is_away(client, db, s3, settings, pictures):
    image = make_image()
    article = make_article(body=f'<figure><img src="{image.file.url}" alt=""></figure>', cover=image)
    use(settings, free_port())
    assert image.file.url in client.get(article.get_absolute_url()).text
    assert client.get("/").status_code == 200


def test_picture_that_cannot_be_fetched_is_unavailable_and_not_lost(client, db, away):
    client.raise_request_exception = False
    response = client.get("/media/pictures/ab/a.webp")
    assert response.status_code == 503
    assert response.headers["Retry-After"]
    assert "public" not in response.headers.get("Cache-Control", "")


def test_pictures_are_back_with_the_bucket(client, db, s3, settings, pictures, monkeypatch):
    name = default_storage.save("pictures/ab/a.webp", make_upload("a.webp"))
    here = settings.STORAGES
    monkeypatch.setattr(Outage, "RETRY_SECONDS", 0)
    client.raise_request_exception = False
    use(settings, free_port())
    assert client.get(f"/media/{name}").status_code == 503
    settings.STORAGES = here
    assert client.get(f"/media/{name}").status_code == 200
    assert not bucket.OUTAGE.is_on


def test_not_every_reader_waits_for_a_bucket_that_is_away(away):
    with pytest.raises(StorageUnavailableError, match="Could not connect"):
        default_storage.open("a.webp")
    with pytest.raises(StorageUnavailableError, match="a moment ago"):
        default_storage.open("a.webp")


def test_refusal_is_an_outage_of_one_picture_only(s3, settings):
    use(settings, s3, "nobody-made-this-bucket")
    with pytest.raises(StorageUnavailableError):
        default_storage.save("a.webp", make_upload("a.webp"))
    assert not bucket.OUTAGE.is_on


def test_deleting_while_the_bucket_is_away_fails_where_it_is_tried_again(db, settings, pictures):
    image = make_image()
    names_before, here = image.file_names, settings.STORAGES
    image.delete()
    use(settings, free_port())
    with pytest.raises(StorageUnavailableError):
        tasks.delete_files.func(names_before)
    settings.STORAGES = here
    bucket.OUTAGE.end()
    tasks.delete_files.func(names_before)
    assert names(pictures) == set()


def test_file_that_is_used_again_is_not_deleted(db, pictures):
    image = make_image()
    tasks.delete_files.func(image.file_names)
    assert default_storage.exists(image.file.name)
