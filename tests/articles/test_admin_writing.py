"""What the editor asks the server while somebody writes, and who gets an answer."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from articles.admin import writing
from articles.models import Image
from pages.models import Page
from tests.factories import make_article, make_category, make_image, make_tag, make_upload

LINKS = "/admin/articles/article/links/"
MARKDOWN = "/admin/articles/article/markdown/"
PICTURE = "/admin/articles/article/picture/"
DESCRIPTION = "/admin/articles/article/description/"

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("who", ["alice", "editor"])
def test_writers_get_answers(client, request, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get(LINKS).status_code == 200
    assert client.post(MARKDOWN, {"text": "# Hello"}).text == "<h2>Hello</h2>"
    assert client.post(PICTURE, {"file": make_upload()}).status_code == 200


def test_picture_that_was_dropped_stands_in_its_history(client, alice):
    client.force_login(alice)
    client.post(PICTURE, {"file": make_upload()})
    entry = LogEntry.objects.get()
    assert (entry.user, entry.get_edited_object()) == (alice, Image.objects.get())


@pytest.mark.parametrize("path", [DESCRIPTION, LINKS, MARKDOWN, PICTURE])
@pytest.mark.parametrize("who", ["bob", "mona"])
def test_readers_and_moderators_get_none(client, request, who, path):
    client.force_login(request.getfixturevalue(who))
    response = client.get(path) if path == LINKS else client.post(path, {"text": "x", "file": make_upload()})
    assert response.status_code in (302, 403)
    assert not Image.objects.exists()


def test_guest_gets_none(client):
    assert client.get(LINKS).status_code == 302
    for path in [DESCRIPTION, MARKDOWN, PICTURE]:
        assert client.post(path, {"text": "x", "file": make_upload()}).status_code == 403
    assert not Image.objects.exists()


def test_only_posts_are_answered_where_something_is_sent(client, editor):
    client.force_login(editor)
    assert [client.get(path).status_code for path in (DESCRIPTION, MARKDOWN, PICTURE)] == [405] * 3


def test_another_site_cannot_post(editor):
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    assert client.post(MARKDOWN, {"text": "x"}).status_code == 403
    assert client.post(PICTURE, {"file": make_upload()}).status_code == 403


# links


def test_author_finds_what_is_published_and_own_drafts(client, alice):
    make_article("Chips in public")
    make_article("Chips of mine", status="draft", authors=[alice])
    make_article("Chips of others", status="draft")
    client.force_login(alice)
    page = client.get(LINKS, {"q": "chips"}).text
    assert "Chips in public" in page
    assert "Chips of mine" in page
    assert "Chips of others" not in page


def test_editor_finds_everything_and_is_told_what_readers_do_not_see(client, editor):
    make_article("Chips tomorrow", published_at=timezone.now() + timedelta(days=1))
    make_article("Chips drafted", status="draft")
    make_article("Chips gone", expires_at=timezone.now() - timedelta(minutes=1))
    client.force_login(editor)
    page = client.get(LINKS, {"q": "chips"}).text
    for state in ["Scheduled", "Draft", "Expired"]:
        assert f"<b>{state}</b>" in page


def test_headline_comes_before_what_has_the_word_in_its_text(client, editor):
    named = make_article("On wafers")
    make_article("Something else", body="<p>wafers, wafers, wafers</p>")
    client.force_login(editor)
    page = client.get(LINKS, {"q": "wafers"}).text
    assert f'data-url="{named.get_absolute_url()}"' in page
    assert page.index("On wafers") < page.index("Something else")


def test_categories_and_tags_are_found_by_their_beginning(client, editor):
    make_category("Robotics")
    make_tag("Robots")
    client.force_login(editor)
    page = client.get(LINKS, {"q": "robo"}).text
    assert 'data-url="/categories/robotics/"' in page
    assert 'data-url="/tags/robots/"' in page


def test_published_pages_are_found_by_their_beginning(client, editor):
    Page.objects.create(title="Robots and us", slug="robots", published=True)
    Page.objects.create(title="Robots to come", slug="robots-to-come")
    client.force_login(editor)
    page = client.get(LINKS, {"q": "robo"}).text
    assert 'data-url="/pages/robots/"' in page
    assert "<small>Page</small>" in page
    assert "Robots to come" not in page


@pytest.mark.parametrize("nonsense", ["", "x", "9" * 30])
def test_article_is_not_offered_to_itself(client, editor, nonsense):
    itself, other = make_article("Chips"), make_article("More chips")
    client.force_login(editor)
    page = client.get(LINKS, {"q": "chips", "not": itself.pk}).text
    assert f'data-url="{itself.get_absolute_url()}"' not in page
    assert f'data-url="{other.get_absolute_url()}"' in page
    assert itself.get_absolute_url() in client.get(LINKS, {"q": "chips", "not": nonsense}).text


def test_suggestions_are_few_and_cost_the_same_however_many_match(client, editor, django_assert_max_num_queries):
    for number in range(12):
        make_article(f"Chips {number}")
    client.force_login(editor)
    with django_assert_max_num_queries(13):
        page = client.get(LINKS, {"q": "chips"}).text
    assert page.count('role="option"') == writing.MOST_SUGGESTED


@pytest.mark.parametrize("term", ["", "((", "%", "x" * 5000, "'\"><script>"])
def test_any_words_are_a_search(client, editor, term):
    client.force_login(editor)
    assert client.get(LINKS, {"q": term}).status_code == 200


# Markdown


def test_markdown_is_cleaned_like_everything_else(client, editor):
    client.force_login(editor)
    html = client.post(MARKDOWN, {"text": "<script>alert(1)</script>\n\n[x](javascript:alert(1)) **b**"}).text
    assert "<script" not in html
    assert "href" not in html
    assert "<strong>b</strong>" in html


def test_a_book_is_not_converted(client, editor):
    client.force_login(editor)
    assert client.post(MARKDOWN, {"text": "x" * (writing.LONGEST_MARKDOWN + 1)}).status_code == 413


# pictures


def test_dropped_picture_goes_into_the_library_undescribed(client, alice):
    client.force_login(alice)
    answer = client.post(PICTURE, {"file": make_upload()}).json()
    image = Image.objects.get()
    assert answer == {"number": image.pk, "url": image.file.url, "alt": ""}
    assert image.uploaded_by == alice


def test_dropped_picture_that_the_library_has_already_is_that_one(client, alice):
    client.force_login(alice)
    client.post(PICTURE, {"file": make_upload()})
    Image.objects.update(alt="A wafer")
    answer = client.post(PICTURE, {"file": make_upload()}).json()
    image = Image.objects.get()
    assert answer == {"number": image.pk, "url": image.file.url, "alt": "A wafer"}


@pytest.mark.parametrize(
    "file", [SimpleUploadedFile("a.jpg", b"no picture"), SimpleUploadedFile("a.png", b""), "text", ""]
)
def test_what_is_no_picture_is_refused_in_words(client, alice, file):
    client.force_login(alice)
    response = client.post(PICTURE, {"file": file})
    assert response.status_code == 422
    assert response.json()["error"]
    assert not Image.objects.exists()


def test_first_description_of_an_own_picture_reaches_the_library(client, alice):
    client.force_login(alice)
    mine, others = make_image(alt="", uploaded_by=alice), make_image(alt="", file=make_upload(size=(50, 50)))
    for alt in ["A wafer", "Something else"]:
        assert client.post(DESCRIPTION, {"src": mine.file.url, "alt": alt}).status_code == 204
    client.post(DESCRIPTION, {"src": others.file.url, "alt": "Not mine"})
    assert set(Image.objects.values_list("alt", flat=True)) == {"A wafer", ""}


def test_description_of_what_is_published_is_left_to_editors(client, alice):
    client.force_login(alice)
    mine = make_image(alt="", uploaded_by=alice)
    make_article(cover=mine)
    client.post(DESCRIPTION, {"src": mine.file.url, "alt": "A wafer"})
    assert Image.objects.get().alt == ""
