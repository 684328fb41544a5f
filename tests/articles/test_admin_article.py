"""Writing, publishing and moving one article at the desk."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, AuditEntry, OldSlug
from tests.factories import make_article, make_category, make_image, make_tag

from .desk import fields_of, messages_of, submit

ADD = "/admin/articles/article/add/"
TOMORROW = timezone.now() + timedelta(days=1)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_the_desk(client, editor):
    client.force_login(editor)


def change(article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


def moment(when) -> str:
    return when.strftime("%Y-%m-%dT%H:%M")


def test_new_draft_needs_only_a_headline_and_a_category(client, editor):
    category = make_category()
    page = submit(client, ADD, title="  Robots \n at last ", category=str(category.pk))
    article = Article.objects.get()
    assert (article.title, article.slug, article.status) == ("Robots at last", "robots-at-last", "draft")
    assert article.byline_authors == [editor]
    assert article.stats.views == 0
    assert messages_of(page).startswith("Saved as a draft: ")
    assert page.redirect_chain == [(change(article), 302)]


def test_empty_form_says_what_is_missing(client):
    page = submit(client, ADD)
    assert page.context["adminform"].form.errors.keys() == {"title", "category"}
    assert not Article.objects.exists()


@pytest.mark.parametrize("title", ["Привет, мир", "你好", "🤖🤖", "‏שלום", "!!!"])
def test_headlines_in_any_script_get_an_address(client, title):
    for _ in range(2):
        submit(client, ADD, title=title, category=str(make_category().pk))
    slugs = set(Article.objects.values_list("slug", flat=True))
    assert len(slugs) == 2
    assert all(slugs)


def test_address_that_is_taken_is_refused_and_the_words_stay(client):
    make_article(slug="robots")
    page = submit(client, ADD, title="New", slug="robots", body="<p>Kept</p>", category=str(make_category().pk))
    form = page.context["adminform"].form
    assert "slug" in form.errors
    assert fields_of(page)["body"] == ["<p>Kept</p>"]


def test_body_is_cleaned_whatever_is_sent(client):
    body = (
        "<h1>Big</h1><p onclick='x()' style='color:red' class=MsoNormal>Text<script>alert(1)</script></p>"
        "<iframe src='https://evil.example'></iframe><a href='javascript:alert(1)'>link</a>"
        "<img src=x onerror=alert(1)><svg onload=alert(1)></svg><pre><code class='language-python'>1 &lt; 2</code></pre>"
    )
    submit(client, ADD, title="Clean", category=str(make_category().pk), body=body)
    article = Article.objects.get()
    assert article.body == ('<h2>Big</h2><p>Text</p>link<pre><code class="language-python">1 &lt; 2</code></pre>')
    assert "alert" not in article.body_html


def test_draft_is_published_now(client):
    article = make_article("Robots", status="draft", published_at=None)
    page = submit(client, change(article), button="_publish")
    article.refresh_from_db()
    assert article.is_published
    assert messages_of(page).startswith("Published: ")


def test_draft_is_scheduled_for_a_date_to_come(client):
    article = make_article(status="draft", published_at=None)
    page = submit(client, change(article), button="_publish", published_at="2099-05-03T10:00")
    article.refresh_from_db()
    assert article.is_scheduled
    assert article.published_at == datetime(2099, 5, 3, 10, tzinfo=UTC)
    assert messages_of(page).startswith("Scheduled for 3 May 2099 10:00: ")


def test_date_of_a_draft_alone_publishes_nothing(client):
    article = make_article(status="draft", published_at=None)
    submit(client, change(article), published_at="2020-05-03T10:00")
    article.refresh_from_db()
    assert article.status == "draft"


def test_draft_goes_to_review_and_back(client):
    article = make_article(status="draft")
    page = submit(client, change(article), button="_submit")
    article.refresh_from_db()
    assert article.status == "in_review"
    assert messages_of(page).startswith("Sent to the editors for review: ")
    submit(client, change(article), button="_unpublish")
    article.refresh_from_db()
    assert article.status == "draft"


def test_published_article_is_taken_back(client):
    article = make_article()
    page = submit(client, change(article), button="_unpublish")
    article.refresh_from_db()
    assert article.status == "draft"
    assert messages_of(page).startswith("A draft again, which readers do not see: ")
    client.logout()
    assert client.get(article.get_absolute_url()).status_code == 404


def test_saving_keeps_the_seconds_of_an_unchanged_date(client):
    article = make_article(published_at=datetime(2026, 1, 2, 3, 4, 56, 789, tzinfo=UTC))
    page = submit(client, change(article), button="_publish_changes", title="Same moment")
    article.refresh_from_db()
    assert article.published_at == datetime(2026, 1, 2, 3, 4, 56, 789, tzinfo=UTC)
    assert messages_of(page).startswith("Published: ")


def test_date_of_a_published_article_cannot_be_emptied(client):
    article = make_article()
    page = submit(client, change(article), published_at="", title="Kept in the form")
    assert page.context["adminform"].form.errors.keys() == {"published_at"}
    assert fields_of(page)["title"] == ["Kept in the form"]
    article.refresh_from_db()
    assert article.is_published


@pytest.mark.parametrize("when", [timezone.now() - timedelta(days=1), TOMORROW], ids=["published", "scheduled"])
def test_article_is_taken_back_without_a_date(client, when):
    article = make_article(published_at=when)
    submit(client, change(article), button="_unpublish", published_at="", lead="Kept")
    article.refresh_from_db()
    assert (article.status, article.published_at, article.lead) == ("draft", None, "Kept")


def test_emptied_date_of_a_draft_means_now(client):
    article = make_article(status="draft", published_at=TOMORROW)
    page = submit(client, change(article), button="_publish", published_at="")
    article.refresh_from_db()
    assert article.is_published
    assert messages_of(page).startswith("Published: ")


def test_scheduled_article_is_published_now(client):
    article = make_article(published_at=TOMORROW)
    page = submit(client, change(article), button="_publish_now")
    article.refresh_from_db()
    assert article.is_published
    assert messages_of(page).startswith("Published: ")


def test_author_cannot_publish_now(client, alice):
    article = make_article(status="draft", authors=[alice])
    client.force_login(alice)
    assert submit(client, change(article), button="_publish_now").status_code == 403
    article.refresh_from_db()
    assert article.status == "draft"


def test_history_says_what_happened(client):
    article = make_article("Robots", status="draft", published_at=None)
    submit(client, change(article), lead="A lead", button="_publish")
    acts = AuditEntry.objects.order_by("pk").values_list("actor_name", "action", "after")
    assert [act[:2] for act in acts][:1] == [("Eddie Editor", "saved")]
    assert acts.last()[:2] == ("Eddie Editor", "published")


def test_published_article_may_be_put_off(client):
    article = make_article()
    submit(client, change(article), published_at=moment(TOMORROW))
    article.refresh_from_db()
    assert article.is_scheduled


@pytest.mark.parametrize("button", ["_publish", "_save"])
def test_article_cannot_expire_before_it_is_published(client, button):
    article = make_article(status="draft", published_at=None)
    dates = {"published_at": moment(TOMORROW), "expires_at": moment(TOMORROW - timedelta(hours=1))}
    page = submit(client, change(article), button=button, **dates)
    assert page.context["adminform"].form.errors.keys() == {"expires_at"}
    assert page.context["adminform"].form.errors["expires_at"] == ["It would expire before it is published."]


def test_article_that_has_expired_is_not_published_now(client):
    article = make_article(status="draft", published_at=None)
    page = submit(client, change(article), button="_publish", expires_at="2020-01-01T00:00")
    assert page.context["adminform"].form.errors.keys() == {"expires_at"}


def test_nothing_without_words_is_published(client):
    article = make_article(status="draft", body="")
    page = submit(client, change(article), button="_publish", body="<p> </p>")
    assert page.context["adminform"].form.errors.keys() == {"body"}


def test_changed_address_keeps_leading_to_the_article(client):
    article = make_article(slug="first")
    submit(client, change(article), button="_publish_changes", slug="second")
    assert client.get("/articles/first/").headers["Location"] == "/articles/second/"
    submit(client, change(article), button="_publish_changes", slug="third")
    assert client.get("/articles/first/").headers["Location"] == "/articles/third/"
    assert client.get("/articles/second/").headers["Location"] == "/articles/third/"


def test_old_address_is_taken_back(client):
    article = make_article(slug="first")
    submit(client, change(article), button="_publish_changes", slug="second")
    submit(client, change(article), button="_publish_changes", slug="first")
    assert client.get("/articles/first/").status_code == 200
    assert client.get("/articles/second/").headers["Location"] == "/articles/first/"
    assert list(OldSlug.objects.values_list("slug", flat=True)) == ["second"]


def test_old_address_of_another_article_is_not_given_away(client):
    submit(client, change(make_article("Elder", slug="first")), button="_publish_changes", slug="second")
    page = submit(client, ADD, title="Younger", slug="first", category=str(make_category().pk))
    errors = page.context["adminform"].form.errors["slug"]
    assert errors == ["Links to this address lead to “Elder”, which had it before."]


def test_preview_is_one_click_away_and_loses_nothing(client):
    article = make_article(status="draft", slug="robots")
    page = submit(client, change(article), button="_preview", lead="Typed just now")
    assert page.redirect_chain == [(f"/admin/articles/article/{article.pk}/preview/", 302)]
    assert "Typed just now" in client.get(f"{page.redirect_chain[0][0]}page/").text
    assert f'href="{change(article)}">Back to writing' in page.text


def test_new_article_has_a_preview_too(client):
    page = submit(client, ADD, button="_preview", title="Robots", category=str(make_category().pk))
    assert page.redirect_chain == [(f"/admin/articles/article/{Article.objects.get().pk}/preview/", 302)]


def test_everything_else_is_saved_too(client, alice, editor):
    article = make_article(status="draft")
    image, tags = make_image(), [make_tag("Chips"), make_tag("Robots")]
    submit(
        client,
        change(article),
        lead="A lead",
        tags=[str(tag.pk) for tag in tags],
        byline=[str(editor.pk), str(alice.pk)],
        cover=str(image.pk),
        source_name="The Information",
        source_url="https://example.com/story",
        seo_title="Short",
        seo_description="For machines",
        canonical_url="https://example.com/first",
        expires_at="2099-01-01T00:00",
    )
    article = Article.objects.get()
    assert article.lead == "A lead"
    assert set(article.tags.all()) == set(tags)
    assert article.byline_authors == [editor, alice]
    assert article.cover == image
    assert (article.source_name, article.source_url) == ("The Information", "https://example.com/story")
    assert (article.seo_title, article.canonical_url) == ("Short", "https://example.com/first")
    assert article.expires_at.year == 2099
    submit(client, change(article), byline=[str(alice.pk), str(editor.pk)])
    assert Article.objects.get().byline_authors == [alice, editor]


def test_saves_are_in_the_history(client, editor):
    article = make_article(status="draft")
    submit(client, change(article), title="Logged")
    assert AuditEntry.objects.get().actor == editor
    assert client.get(f"/admin/articles/article/{article.pk}/history/").status_code == 200


def test_counters_survive_a_save_that_began_before_them(client):
    article = make_article(stats={"views": 7})
    fields = fields_of(client.get(change(article)))
    article.stats.add(article.pk, timezone.now(), views=1)
    client.post(change(article), fields | {"_save": ["1"]})
    article.stats.refresh_from_db()
    assert article.stats.views == 8


NONSENSE = {
    "title": ["x" * 201, "a\x00b"],
    "slug": ["Not a slug!", "x" * 121, "a\x00b", "../../etc"],
    "lead": ["x" * 501],
    "category": ["0", "abc", "9" * 30],
    "tags": [["abc"], ["9" * 30], ["1\x00"]],
    "byline": [["abc"], ["9" * 30], ["-1"]],
    "cover": ["abc", "9" * 30, "-1", "1\x00", "²"],
    "published_at": ["never", "9999-99-99T99:99", "0000-00-00T00:00"],
    "expires_at": ["tomorrow"],
    "source_url": ["javascript:alert(1)", "x" * 600],
    "canonical_url": ["ftp//"],
    "seo_title": ["x" * 71],
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in NONSENSE.items() for value in values])
def test_nonsense_is_an_error_beside_its_field(client, name, value):
    article = make_article(status="draft")
    page = submit(client, change(article), **{name: value})
    assert page.status_code == 200
    assert name in page.context["adminform"].form.errors


@pytest.mark.parametrize(
    "body", ["\x00", "<p>\x00", "<" * 5000, "<div>" * 3000, "�", "<p>🤖‏עברית</p>", "&#0;&#x110000;"]
)
def test_strange_bodies_are_saved_or_refused_but_never_break(client, body):
    article = make_article(status="draft")
    assert submit(client, change(article), body=body).status_code == 200


@pytest.mark.parametrize("path", ["0", "abc", "9" * 30, "1%00", "-1"])
def test_articles_that_are_not_there(client, path):
    assert client.get(f"/admin/articles/article/{path}/change/").status_code in (302, 400, 404)


def test_ten_megabytes_are_refused(client):
    make_category()
    assert client.post(ADD, {"title": "Huge", "body": "x" * 10_000_000}).status_code == 413


@pytest.mark.parametrize("year", ["0025", "1899", "2100", "9999"])
def test_year_without_an_archive_is_refused(client, year):
    article = make_article(status="draft", published_at=None)
    page = submit(client, change(article), button="_publish", published_at=f"{year}-01-01T10:00")
    assert page.context["adminform"].form.errors.keys() == {"published_at"}
    assert client.get("/archive/2026/01/").status_code == 200


def test_address_that_readers_knew_leads_on_when_it_is_published_again(client):
    article = make_article(slug="known")
    submit(client, change(article), button="_unpublish", slug="another", published_at="")
    submit(client, change(article), button="_publish")
    assert client.get("/articles/known/").url == "/articles/another/"


def test_address_that_nobody_has_seen_is_free_again(client):
    article = make_article(slug="big-launch", status="draft", published_at=None)
    submit(client, change(article), slug="another")
    assert not OldSlug.objects.exists()


def test_number_written_oddly_is_no_crash(client, editor):
    article = make_article()
    page = submit(client, change(article), title="", byline=[f"0{editor.pk}"], tags=["007"])
    assert page.status_code == 200
    assert page.context["adminform"].form.errors
