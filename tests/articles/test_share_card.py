"""The address of a share card, and what is kept of it."""

import re

import pytest
from django.core.files.storage import default_storage

from articles.models import Article, Image
from articles.share_card import open_share_card, share_card_path
from articles.tasks import draw_share_card
from pages.models import Page
from sitesettings.models import SiteSettings
from tests.factories import make_article, make_category, make_image, make_upload

pytestmark = pytest.mark.django_db


def path_in(client, article) -> str:
    found = re.search(r'og:image" content="http://127.0.0.1:8000([^"]+)"', client.get(article.get_absolute_url()).text)
    return found[1]


def files(article) -> list[str]:
    return default_storage.listdir(f"share/{article.pk}")[1]


def fresh(article) -> Article:
    return Article.objects.get(pk=article.pk)


def test_card_is_drawn_when_it_is_asked_for_and_kept_for_ever(client):
    article = make_article("Chips")
    path = path_in(client, article)
    first = client.get(path)
    drawn = first.getvalue()
    assert first.headers["Content-Type"] == "image/jpeg"
    assert first.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert first.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert not first.cookies
    (name,) = files(article)
    default_storage.delete(f"share/{article.pk}/{name}")
    default_storage.save(f"share/{article.pk}/{name}", make_upload())
    assert drawn != client.get(path).getvalue() == make_upload().read()


CHANGES = {
    "accent": lambda article: SiteSettings(accent="#0055ff").save(),
    "category": lambda article: Article.objects.update(category=make_category("Science")),
    "cover": lambda article: Article.objects.update(cover=make_image()),
    "focal point": lambda article: Image.objects.update(focal_x=1),
    "headline": lambda article: Article.objects.update(title="Crisps"),
    "name of the category": lambda article: type(article.category).objects.update(name="Tech"),
    "name of the magazine": lambda article: SiteSettings(name="Bits").save(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_another_look_has_another_address_and_the_old_one_leads_there(client, change):
    article = make_article("Chips", cover=make_image())
    old = path_in(client, article)
    client.get(old).getvalue()
    CHANGES[change](article)
    new = share_card_path(fresh(article))
    assert new != old
    assert client.get(old).url == new
    assert client.get(new).getvalue()
    assert len(files(article)) == 1  # the old one is gone


def test_what_it_does_not_show_leaves_the_address(client):
    article = make_article("Chips")
    old = path_in(client, article)
    article.lead = article.body = "Other words"
    article.save()
    assert path_in(client, article) == old


def test_strangers_get_no_card_of_what_they_may_not_read(client, editor):
    article = make_article(status=Article.Status.DRAFT, published_at=None)
    client.force_login(editor)
    assert client.get(share_card_path(article)).status_code == 404
    assert client.get("/share/99/abc.jpg").status_code == 404
    assert not default_storage.exists(f"share/{article.pk}")


def test_headline_in_other_letters_is_shown_by_its_cover_else_by_the_magazine(client):
    cover = make_image(file=make_upload(size=(1600, 900)))
    cover.make_renditions()
    article = make_article("日本語の見出し", slug="ja", cover=cover)
    assert "-social-50-50.jpg" in path_in(client, article)
    assert client.get(f"/share/{article.pk}/x.jpg").status_code == 404
    Article.objects.update(cover=None)
    assert "/static/img/og" in path_in(client, article)
    draw_share_card.call(article.pk)


def test_published_article_has_its_card_before_anybody_asks(client, editor, django_capture_on_commit_callbacks):
    article = make_article(status=Article.Status.DRAFT, published_at=None)
    client.force_login(editor)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(
            "/admin/articles/article/", {"action": "publish", "_selected_action": [article.pk], "confirmed": "1"}
        )
    assert fresh(article).is_published
    assert len(files(article)) == 1


def test_card_goes_with_its_article(django_capture_on_commit_callbacks):
    article = make_article()
    open_share_card(article).close()
    key = article.pk
    assert files(article)
    with django_capture_on_commit_callbacks(execute=True):
        article.delete()
    article.pk = key
    assert files(article) == []


def test_drawing_what_is_gone_does_nothing():
    draw_share_card.call(12345)
    assert not default_storage.exists("share/12345")


def test_cover_that_moves_is_drawn_by_its_first_frame(client):
    moving = make_upload("a.gif", save_all=True)
    article = make_article(cover=make_image(file=moving))
    assert client.get(path_in(client, article)).getvalue()


def test_page_in_the_footer_has_a_card_of_the_magazine(client):
    assert "/static/img/og" in client.get(Page.objects.first().get_absolute_url()).text
