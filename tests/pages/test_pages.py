"""Pages without a date: About, Contact, Privacy, and whatever else editors write."""

import json
import re

import pytest

from articles.models import Image
from pages.models import Page
from tests.factories import make_image, make_page


def test_new_magazine_has_its_first_pages(client, db):
    foot = client.get("/").text.partition("<footer")[2]
    for path in ("/pages/about/", "/pages/contact/", "/pages/privacy/", "/how-we-count/"):
        assert f'href="{path}"' in foot
        assert client.get(path).status_code == 200


def test_first_pages_are_as_the_desk_would_save_them(db):
    for page in Page.objects.all():
        before = page.body
        page.render()
        assert page.body == before


def test_reader_reads_a_page(client, db):
    page = make_page(
        "Imprint", body="<p>Hello <strong>you</strong></p><script>x</script>", seo_description="Who we are"
    )
    response = client.get("/pages/imprint/")
    assert "<p>Hello <strong>you</strong></p>" in response.text
    assert '<meta name="description" content="Who we are">' in response.text
    assert '<link rel="canonical" href="http://127.0.0.1:8000/pages/imprint/">' in response.text
    assert f"page-{page.pk}" in response.headers["Surrogate-Key"].split()
    steps = json.loads(re.search(r'ld\+json">(.*?)</script>', response.text)[1])["itemListElement"]
    assert [step["name"] for step in steps] == ["TechyMag", "Imprint"]
    assert 'aria-current="page">Imprint<' in response.text


def test_page_is_cached_by_anybody(client, db):
    assert "public" in client.get("/pages/about/").headers["Cache-Control"]


@pytest.mark.parametrize("who", ["guest", "bob", "alice", "mona"])
def test_unpublished_page_is_not_there_for_others(request, client, db, who):
    make_page("Secret", published=False)
    if who != "guest":
        client.force_login(request.getfixturevalue(who))
    assert client.get("/pages/secret/").status_code == 404
    assert "Secret" not in client.get("/").text


def test_editor_sees_an_unpublished_page_as_a_preview(client, editor):
    make_page("Secret", published=False)
    client.force_login(editor)
    response = client.get("/pages/secret/")
    assert "readers do not see this page" in response.text
    assert '<meta name="robots" content="noindex">' in response.text
    assert "no-store" in response.headers["Cache-Control"]
    assert "Surrogate-Key" not in response.headers


def test_pages_are_in_the_sitemap_that_robots_are_told_of(client, db):
    make_page("Secret", published=False)
    assert "Sitemap: http://127.0.0.1:8000/sitemap-pages.xml" in client.get("/robots.txt").text
    sitemap = client.get("/sitemap-pages.xml").getvalue().decode()
    assert "<loc>http://127.0.0.1:8000/pages/about/</loc><lastmod>" in sitemap
    assert "<loc>http://127.0.0.1:8000/how-we-count/</loc>" in sitemap
    assert "secret" not in sitemap


def test_rules_of_counting_are_below_whatever_editors_write(client, db):
    page = Page.objects.get(slug="how-we-count")
    page.title, page.body = "What we count", "<p>Our words.</p>"
    page.save()
    text = client.get("/how-we-count/").text
    assert "<h1>What we count</h1>" in text
    assert "<p>Our words.</p>" in text
    assert "within 30 minutes" in text
    assert client.get("/pages/how-we-count/").url == "/how-we-count/"


def test_rules_of_counting_are_there_without_any_page(client, db):
    Page.objects.all().delete()
    assert "within 30 minutes" in client.get("/how-we-count/").text
    assert 'href="/how-we-count/">How we count</a>' in client.get("/").text.partition("<footer")[2]


def test_pictures_in_a_page_are_responsive(db):
    image = make_image()
    image.make_renditions()
    page = make_page(body=f'<figure><img src="{image.file.url}" alt="A chip"><figcaption>b</figcaption></figure>')
    assert "<picture>" in page.body_html


def test_changed_picture_is_rendered_anew_in_pages(client, editor, django_capture_on_commit_callbacks):
    image = make_image()
    page = make_page(body=f'<figure><img src="{image.file.url}" alt=""><figcaption>b</figcaption></figure>')
    client.force_login(editor)
    told = {"alt": "A new description", "caption": "", "credit": "", "licence": "", "focal_x": 10, "focal_y": 50}
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/admin/articles/image/{image.pk}/change/", told)
    page.refresh_from_db()
    assert "fx-1 " in page.body_html


def test_picture_that_a_page_shows_cannot_be_deleted(client, editor):
    image = make_image()
    make_page(body=f'<figure><img src="{image.file.url}" alt=""><figcaption>b</figcaption></figure>')
    client.force_login(editor)
    assert "Imprint" in client.get(f"/admin/articles/image/{image.pk}/delete/").text
    client.post(f"/admin/articles/image/{image.pk}/delete/", {"post": "yes"})
    assert Image.objects.exists()
