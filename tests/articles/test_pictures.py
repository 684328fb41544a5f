"""The library of pictures: upload, choose, describe, delete; and what it means for the articles that show them."""

from concurrent.futures import ThreadPoolExecutor, wait

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import tasks
from articles.models import Article, Image
from tests.factories import make_article, make_image, make_upload

from .desk import submit

LIST = "/admin/articles/image/"
ADD = "/admin/articles/image/add/"
LIBRARY = "/admin/articles/image/library/"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_the_desk(client, editor):
    client.force_login(editor)


@pytest.fixture(autouse=True)
def commits(django_capture_on_commit_callbacks):
    """What waits for the commit happens at the end of the block."""
    return django_capture_on_commit_callbacks


def change(image) -> str:
    return reverse("admin:articles_image_change", args=[image.pk])


def fields(**changes) -> dict:
    return {"file": make_upload(size=(900, 600)), "alt": "A chip", "focal_x": "50", "focal_y": "50"} | changes


def test_picture_is_added_with_its_renditions_and_described_next(client, editor, commits):
    with commits(execute=True):
        response = client.post(ADD, fields(caption="So small", credit="Alice", licence="CC0"))
    image = Image.objects.get()
    assert response.url == change(image)
    assert (image.alt, image.caption, image.credit, image.licence) == ("A chip", "So small", "Alice", "CC0")
    assert (image.width, image.height, image.original_name, image.uploaded_by) == (900, 600, "picture.jpg", editor)
    assert image.renditions["widths"] == [480, 800]
    assert all(map(default_storage.exists, image.file_names))


@pytest.mark.parametrize("path", [ADD, LIBRARY])
@pytest.mark.parametrize(
    "file", [SimpleUploadedFile("a.jpg", b"no picture"), SimpleUploadedFile("a.png", b""), "text", ""]
)
def test_what_is_no_picture_is_refused_beside_the_field(client, path, file):
    response = client.post(path, fields(file=file, credit="Stays"))
    text = response.content.decode()
    assert response.status_code == 422
    assert "errorlist" in text
    assert "Stays" in text
    assert not Image.objects.exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("focal_x", "101"),
        ("focal_y", "-1"),
        ("focal_x", "x"),
        ("alt", "x" * 301),
        ("credit", "x" * 151),
        ("alt", "\x00"),
    ],
)
def test_nonsense_about_a_picture_is_refused(client, name, value):
    response = client.post(change(make_image()), fields(**{name: value}))
    assert response.context["adminform"].form.errors.keys() == {name}


def test_library_shows_pictures_and_finds_them(client):
    for alt in ("Blue chip", "Green chip", "Robot"):
        make_image(alt=alt)
    text = client.get(LIST, {"q": "chip"}).content.decode()
    assert "Blue chip" in text
    assert "Robot" not in text
    assert text.count("<picture>") == 2
    fragment = client.get(LIBRARY, {"q": "robot"}).content.decode()
    assert 'data-alt="Robot"' in fragment
    assert "Blue" not in fragment
    assert "No picture matches" in client.get(LIBRARY, {"q": "<b>"}).content.decode()


def test_library_comes_in_pages(client, monkeypatch):
    monkeypatch.setattr("articles.admin.uploads.LIBRARY_PAGE", 2)
    for _ in range(3):
        make_image()
    first = client.get(LIBRARY).content.decode()
    assert first.count("data-number") == 2
    assert 'data-query="?page=2"' in first
    assert client.get(LIBRARY, {"page": 2}).content.decode().count("data-number") == 1
    assert client.get(LIBRARY, {"page": 3}).status_code == 404
    assert client.get(LIBRARY, {"page": "x"}).status_code == 404


def test_upload_beside_an_article_gives_back_the_picture(client, editor, commits):
    with commits(execute=True):
        response = client.post(LIBRARY, fields(caption='Said "so"'))
    image = Image.objects.get()
    assert f'data-number="{image.pk}"' in response.content.decode()
    assert f'data-url="{image.file.url}"' in response.content.decode()
    assert "Said &quot;so&quot;" in response.content.decode()
    assert image.uploaded_by == editor
    assert image.renditions["widths"]


def test_upload_beside_an_article_needs_a_description(client):
    response = client.post(LIBRARY, fields(alt=""))
    assert response.status_code == 422
    assert "This field is required" in response.content.decode()


