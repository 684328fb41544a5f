from datetime import timedelta

import pytest
from django.utils import timezone

from comments.thread import ROOTS_PER_PAGE

from ..factories import make_comment


@pytest.fixture
def roots(article):
    """Two pages and a bit, with several of the same moment."""
    moment = timezone.now() - timedelta(hours=1)
    return [
        make_comment(article, created_at=moment + timedelta(seconds=number // 4))
        for number in range(ROOTS_PER_PAGE * 2 + 3)
    ]


@pytest.mark.parametrize("order", ["", "?order=oldest", "?order=nonsense"])
def test_every_comment_is_on_the_page_its_address_names(client, roots, order):
    reply = make_comment(parent=roots[7])
    for comment in [roots[0], roots[2], *roots[-26:-18], roots[-1], reply]:
        response = client.get(f"/comments/{comment.pk}/{order}")
        assert response.status_code == 302
        address, anchor = response.url.split("#")
        assert anchor == f"comment-{comment.pk}"
        assert f'id="{anchor}"' in client.get(address).text
        assert ("order=oldest" in address) == (order == "?order=oldest")


def test_first_page_has_the_plain_address(client, article):
    comment = make_comment(article)
    assert client.get(f"/comments/{comment.pk}/").url == f"/articles/chips/#comment-{comment.pk}"


def test_tombstones_push_nothing_off_its_page(client, roots, mona):
    for root in roots[-10:]:
        root.hide(by=mona)
    comment = roots[-30]
    response = client.get(f"/comments/{comment.pk}/")
    assert f'id="comment-{comment.pk}"' in client.get(response.url.split("#")[0]).text
    client.force_login(mona)
    response = client.get(f"/comments/{comment.pk}/")
    assert f'id="comment-{comment.pk}"' in client.get(response.url.split("#")[0]).text


def test_gone_comment_leads_to_its_tombstone_while_there_is_one(client, article, mona):
    root = make_comment(article)
    gone = make_comment(parent=root)
    answer = make_comment(parent=gone)
    gone.hide(by=mona)
    assert client.get(f"/comments/{gone.pk}/").url == f"/articles/chips/#comment-{gone.pk}"
    answer.delete_by_author()
    assert client.get(f"/comments/{gone.pk}/").status_code == 404
    client.force_login(mona)
    assert client.get(f"/comments/{gone.pk}/").status_code == 302


def test_deleted_comment_is_gone_for_good(client, article):
    comment = make_comment(article)
    comment.delete_by_author()
    response = client.get(f"/comments/{comment.pk}/")
    assert response.status_code == 410
    assert "This page is gone for good" in response.text


def test_only_reading(client, article):
    assert client.post(f"/comments/{make_comment(article).pk}/").status_code == 405


def test_unpublished_article_hides_its_comments(client, article):
    comment = make_comment(article)
    article.archive()
    assert client.get(f"/comments/{comment.pk}/").status_code == 404
