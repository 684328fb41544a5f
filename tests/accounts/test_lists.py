"""Lists of the desk look at their newest rows, and find by an index what is older."""

import pytest

from accounts.lists import LongListAdmin
from comments.models import Comment
from tests.factories import make_article, make_category, make_comment, make_tag, make_user

PEOPLE, COMMENTS, ARTICLES = "/admin/accounts/user/", "/admin/comments/comment/", "/admin/articles/article/"


@pytest.fixture(autouse=True)
def at_the_desk(client, db):
    client.force_login(make_user("chief", is_staff=True, is_superuser=True))


@pytest.fixture
def few_are_new(monkeypatch):
    monkeypatch.setattr(LongListAdmin, "most_searched", 2)


def found(client, path, **query):
    context = client.get(path, query).context
    return {
        str(row)
        for row in (context["cl"].result_list if "cl" in context else [card.comment for card in context["cards"]])
    }


def test_part_of_a_name_is_found_among_the_newest(client, few_are_new):
    for name in ("anna-old", "ann-one", "ann-two"):
        make_user(name)
    assert found(client, PEOPLE, q="ann") == {"ann-one", "ann-two"}


@pytest.mark.parametrize("term", ["anna-old", "ANNA-OLD ", " anna-old"])
def test_whole_name_is_found_however_old(client, few_are_new, term):
    for name in ("anna-old", "ben", "carl"):
        make_user(name)
    assert found(client, PEOPLE, q=term) == {"anna-old"}


def test_comments_of_a_person_are_found_however_old(client, few_are_new, bob):
    first, *_ = [make_comment(author=author) for author in (bob, make_user(), make_user(), make_user())]
    assert found(client, COMMENTS, q="bob", queue="recent") == {first.body}


def test_rows_are_the_newest_of_what_the_filters_leave(client, few_are_new):
    make_comment(body="Held long ago", status=Comment.Status.HELD)
    for _ in range(3):
        make_comment()
    assert found(client, COMMENTS, q="held") == {"Held long ago"}


def test_old_article_is_found_by_its_words(client, monkeypatch):
    monkeypatch.setattr("articles.admin.ArticleAdmin.most_searched", 1)
    make_article("Robots", body="<p>Of <b>zebras</b>.</p>", status="draft")
    make_article("Else")
    assert found(client, ARTICLES, q="zebra") == {"Robots"}
    assert found(client, ARTICLES, q="obot") == set()


def test_articles_of_an_author_are_the_drafts_and_the_newest(client, alice, monkeypatch):
    monkeypatch.setattr("articles.admin.filters.MOST_OF_AUTHOR", 1)
    for title, status in (("Old", "published"), ("New", "published"), ("Draft", "draft")):
        make_article(title, authors=[alice], status=status)
    assert found(client, ARTICLES, author="alice") == {"New", "Draft"}


def test_articles_by_views_are_the_newest(client, monkeypatch):
    monkeypatch.setattr("articles.admin.article_list.MOST_SORTED", 2)
    for title, views in (("First", 9), ("Second", 5), ("Third", 1)):
        make_article(title, stats={"views": views})
    by_views = client.get(ARTICLES, {"o": "-6"}).context["cl"].result_list
    assert [article.title for article in by_views] == ["Second", "Third"]


def test_many_articles_are_not_counted_to_the_last(client, monkeypatch):
    monkeypatch.setattr("articles.admin.taxonomy.MOST_COUNTED", 2)
    for _ in range(3):
        make_article(category=make_category("Science"), tags=[make_tag("Chips")])
    make_article(category=make_category("Toys"))
    categories = client.get("/admin/articles/category/").text
    assert ">2+<" in categories
    assert ">1<" in categories
    assert ">2+<" in client.get("/admin/articles/tag/").text