def test_author_uploads_and_changes_own_pictures_only(client, alice):
    other = make_image()
    client.force_login(alice)
    client.post(LIBRARY, fields())
    own = Image.objects.get(uploaded_by=alice)
    submit(client, change(own), form_id="image_form", alt="Better")
    own.refresh_from_db()
    assert own.alt == "Better"
    assert client.post(change(other), fields(alt="Vandal")).status_code == 403
    assert client.post(f"{LIST}{own.pk}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("shown_as", ["cover", "body"])
def test_author_leaves_pictures_of_what_is_published_alone(client, alice, shown_as):
    client.force_login(alice)
    image = make_image(uploaded_by=alice)
    where = {"cover": image} if shown_as == "cover" else {"body": f'<p><img src="{image.file.url}" alt=""></p>'}
    article = make_article(status="draft", **where)
    assert 'name="caption"' in client.get(change(image)).text
    article.publish()
    assert 'name="caption"' not in client.get(change(image)).text
    assert client.post(change(image), {"alt": "Defaced", "focal_x": "1", "focal_y": "1"}).status_code == 403


def test_moderator_has_no_library(client, mona):
    client.force_login(mona)
    assert client.get(LIST).status_code == 403
    assert client.post(LIBRARY, fields()).status_code == 403


def test_file_of_a_picture_does_not_change_with_its_words(client):
    image = make_image()
    name = image.file.name
    client.post(change(image), fields(file=make_upload(size=(10, 10))))
    image.refresh_from_db()
    assert image.file.name == name
    assert image.alt == "A chip"


def test_changed_focal_point_reaches_the_articles(client, commits):
    image = make_image()
    article = make_article(body=f'<figure><img src="{image.file.url}" alt=""></figure>')
    modified_at = article.modified_at
    assert 'class="fx-5 fy-5"' in article.body_html
    with commits(execute=True):
        submit(client, change(image), form_id="image_form", focal_x="10", alt="Seen anew")
    article.refresh_from_db()
    assert 'class="fx-1 fy-5"' in article.body_html
    assert 'alt="Seen anew"' in article.body_html
    assert article.modified_at == modified_at


def test_changed_words_look_through_no_article(client, commits):
    image = make_image()
    make_article(body=f'<p><img src="{image.file.url}" alt=""></p>')
    with CaptureQueriesContext(connection) as captured, commits(execute=True):
        submit(client, change(image), form_id="image_form", caption="New", credit="Bob")
    searches = [query["sql"] for query in captured if "LIKE" in query["sql"]]
    assert not [sql for sql in searches if "pages_page" not in sql]  # of which there are few
    image.refresh_from_db()
    assert (image.caption, image.credit) == ("New", "Bob")


def test_file_of_a_picture_is_described(client, editor):
    image = make_image(uploaded_by=editor)
    text = client.get(change(image)).text
    assert "96 × 64 pixels, uploaded by Eddie Editor, " in text


def test_renditions_reach_articles_that_were_saved_before_them():
    image = make_image(file=make_upload(size=(900, 600)))
    shows = make_article(body=f'<figure><img src="{image.file.url}" alt="A"></figure>', status="draft")
    other = make_article()
    assert "<source" not in shows.body_html
    tasks.make_renditions.call(image.pk)
    assert "<source" in Article.objects.get(pk=shows.pk).body_html
    assert Article.objects.get(pk=other.pk).body_html == other.body_html


@pytest.mark.django_db(transaction=True)
def test_article_saved_meanwhile_is_not_written_over(monkeypatch):
    image = make_image(file=make_upload(size=(900, 600)))
    article = make_article(body=f'<img src="{image.file.url}" alt="A">')
    render = Article.render

    def save_as_somebody_else():
        try:
            article.body += "<p>Newer.</p>"
            article.save()
        finally:
            connection.close()

    def render_while_it_is_saved(self):
        monkeypatch.setattr(Article, "render", render)
        saves.append(others.submit(save_as_somebody_else))
        wait(saves, timeout=0.5)  # for the lock it meets; where there were none, it would be done by now
        render(self)

    saves = []
    monkeypatch.setattr(Article, "render", render_while_it_is_saved)
    with ThreadPoolExecutor() as others:
        tasks.render_articles_showing.call(image.pk)
    assert saves[0].result() is None
    assert "<p>Newer.</p>" in Article.objects.get().body_html


def test_unused_picture_is_deleted_with_its_files(client, commits):
    with commits(execute=True):
        client.post(ADD, fields())
    image = Image.objects.get()
    names = image.file_names
    with commits(execute=True):
        client.post(f"{LIST}{image.pk}/delete/", {"post": "yes"})
    assert not Image.objects.exists()
    assert not any(map(default_storage.exists, names))


def test_file_that_another_picture_shows_is_kept(client, commits):
    image = make_image()
    make_image(file=image.file.name)
    with commits(execute=True):
        client.post(f"{LIST}{image.pk}/delete/", {"post": "yes"})
    assert default_storage.exists(image.file.name)


@pytest.mark.parametrize("use", ["cover", "figure"])
def test_used_picture_is_kept_and_says_where_it_is_used(client, use):
    image = make_image()
    if use == "cover":
        make_article("Shows it", cover=image)
    else:
        make_article("Shows it", body=f'<img src="{image.file.url}" alt="">')
    for response in (
        client.get(f"{LIST}{image.pk}/delete/"),
        client.post(f"{LIST}{image.pk}/delete/", {"post": "yes"}),
    ):
        assert response.status_code == 200
        assert "is still in use" in response.content.decode()
        assert "Shows it" in response.content.decode()
    assert Image.objects.exists()


def test_category_in_use_is_kept(client):
    category = make_article("Filed here").category
    response = client.post(f"/admin/articles/category/{category.pk}/delete/", {"post": "yes"})
    assert "is still in use" in response.content.decode()
    assert "Filed here" in response.content.decode()
