"""What is open in a text before it is published, and how the desk says so."""

import pytest
from django.contrib.redirects.models import Redirect
from django.urls import reverse

from articles.checklist import known_for, open_points, points_of
from articles.content import Content
from articles.links import dead_among, own_path
from articles.models import Article, OldSlug
from markup import outline
from tests.factories import make_article, make_category, make_image, make_tag

from .desk import fields_of, submit

ADD = "/admin/articles/article/add/"
LONG = f"<p>{'word ' * 100}</p>"


def change(article):
    return f"/admin/articles/article/{article.pk}/change/"


def content(**changes) -> Content:
    """In which nothing is open."""
    fields = dict.fromkeys(Content.__annotations__, "")
    finished = {"title": "Chips", "lead": "Small.", "body": LONG, "category": 1, "tags": [1], "byline": [1], "cover": 1}
    return fields | finished | changes


def what(**changes) -> list[str]:
    """What is open with these changes, and in which field."""
    text = content(**changes)
    return [f"{point.field}: {point.what}" for point in open_points(text, known_for([text]))]


def body(html):
    return what(body=LONG + html)


def test_finished_text_has_nothing_open(db):
    assert what() == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"cover": None}, "cover: There is no cover"),
        ({"lead": "  "}, "lead: There is no lead"),
        ({"tags": []}, "tags: There is no tag"),
        ({"byline": []}, "byline: Nobody has signed it"),
        ({"title": "x" * 71}, "seo_title: The headline has 71 characters"),
        ({"title": "x" * 111, "seo_title": "Short"}, "title: The headline has 111 characters"),
        ({"body": "<p>Too short.</p>"}, "body: The text has 2 words"),
        ({"title": "Chips TK"}, "title: “TK” still stands in the headline"),
        ({"lead": "It costs TKTK."}, "lead: “TKTK” still stands in the lead"),
        ({"body": f"{LONG}<p>{'TO' + 'DO'}: ask</p>"}, f"body: “{'TO' + 'DO'}” still stands in the text"),
    ],
)
def test_what_is_missing_or_too_long_is_named_with_its_field(db, changes, expected):
    assert what(**changes) == [expected]


def test_long_headline_may_have_a_short_title_for_search_engines(db):
    assert what(title="x" * 71, seo_title="Short") == []


def test_marks_in_code_and_inside_words_are_no_marks(db):
    assert body(f"<pre><code># {'TO' + 'DO'}</code></pre><p>ATK and <code>TK</code></p>") == []


@pytest.mark.parametrize(
    ("html", "named"),
    [
        ("<h2>A</h2><h4>B</h4>", "“B”"),
        ("<h3>First</h3>", "“First”"),
        ("<h2>A</h2><h3>B</h3><h4>C</h4><h2>D</h2>", None),
        ("<h2>A</h2>" + "".join(f"<h2>x</h2><h4>{n}</h4>" for n in range(5)), "“0”, “1”, “2” and 2 more"),
    ],
)
def test_headings_that_skip_a_level_are_named(db, html, named):
    assert body(html) == ([f"body: {named} skips a level of headings"] if named else [])


def test_pictures_are_described_in_the_text_or_in_the_library(db):
    known, bare = make_image(alt="Known"), make_image(alt="")
    figure = "<figure><img src='{}' alt='{}'></figure>".format
    assert body(figure(known.file.url, "")) == []
    assert body(figure(bare.file.url, "Here")) == []
    assert body(figure(bare.file.url, "") + figure(bare.file.url, " ")) == ["body: 2 pictures without a description"]
    assert what(cover=bare.pk) == ["cover: The cover has no description"]


def test_table_needs_headers(db):
    assert body("<table><tr><td>1</td></tr></table>") == ["body: 1 table without headers"]
    assert body("<table><tr><th>A</th></tr><tr><td>1</td></tr></table>") == []


@pytest.mark.parametrize("words", ["here", "Click here.", "Read more »", ""])
def test_words_of_a_link_that_say_nothing_are_named(db, words):
    assert len(body(f"<p><a href='https://example.com/'>{words}</a></p>")) == (1 if words else 0)
    assert body("<p><a href='https://example.com/'>a report</a></p>") == []


# links


@pytest.fixture
def places(db, alice):
    article = make_article("Live", slug="live", tags=[make_tag("Chips")], authors=[alice])
    OldSlug.objects.create(slug="live-before", article=article)
    draft = make_article("Draft", slug="draft", status="draft")
    OldSlug.objects.create(slug="draft-before", article=draft)
    Redirect.objects.create(site_id=1, old_path="/moved/", new_path="/articles/live/")
    Redirect.objects.create(site_id=1, old_path="/gone/")


@pytest.mark.parametrize(
    ("path", "is_dead"),
    [
        ("/articles/live/", False),
        ("/articles/live", False),
        ("/articles/live-before/", False),
        ("/articles/draft/", True),
        ("/articles/draft-before/", True),
        ("/articles/nowhere/", True),
        ("/categories/technologies/", False),
        ("/categories/nowhere/", True),
        ("/tags/chips/", False),
        ("/tags/nowhere/", True),
        ("/authors/alice/", False),
        ("/authors/nobody/", True),
        ("/", False),
        ("/robots.txt", False),
        ("/how-we-count/", False),
        ("/pages/about/", False),
        ("/pages/nowhere/", True),
        ("/moved/", False),
        ("/gone/", True),
        ("/nowhere", True),
        ("nowhere", True),
    ],
)
def test_link_to_this_site_leads_to_what_readers_find(places, path, is_dead):
    assert dead_among([path]) == ({path} if is_dead else set())


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/articles/x/?page=2#top", "/articles/x/"),
        ("/authors/%C3%A4/", "/authors/ä/"),
        ("/authors/%00/", "/authors//"),
        ("https://example.com/articles/x/", ""),
        ("mailto:a@example.com", ""),
        ("#part", ""),
        ("http://[", ""),
    ],
)
def test_only_own_addresses_are_looked_up(settings, address, path):
    assert own_path(address) == path
    assert own_path(f"{settings.BASE_URL}/tags/x/") == "/tags/x/"


