"""The list of articles: what it finds, what it changes at once, and that it stays quick."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import lists
from articles.admin import desk
from articles.models import Article, AuditEntry
from tests.factories import make_article, make_category, make_comment, make_user

from .desk import fields_of, messages_of

LIST = "/admin/articles/article/"
HOUR = timedelta(hours=1)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_the_desk(client, editor):
    client.force_login(editor)


def titles(client, **query) -> set[str]:
    return {article.title for article in client.get(LIST, query).context["cl"].result_list}


def act(client, action, articles, **extra):
    fields = {"action": action, "_selected_action": [article.pk for article in articles], "index": "0"}
    return client.post(LIST, fields | extra, follow=True)


def confirm(client, asked):
    """Press the button of the page that asks first."""
    return client.post(LIST, fields_of(asked, form_id="confirm"), follow=True)


@pytest.fixture
def one_of_each():
    now = timezone.now()
    make_article("Draft", status="draft", published_at=None)
    make_article("Review", status="in_review", published_at=None)
    make_article("Scheduled", published_at=now + HOUR)
    make_article("Live", featured=True)
    make_article("Expired", published_at=now - 2 * HOUR, expires_at=now - HOUR)
    make_article("Archived", status="archived")


@pytest.mark.parametrize(
    ("state", "found"),
    [
        ("draft", "Draft"),
        ("in_review", "Review"),
        ("scheduled", "Scheduled"),
        ("live", "Live"),
        ("expired", "Expired"),
        ("archived", "Archived"),
    ],
)
def test_list_is_filtered_by_what_the_newsroom_calls_a_status(client, one_of_each, state, found):
    assert titles(client, state=state) == {found}


def test_list_is_filtered_by_category_author_featured_and_date(client, alice, one_of_each):
    make_article("Business", category=make_category("Business"), authors=[alice, make_user()])
    assert titles(client, category__id__exact=make_category("Business").pk) == {"Business"}
    assert titles(client, author="alice") == {"Business"}
    assert titles(client, featured__exact=1) == {"Live"}
    assert titles(client, published_at__isnull="True") == {"Draft", "Review"}


@pytest.mark.parametrize("term", ["robo", "ROBO", "of wonder", "the-slug", "robots wonder"])
def test_list_is_searched_by_headline_lead_and_address(client, term):
    make_article("Robots", lead="Full of wonder", slug="the-slug-of-it")
    make_article("Else", lead="", slug="else")
    assert titles(client, q=term) == {"Robots"}


def test_rows_show_state_authors_category_and_counters(client, alice):
    make_article(authors=[alice], stats={"views": 4711, "likes": 12, "dislikes": 3, "comments": 5})
    text = client.get(LIST).content.decode()
    for words in ["Alice Ashby", "Technologies", ">4711<", ">12<", ">3<", ">5<", "state--published"]:
        assert words in text


def test_list_loads_no_module_of_the_editor(client):
    """They need its import map, which is in the form."""
    assert "take-in" not in client.get(LIST).text
    assert "take-in" in client.get(f"{LIST}{make_article().pk}/change/").text


def test_queries_do_not_grow_with_rows(client, alice, bob, frame_is_kept):
    def count():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(LIST).status_code == 200
        return len(queries)

    for _ in range(2):
        make_article(authors=[alice])
    few = count()
    for _ in range(60):
        make_article(authors=[alice, bob])
    assert count() <= few + 1  # the keys of the page
    assert count() <= 13


def test_rows_come_without_their_bodies(client):
    make_article()
    with CaptureQueriesContext(connection) as queries:
        client.get(LIST)
    assert not any('"body"' in query["sql"] for query in queries)


def test_list_counts_no_further_than_anybody_pages(client, monkeypatch):
    monkeypatch.setattr(lists, "MOST_COUNTED", 55)
    for _ in range(58):
        make_article()
    page = client.get(LIST)
    assert "The first 55 articles" in page.content.decode()
    assert len(page.context["cl"].result_list) == 50
    assert len(client.get(LIST, {"p": 2}).context["cl"].result_list) == 5
    assert client.get(LIST, {"p": 3}).status_code == 302


@pytest.mark.parametrize(
    "query",
    [
        {"p": "0"},
        {"p": "9" * 30},
        {"p": "x"},
        {"o": "99.-98.x"},
        {"state": "nonsense"},
        {"author": "nobody\U0001f916"},
        {"category__id__exact": "x"},
        {"category__id__exact": "9" * 30},
        {"featured__exact": "maybe"},
        {"published_at__gte": "never"},
        {"q": "word " * 2000},
        {"q": "'\"%_\\ <script>"},
        {"q": "x" * 3000},
        {"nonsense": "1"},
        {"all": ""},
        {"e": "1"},
    ],
)
def test_nonsense_in_the_address_never_breaks_the_list(client, query):
    make_article()
    response = client.get(LIST, query, follow=True)
    assert response.status_code == 200
    assert "<script>" not in response.content.decode().replace("<script src", "")


@pytest.mark.parametrize(
    "lookup",
    ["slug__regex", "title__iregex", "id__range", "published_at__year", "title__contains", "bylines__author__password"],
)
def test_expression_that_no_filter_uses_is_refused(client, lookup):
    assert client.get(LIST, {lookup: "0"}).status_code == 400


def test_headlines_are_text_everywhere_on_the_desk(client):
    article = make_article("</title></script><script>alert(1)</script>", status="draft", slug="x")
    for path in [LIST, f"{LIST}{article.pk}/change/", f"{LIST}{article.pk}/delete/", f"{LIST}{article.pk}/history/"]:
        assert "<script>alert" not in client.get(path).content.decode()


def test_drafts_are_published_at_once(client):
    drafts = [make_article(status="draft", published_at=None) for _ in range(2)]
    late = make_article(status="draft", published_at=None, expires_at=timezone.now() - HOUR)
    asked = act(client, "publish", [*drafts, late, make_article()])
    assert "Publish 2 articles?" in asked.text
    assert "2 left alone: they are published already, have no text yet, or would expire first." in asked.text
    assert not Article.objects.filter(pk=drafts[0].pk, status="published").exists()
    assert messages_of(confirm(client, asked)) == ("2 articles published.")
    assert all(Article.objects.get(pk=draft.pk).is_published for draft in drafts)
    assert AuditEntry.objects.filter(action="published").count() == 2


def test_draft_without_a_text_is_not_published_with_others(client):
    empty = make_article(status="draft", published_at=None, body="")
    picture = make_article(status="draft", published_at=None, body='<img src="/media/a.png" alt="">')
    assert (empty.words, picture.words) == (0, 0)
    said = messages_of(confirm(client, act(client, "publish", [empty, picture])))
    assert said == "1 article published."
    assert [*Article.objects.filter(status="published")] == [picture]
    assert "0 articles published. 1 left alone:" in messages_of(act(client, "publish", [empty], confirmed="yes"))


def test_articles_are_unpublished_and_archived_at_once(client):
    article = make_article()
    assert messages_of(confirm(client, act(client, "unpublish", [article]))) == "1 article unpublished."
    article.refresh_from_db()
    assert article.status == "draft"
    assert messages_of(confirm(client, act(client, "archive", [article]))) == "1 article archived."
    article.refresh_from_db()
    assert article.status == "archived"


def test_form_from_before_a_bulk_act_undoes_nothing(client):
    article = make_article()
    path = f"{LIST}{article.pk}/change/"
    old = fields_of(client.get(path))
    act(client, "feature", [article])
    confirm(client, act(client, "archive", [article]))
    page = client.post(path, old | {"title": ["Typed meanwhile"], "_publish_changes": "1"})
    assert "its status became “archived”" in page.text
    assert fields_of(page)["title"] == ["Typed meanwhile"]
    client.post(path, old | {"title": ["Typed meanwhile"], "_save": "1"})
    article.refresh_from_db()
    assert (article.status, article.featured, article.title) == ("archived", True, "Typed meanwhile")


def test_list_marks_and_finds_what_has_changes_waiting(client, editor):
    article, other = make_article("Chips"), make_article("Robots")
    article.save_draft(article.content | {"title": "Wafers"}, by=editor)
    page = client.get(LIST).text
    assert page.count("Changes not published</span>") == 1
    page = client.get(LIST, {"state": "changed"}).text
    assert article.title in page
    assert other.title not in page


def test_articles_that_need_nothing_are_left_alone(client):
    page = act(client, "publish", [make_article()])
    left_alone = "1 left alone: they are published already, have no text yet, or would expire first."
    assert messages_of(page).endswith(left_alone)


def test_articles_are_featured_and_no_longer(client):
    articles = [make_article(), make_article(featured=True)]
    assert messages_of(act(client, "feature", articles)) == "1 article featured."
    assert Article.objects.filter(featured=True).count() == 2
    assert messages_of(act(client, "unfeature", articles)) == "2 articles no longer featured."


def test_too_many_at_once_changes_nothing(client, monkeypatch):
    monkeypatch.setattr(desk, "MOST_AT_ONCE", 2)
    articles = [make_article() for _ in range(3)]
    page = act(client, "archive", articles[:1], select_across="1")
    assert messages_of(page) == "Nothing was changed: please choose up to 2 at once."
    assert not Article.objects.filter(status="archived").exists()


@pytest.mark.parametrize("action", ["", "nonsense", "delete_selected", "__init__"])
def test_actions_that_are_not_offered_do_nothing(client, action):
    article = make_article()
    act(client, action, [article])
    article.refresh_from_db()
    assert article.is_published


@pytest.mark.parametrize("key", ["abc", "9" * 30, "-1", "1 OR 1=1", "\x00", "²"])
def test_selection_of_nonsense_is_refused(client, key):
    make_article()
    response = client.post(LIST, {"action": "archive", "_selected_action": [key], "index": "0"})
    assert response.status_code == 400


def test_author_sees_no_bulk_actions(client, alice):
    make_article(authors=[alice])
    client.force_login(alice)
    assert b'name="action"' not in client.get(LIST).content


def test_article_with_answers_is_kept(client, editor, bob):
    comment = make_comment(author=bob)
    page = client.get(f"{LIST}{comment.article.pk}/delete/")
    assert "Archive it instead" in page.content.decode()
    assert client.post(f"{LIST}{comment.article.pk}/delete/", {"post": "yes"}).status_code == 403


def test_draft_is_deleted(client):
    article = make_article(status="draft")
    client.post(f"{LIST}{article.pk}/delete/", {"post": "yes"})
    assert not Article.objects.exists()
    assert not LogEntry.objects.exists(), "the audit log is the one for articles"
