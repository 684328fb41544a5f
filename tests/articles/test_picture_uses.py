"""Which articles show which pictures: kept at every save, found out anew by a command, told to those who may know."""

from concurrent.futures import ThreadPoolExecutor, wait

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import actions
from articles.admin.where_used import MOST_NAMED
from articles.models import Article, Image, PictureUse
from tests.factories import make_article, make_image, make_upload

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/image/"


def other_image(**fields):
    return make_image(file=make_upload(size=(120, 80)), **fields)


def figure(image) -> str:
    return f'<figure><img src="{image.file.url}" alt="x"></figure>'


def uses():
    return sorted(PictureUse.objects.values_list("article", "image", "place"))


def page_of(image) -> str:
    return reverse("admin:articles_image_change", args=[image.pk])


def test_cover_and_pictures_of_the_text_are_noted():
    cover, shown = make_image(), other_image()
    article = make_article(cover=cover, body=figure(shown) * 2)
    assert uses() == sorted([(article.pk, cover.pk, "cover"), (article.pk, shown.pk, "body")])


def test_same_picture_is_noted_once_in_each_place():
    image = make_image()
    article = make_article(cover=image, body=figure(image))
    assert uses() == [(article.pk, image.pk, "body"), (article.pk, image.pk, "cover")]


def test_what_is_no_longer_shown_is_forgotten():
    image, other = make_image(), other_image()
    article = make_article(cover=image, body=figure(image))
    article.cover, article.body = other, "<p>No picture.</p>"
    article.save()
    assert uses() == [(article.pk, other.pk, "cover")]


def test_saving_a_status_alone_looks_for_no_picture():
    article = make_article(cover=make_image(), status="draft")
    with CaptureQueriesContext(connection) as captured:
        article.publish()
    assert not [query for query in captured if "pictureuse" in query["sql"]]


def test_pending_changes_are_noted_apart():
    image, other = make_image(), other_image()
    article = make_article(body=figure(image))
    PictureUse.objects.note(article.pk, {PictureUse.Place.DRAFT: [other.pk]})
    assert uses() == sorted([(article.pk, image.pk, "body"), (article.pk, other.pk, "draft")])
    article.save()
    PictureUse.objects.note(article.pk, {PictureUse.Place.DRAFT: []})
    assert uses() == [(article.pk, image.pk, "body")]


def test_picture_of_somewhere_else_is_none_of_the_library():
    make_article(body='<img src="/media/pictures/ab/none.jpg" alt="">')
    assert uses() == []


def test_deleted_article_leaves_its_pictures_free():
    image = make_image()
    make_article(cover=image).delete()
    assert list(Image.objects.unused()) == [image]


def test_command_makes_good_what_other_means_changed(capsys, monkeypatch):
    monkeypatch.setattr("articles.picture_uses.BATCH", 2)
    image, other = make_image(), other_image()
    articles = [make_article(cover=image, body=figure(other)) for _ in range(5)]
    expected = uses()
    PictureUse.objects.filter(article__in=articles[:3]).delete()
    PictureUse.objects.create(article=articles[4], image=other, place="cover")
    PictureUse.objects.create(article=articles[4], image=other, place="draft")
    for _ in range(2):
        call_command("note_pictures")
        assert uses() == sorted([*expected, (articles[4].pk, other.pk, "draft")])
    assert "5 articles looked at." in capsys.readouterr().out


@pytest.mark.django_db(transaction=True)
def test_articles_of_the_release_before_are_noted_by_the_migration():
    image = make_image()
    article = make_article(cover=image, body=figure(image))
    call_command("migrate", "articles", "0003", verbosity=0)
    call_command("migrate", verbosity=0)
    assert uses() == [(article.pk, image.pk, "body"), (article.pk, image.pk, "cover")]


@pytest.mark.parametrize("place", ["cover", "body", "draft"])
def test_used_picture_cannot_be_deleted_by_any_means(place):
    image = make_image()
    article = make_article()
    PictureUse.objects.create(article=article, image=image, place=place)
    with pytest.raises(ProtectedError):
        actions.delete_picture(image)
    assert Image.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_article_saved_while_its_picture_is_deleted_comes_before_or_after():
    image = make_image()
    article = make_article()
    body = figure(image)

    def save():
        try:
            Article.objects.get(pk=article.pk)
            article.body = body
            article.save()
        finally:
            connection.close()

    with ThreadPoolExecutor() as others:
        with transaction.atomic():
            actions.delete_picture(image)
            saving = others.submit(save)
            wait([saving], timeout=0.5)
        assert saving.result() is None
    assert uses() == []
    assert body in Article.objects.get().body


@pytest.mark.django_db(transaction=True)
def test_picture_deleted_while_an_article_is_saved_with_it_stays():
    image = make_image()

    def delete():
        try:
            with pytest.raises(ProtectedError):
                actions.delete_picture(image)
        finally:
            connection.close()

    with ThreadPoolExecutor() as others:
        with transaction.atomic():
            make_article(body=figure(image))
            deleting = others.submit(delete)
            wait([deleting], timeout=0.5)
        assert deleting.result() is None
    assert Image.objects.exists()


def test_page_of_a_picture_names_where_it_is_used(client, editor):
    image = make_image()
    article = make_article("Shows it", cover=image, body=figure(image))
    client.force_login(editor)
    text = client.get(page_of(image)).text
    assert (
        f'<a href="/admin/articles/article/{article.pk}/change/">Shows it</a> <span>in the text, cover</span>' in text
    )
    assert "Nowhere yet." in client.get(page_of(other_image())).text


def test_author_is_told_only_of_what_one_may_see(client, alice):
    image = make_image()
    own = make_article("Mine", status="draft", authors=[alice], cover=image)
    make_article("On the site", cover=image)
    make_article("Secret", status="draft", cover=image)
    client.force_login(alice)
    text = client.get(page_of(image)).text
    assert f'<a href="/admin/articles/article/{own.pk}/change/">Mine</a>' in text
    assert '<a href="/articles/on-the-site/">On the site</a>' in text
    assert "Secret" not in text
    assert "1 article of others" in text


def test_page_of_a_much_used_picture_names_the_newest(client, editor):
    image = make_image()
    for number in range(MOST_NAMED + 3):
        make_article(f"Number {number:02}", cover=image, body=figure(image))
    client.force_login(editor)
    with CaptureQueriesContext(connection) as captured:
        text = client.get(page_of(image)).text
    assert text.count('/change/">Number ') == MOST_NAMED
    assert "Number 22" in text
    assert "and older articles" in text
    assert len(captured) < 18


def test_deletion_that_lost_a_race_is_explained(client, editor, monkeypatch):
    image = make_image()
    client.force_login(editor)
    delete = actions.delete_picture

    def put_to_use_first(picture):
        make_article(cover=image)
        delete(picture)

    monkeypatch.setattr(actions, "delete_picture", put_to_use_first)
    response = client.post(f"{LIST}{image.pk}/delete/", {"post": "yes"}, follow=True)
    assert response.status_code == 200
    assert "was put to use just now, so it stays" in response.text
    assert Image.objects.exists()
