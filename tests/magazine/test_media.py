import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from tests.factories import make_upload


@pytest.fixture
def name():
    return default_storage.save("pictures/ab/picture.webp", make_upload("picture.webp"))


@pytest.mark.parametrize(
    ("extension", "content_type"),
    [("jpg", "image/jpeg"), ("png", "image/png"), ("webp", "image/webp"), ("avif", "image/avif"), ("gif", "image/gif")],
)
def test_picture_is_served_for_ever(client, extension, content_type):
    upload = make_upload(f"picture.{extension}")
    name = default_storage.save(f"pictures/cd/picture.{extension}", upload)
    response = client.get(f"/media/{name}", headers={"accept-encoding": "gzip"})
    assert response.getvalue() == upload.open().read()
    assert response.headers["Content-Type"] == content_type
    assert response.headers["Content-Length"] == str(upload.size)
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert not response.cookies
    assert not response.has_header("Vary")


def test_picture_known_already_is_not_sent_again(client, name):
    first = client.head(f"/media/{name}")
    assert first.status_code == 200
    assert first.getvalue() == b""
    again = client.get(f"/media/{name}", headers={"if-none-match": first.headers["ETag"]})
    assert again.status_code == 304


OTHER_PATHS = [
    *("none.jpg", "pictures", "pictures/", "pictures/ab", "pictures/ab/picture.webp/x", "x" * 5000, "..\\x"),
    *("../db.sqlite3", "pictures/../../secret.txt", "..%2f..%2fetc/passwd", "%2e%2e/secret.txt"),
    *("/etc/passwd", "//etc/passwd"),
]


@pytest.mark.parametrize("path", OTHER_PATHS)
def test_nothing_else_is_served(client, db, settings, name, path):
    settings.MEDIA_ROOT.parent.joinpath("secret.txt").write_text("secret")
    assert client.get(f"/media/{path}").status_code == 404


def test_what_is_no_picture_is_never_a_page(client):
    default_storage.save("page.html", ContentFile(b"<script>alert(1)</script>"))
    response = client.get("/media/page.html")
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert b"".join(response)


def test_media_cannot_be_posted_to(client, db, name):
    assert client.post(f"/media/{name}").status_code == 405


@pytest.mark.parametrize("name", ["a%0db", "a%0a", "%7f", "é.jpg"])
def test_strange_names_are_not_found(client, db, name):
    assert client.get(f"/media/{name}", headers={"If-None-Match": "*"}).status_code in (304, 404)