def test_dead_links_are_named_by_their_words(places):
    html = "<p><a href='/articles/draft/'>our report</a>, <a href='/articles/live/'>this one</a></p>"
    assert body(html) == ["body: “our report” leads nowhere"]


def test_looking_over_costs_the_same_for_many_texts_and_links(places, django_assert_max_num_queries):
    links = "".join(f"<a href='/{kind}/x{n}/'>x</a>" for n in range(9) for kind in ("articles", "tags", "categories"))
    text = content(body=f"{LONG}<p>{links}<a href='/authors/x/'>x</a><img src='/media/x.png'></p>")
    with django_assert_max_num_queries(9):
        known_for([text] * 20)


# at the desk


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def test_publishing_with_open_points_asks_first_and_keeps_the_text(desk):
    draft = make_article("Robots", status="draft", published_at=None)
    page = submit(desk, change(draft), button="_publish", says="1", lead="Typed just now")
    assert "Publish it with" in page.text
    assert "There is no cover" in page.text
    assert "Please correct" not in page.text
    assert fields_of(page)["lead"] == ["Typed just now"]
    draft.refresh_from_db()
    assert (draft.status, draft.lead) == ("draft", "What Robots is about.")


@pytest.mark.parametrize("button", ["_publish", "_publish_now", "_publish_changes", "_schedule_changes"])
def test_every_button_that_publishes_asks_and_goes_on_when_told_to(desk, button):
    status = "draft" if button == "_publish" else "published"
    article = make_article("Robots", status=status)
    changes = {"lead": "New lead"} | ({} if status == "draft" else {"changes_at": "2090-01-01T10:00"})
    asked = submit(desk, change(article), button=button, says="1", **changes)
    assert f'name="{button}" value="anyway"' in asked.text
    assert Article.objects.get().newest_content["lead"] != "New lead"
    submit(desk, change(article), button=button, **changes)
    assert Article.objects.get().newest_content["lead"] == "New lead"


def test_publishing_a_finished_text_asks_nothing(desk, editor):
    draft = make_article(
        "Robots", status="draft", body=LONG, cover=make_image(), tags=[make_tag("Chips")], authors=[editor]
    )
    submit(desk, change(draft), button="_publish", says="1")
    assert Article.objects.get().is_published


@pytest.mark.parametrize("button", ["_save", "_submit", "_preview", "_unpublish"])
def test_other_buttons_do_not_ask(desk, button):
    article = make_article("Robots", status="published" if button == "_unpublish" else "draft")
    submit(desk, change(article), button=button, says="1", lead="New lead")
    assert Article.objects.get().newest_content["lead"] == "New lead"


def test_what_would_break_the_page_is_an_error_whatever_was_pressed(desk):
    draft = make_article("Robots", status="draft")
    page = submit(desk, change(draft), button="_publish", body="", title="")
    assert "Please write something before it is published." in page.text
    assert "Publish it with" not in page.text
    assert Article.objects.get().status == "draft"


def test_writer_has_it_looked_over_without_saving(client, alice):
    client.force_login(alice)
    page = submit(client, ADD, button="_check", title="Robots", category=str(make_category().pk))
    assert "There is no cover" in page.text
    assert "Publish it with" not in page.text
    assert not Article.objects.exists()
    page = submit(client, ADD, button="_check", title="")
    assert "Not looked over" in page.text


def test_newest_text_is_looked_over_when_the_form_opens(desk, editor):
    article = make_article("Robots", lead="There")
    article.save_draft(article.content | {"lead": ""}, by=editor)
    assert "There is no lead" in desk.get(change(article)).text
    assert "There is no lead" not in desk.get(change(make_article("Chips"))).text


def test_slug_that_is_taken_is_said_beside_what_is_open(desk):
    make_article("Chips", slug="chips")
    page = submit(desk, change(make_article("Robots", status="draft")), button="_publish", says="1", slug="chips")
    assert "already exists" in page.text


def test_bulk_publishing_says_how_many_points_are_open_in_each(desk, editor, django_assert_max_num_queries):
    finished = make_article(
        "Finished", status="draft", body=LONG, cover=make_image(), tags=[make_tag("Chips")], authors=[editor]
    )
    bare = [make_article(f"Bare {number}", status="draft") for number in range(5)]
    keys = [article.pk for article in [finished, *bare]]
    with django_assert_max_num_queries(25):
        page = desk.post(reverse("admin:articles_article_changelist"), {"action": "publish", "_selected_action": keys})
    assert page.text.count("open points") == 5
    assert points_of(finished.content) == []


def test_outline_reads_words_of_pictures_in_links():
    found = outline("<p><a href='/x/'><img src='/media/x.png' alt='A map'></a></p>")
    assert found.links == [("/x/", "A map")]
    assert found.pictures == [("/media/x.png", "A map")]
