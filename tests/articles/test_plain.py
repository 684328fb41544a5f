"""Articles as Markdown, for programs that read."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article, OldSlug
from articles.plain import prefers_markdown
from tests.factories import make_article


@pytest.fixture
def chips(alice):
    return make_article("Chips [new]", slug="chips", authors=[alice], body='<p>See <a href="/tags/x/">this</a>.</p>')


def test_article_is_markdown_at_its_own_address(client, chips):
    response = client.get("/articles/chips.md")
    assert response["Content-Type"] == "text/markdown; charset=utf-8"
    assert response["Link"] == '<http://127.0.0.1:8000/articles/chips/>; rel="canonical"'
    assert response.text.startswith("# Chips \\[new\\]\n\n**What Chips \\[new\\] is about.**\n\nBy Alice Ashby · ")
    assert "See [this](http://127.0.0.1:8000/tags/x/)." in response.text
    assert response.text.endswith("Source: [TechyMag](http://127.0.0.1:8000/articles/chips/)\n")


def test_who_asks_for_markdown_gets_it_at_the_article(client, chips):
    asked = client.get("/articles/chips/", headers={"accept": "text/markdown, text/html;q=0.8"})
    assert asked.content == client.get("/articles/chips.md").content
    assert "Accept" in asked["Vary"]
    assert asked["Content-Location"] == "/articles/chips.md"
    assert asked["CDN-Cache-Control"] == "no-store"


def test_page_for_people_says_that_it_depends_on_what_is_asked_for(client, chips):
    page = client.get("/articles/chips/")
    assert "Accept" in page["Vary"].split(", ")
    assert "CDN-Cache-Control" not in page
    assert '<link rel="alternate" type="text/markdown" title="Markdown" href="/articles/chips.md">' in page.text


@pytest.mark.parametrize(
    ("accept", "prefers"),
    [
        ("text/markdown", True),
        ("text/markdown, */*", True),
        ("text/markdown;q=0.9, text/html;q=0.8", True),
        ("text/html, text/markdown", False),
        ("text/html, text/markdown;q=0.9", False),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8", False),
        ("*/*", False),
        ("", False),
        ("text/markdown;q=0", False),
        ("text/markdown;q=nonsense", True),
        ("text/markdown" + ",x/y" * 10_000, True),
    ],
)
def test_markdown_is_for_who_has_it_first(accept, prefers):
    assert prefers_markdown(accept) == prefers


def test_old_address_leads_to_the_new_one(client, chips):
    chips.slug = "wafers"
    chips.save()
    OldSlug.keep(chips, "chips")
    response = client.get("/articles/chips.md")
    assert (response.status_code, response.get("Location")) == (301, "/articles/wafers.md")


@pytest.mark.parametrize(
    "fields",
    [
        {"status": Article.Status.DRAFT},
        {"status": Article.Status.IN_REVIEW},
        {"status": Article.Status.ARCHIVED},
        {"published_at": timezone.now() + timedelta(days=1)},
        {"published_at": timezone.now() - timedelta(days=2), "expires_at": timezone.now() - timedelta(days=1)},
    ],
    ids=["draft", "in review", "archived", "scheduled", "expired"],
)
def test_what_is_not_published_is_not_there(client, editor, fields):
    make_article("Secret", slug="secret", **fields)
    for reader in (None, editor):
        if reader:
            client.force_login(reader)
        assert client.get("/articles/secret.md").status_code == 404
        asked = client.get("/articles/secret/", headers={"accept": "text/markdown"})
        assert asked["Content-Type"].startswith("text/html")


def test_markdown_asks_little(client, chips, frame_is_kept, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        client.get("/articles/chips.md")
