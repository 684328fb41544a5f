"""How files come into the library: many at once, for scripts, twice, and in place of another."""

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from articles.models import Article, Image, ReplacedFile
from tests.factories import make_article, make_image, make_upload

ADD = "/admin/articles/image/add/"
LIBRARY = "/admin/articles/image/library/"
JSON = {"accept": "application/json"}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_the_desk(client, editor):
    client.force_login(editor)


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    """What waits for the commit happens at the end of the block."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def page_of(image, page="change") -> str:
    return reverse(f"admin:articles_image_{page}", args=[image.pk])


def test_many_files_are_added_by_one_form_with_one_credit(client):
    files = [make_upload(f"{name}.jpg", size=(90 + number, 60)) for number, name in enumerate("abc")]
    response = client.post(ADD, {"file": files, "credit": "Ann Lee", "licence_0": "CC BY 4.0"})
    first, second, third = Image.objects.order_by("pk")
    assert {(image.credit, image.licence) for image in (first, second, third)} == {("Ann Lee", "CC BY 4.0")}
    assert [image.original_name for image in (first, second, third)] == ["a.jpg", "b.jpg", "c.jpg"]
    assert response.url == f"{page_of(first)}?queue={second.pk},{third.pk}"


def test_what_is_wrong_is_said_of_each_file_and_the_others_are_added(client):
    files = [
        make_upload("good.jpg"),
        SimpleUploadedFile("bad.jpg", b"words"),
        make_upload("huge.png", size=(9000, 9000)),
    ]
    response = client.post(ADD, {"file": files, "credit": "Ann Lee"})
    assert response.status_code == 422
    assert "2 could not be added" in response.text
    assert "<strong>bad.jpg</strong>: This is not a picture we can use." in response.text
    assert "<strong>huge.png</strong>: This picture has more than 40 million pixels." in response.text
    assert f'href="{page_of(Image.objects.get())}">Describe it' in response.text
    assert 'value="Ann Lee"' in response.text


def test_pictures_are_described_one_after_the_other(client):
    first, second, third = (make_image(alt="") for _ in range(3))
    response = client.get("/admin/articles/image/describe/", {"queue": f"{first.pk},{second.pk},x,{third.pk}"})
    assert response.url == f"{page_of(first)}?queue={second.pk},{third.pk}"
    text = client.get(response.url).text
    assert "2 more wait for a description." in text
    assert f'<a class="button" href="{page_of(second)}?queue={third.pk}">Skip</a>' in text
    words = {"alt": "A chip", "focal_x": "50", "focal_y": "50"}
    response = client.post(response.url, words)
    assert response.url == f"{page_of(second)}?queue={third.pk}"
    assert client.post(page_of(third), words).url == "/admin/articles/image/"
    assert Image.objects.get(pk=first.pk).alt == "A chip"


@pytest.mark.parametrize("queue", ["", "x", "9" * 30, "0", "-1,,"])
def test_strange_queue_leads_somewhere(client, queue):
    assert client.get("/admin/articles/image/describe/", {"queue": queue}, follow=True).status_code == 200


def test_script_is_told_what_it_needs_to_show_the_picture(client):
    response = client.post(ADD, {"file": make_upload("a.jpg"), "alt": "Teal"}, headers=JSON)
    image = Image.objects.get()
    assert response.status_code == 201
    answer = response.json()
    assert "<img" in answer.pop("html")
    assert answer == {
        "number": image.pk,
        "url": image.file.url,
        "alt": "Teal",
        "caption": "",
        "width": 96,
        "height": 64,
        "name": "Teal",
        "change": page_of(image),
    }


@pytest.mark.parametrize(
    "file", [SimpleUploadedFile("a.jpg", b"no picture"), SimpleUploadedFile("a.png", b""), "x", None]
)
def test_script_is_told_what_is_wrong(client, file):
    response = client.post(ADD, {"file": file} if file else {"credit": ""}, headers=JSON)
    assert response.status_code == 422
    assert response.json()["message"]
    assert response.json()["twin"] is None
    assert not Image.objects.exists()


def test_same_bytes_again_lead_to_the_picture_that_is_there(client):
    client.post(ADD, {"file": make_upload("a.png"), "alt": "Teal"})
    image = Image.objects.get()
    again = client.post(ADD, {"file": make_upload("b.png")}, headers=JSON)
    assert again.status_code == 422
    assert again.json()["twin"]["number"] == image.pk
    assert (
        f'in the library already: <a href="{page_of(image)}">Teal</a>'
        in client.post(ADD, {"file": make_upload("c.png")}).text
    )
    assert "in the library already" in client.post(LIBRARY, {"file": make_upload("d.png"), "alt": "x"}).text
    assert Image.objects.count() == 1


def test_picture_from_before_digests_were_kept_is_recognised(client):
    client.post(ADD, {"file": make_upload("a.png")})
    Image.objects.update(digest="")
    assert client.post(ADD, {"file": make_upload("b.png")}, headers=JSON).status_code == 422


def test_author_adds_pictures_and_moderator_does_not(client, alice, mona):
    client.force_login(alice)
    assert client.post(ADD, {"file": make_upload()}, headers=JSON).status_code == 201
    client.force_login(mona)
    for path in (ADD, "/admin/articles/image/describe/"):
        assert client.get(path).status_code == 403
    assert client.post(ADD, {"file": make_upload(size=(50, 50))}, headers=JSON).status_code == 403


# another file


def replace(client, image, file):
    return client.post(page_of(image, "replace"), {"file": file})


def test_new_file_is_shown_everywhere_and_the_old_one_goes(client, commit):
    image = make_image(file=make_upload("old.jpg", size=(900, 600)))
    image.make_renditions()
    article = make_article(cover=image, body=f'<figure><img src="{image.file.url}" alt="x"></figure>')
    old_names, old_address = image.file_names, image.file.url
    with commit():
        response = replace(client, image, make_upload("new.jpg", size=(1000, 500)))
    assert response.url == f"{page_of(image)}#focal-point"
    assert "Is the focal point still right?" in client.get(page_of(image)).text
    image.refresh_from_db()
    article.refresh_from_db()
    assert (image.width, image.height, image.original_name) == (1000, 500, "new.jpg")
    assert image.file.url in article.body
    assert old_address not in article.body + article.body_html
    assert image.renditions["fallback"] in article.body_html
    assert all(map(default_storage.exists, image.file_names))
    assert not any(map(default_storage.exists, old_names))
    page = client.get(article.get_absolute_url()).text
    assert image.renditions["wide"] in page
    assert not [name for name in old_names if name in page]


def test_text_that_still_knows_the_old_file_finds_the_picture(client, commit):
    image = make_image()
    old = f'<figure><img src="{image.file.url}" alt="x"></figure>'
    with commit():
        replace(client, image, make_upload(size=(100, 50)))
    article = make_article(body=old)
    image.refresh_from_db()
    assert f'src="{image.file.url}"' in article.body
    assert article.picture_uses.get().image == image


def test_picture_can_go_back_to_the_file_it_had(client, commit):
    image = make_image(file=make_upload("a.png"))
    name = image.file.name
    for size in ((100, 50), (96, 64)):
        with commit():
            assert replace(client, image, make_upload("b.png", size=size)).status_code == 302
    image.refresh_from_db()
    assert image.file.name == name
    assert default_storage.exists(name)
    assert all(map(default_storage.exists, image.file_names))
    assert [old.image for old in ReplacedFile.objects.all()] == [image]
    assert not ReplacedFile.objects.filter(name=name).exists()


def test_file_of_another_picture_or_its_own_is_refused(client):
    image = make_image(file=make_upload("a.png", size=(50, 50)))
    client.post(ADD, {"file": make_upload("b.png"), "alt": "Other"})
    assert "in the library already" in replace(client, image, make_upload("c.png")).text
    assert "the file that the picture has already" in replace(client, image, make_upload("d.png", size=(50, 50))).text
    for file in (SimpleUploadedFile("x.png", b"x"), "no file", ""):
        assert replace(client, image, file).status_code == 422
    assert Image.objects.get(pk=image.pk).file.name == image.file.name


def test_author_replaces_files_of_own_unpublished_pictures_only(client, alice):
    own, other = make_image(uploaded_by=alice), make_image(file=make_upload(size=(50, 50)))
    client.force_login(alice)
    assert replace(client, other, make_upload(size=(60, 50))).status_code == 403
    assert replace(client, own, make_upload(size=(61, 50))).status_code == 302
    make_article(cover=own)
    assert replace(client, own, make_upload(size=(62, 50))).status_code == 403
    assert client.get(page_of(own, "replace")).status_code == 403
    assert "Replace the file" not in client.get(page_of(own)).text


def test_replacing_a_picture_that_is_not_there_is_404(client):
    assert client.get("/admin/articles/image/424242/replace/").status_code == 404


# what is cut


def test_changed_focal_point_cuts_the_social_picture_anew(client, commit):
    image = make_image(file=make_upload(size=(900, 900)))
    image.make_renditions()
    article = make_article(cover=image)
    old = image.renditions["social"]
    assert old.endswith("-social-50-50.jpg")
    with commit():
        client.post(page_of(image), {"alt": "x", "focal_x": "50", "focal_y": "0"})
    image.refresh_from_db()
    assert image.renditions["social"].endswith("-social-50-0.jpg")
    assert default_storage.exists(image.renditions["social"])
    assert not default_storage.exists(old)
    page = client.get(article.get_absolute_url()).text
    assert f"/media/{image.renditions['wide']}" in page


def test_renditions_of_a_file_that_was_replaced_meanwhile_are_not_kept():
    image = make_image()
    Image.objects.filter(pk=image.pk).update(file="pictures/ab/new.jpg")
    image.make_renditions()
    assert Image.objects.get().renditions == {}


def test_articles_are_not_written_over_by_what_shows_a_new_file(client, commit):
    image = make_image()
    article = make_article(body=f'<img src="{image.file.url}" alt="x"><p>Words.</p>')
    with commit():
        replace(client, image, make_upload(size=(100, 50)))
        Article.objects.filter(pk=article.pk).update(body=f'<img src="{image.file.url}" alt="x"><p>Newer words.</p>')
    article.refresh_from_db()
    assert "Newer words." in article.body
    assert "Newer words." in article.body_html
