"""The page that tells everybody how an article has changed, and where else it is told."""

import json
import re
from datetime import timedelta

import feedparser
import pytest
from django.utils import timezone
from lxml import html

from articles.models import Article, Edition, OldSlug
from tests.articles.test_editions import again, later, publish
from tests.corrections.reports import make_correction
from tests.factories import make_article

pytestmark = pytest.mark.django_db
HISTORY = "/articles/chips/history/"
NOTE = "An earlier version said that it has <one> core."


@pytest.fixture
def chips(db, alice):
    body = "<p>It has one core.</p><p>Same.</p><p>Same too.</p>"
    published_at = timezone.now() - timedelta(days=9)
    article = make_article("Chips", slug="chips", body=body, authors=[alice], published_at=published_at)
    Article.objects.filter(pk=article.pk).update(text_changed_at=published_at)
    return article


@pytest.fixture
def corrected(chips, editor):
    publish(chips, editor, NOTE, body="<p>It has two cores.</p><p>Same.</p><p>Same too.</p>")
    return again(chips)


def entries(client):
    """What stands in the history, the newest first."""
    page = html.fromstring(client.get(HISTORY).text)
    return [" ".join(entry.text_content().split()) for entry in page.find_class("change")]


def change_of(article, place=0):
    return f"{HISTORY}{article.editions.newest_first()[place].pk}/"


def text(response):
    return " ".join(html.fromstring(response.text).text_content().split())


def test_reader_is_told_what_was_corrected_and_sees_every_word(client, corrected):
    page = client.get("/articles/chips/")
    assert re.search(r'href="/articles/chips/history/"[^>]*>Updated <time', page.text)
    newest, first = entries(client)
    assert newest.startswith("Correction")
    assert NOTE in newest
    assert first.startswith("First published")
    shown = client.get(change_of(corrected)).text
    assert "It has <del>one core</del><ins>two cores</ins>." in shown.replace("</del> <ins>", "</del><ins>")
    assert "2 unchanged paragraphs" in shown
    assert "&lt;one&gt;" in shown


def test_note_stands_below_the_article_the_newest_first(client, corrected, editor):
    publish(corrected, editor, "It costs more by now.", "update", lead="Dearer")
    notes = html.fromstring(client.get("/articles/chips/").text).find_class("notes")[0].text_content()
    assert notes.index("Update") < notes.index("It costs more by now.") < notes.index("Correction") < notes.index(NOTE)


def test_headline_and_lead_are_compared_too(client, chips, editor):
    publish(chips, editor, title="Two chips", lead="More.")
    shown = client.get(change_of(chips)).text
    assert "Headline" in shown
    assert "<ins>Two chips</ins>" in shown
    assert "Lead" in shown


def test_article_as_it_was_published_has_no_link_to_a_history(client, chips):
    assert "/history/" not in client.get("/articles/chips/").text
    assert entries(client)[0].endswith("It has not been changed since.")


def test_small_change_is_in_the_history_and_does_not_make_the_article_look_new(client, chips, editor):
    publish(chips, editor, body="<p>It has a core.</p>")
    page = client.get("/articles/chips/").text
    assert "Earlier versions" in page
    assert "Updated" not in page
    assert 'class="notes"' not in page
    assert entries(client)[0].startswith("Small change")


def test_small_changes_of_a_day_are_one(client, chips, editor):
    for number in (2, 3, 4):
        publish(chips, editor, body=f"<p>It has {number} cores.</p>")
    assert len(entries(client)) == 2
    shown = text(client.get(change_of(chips)))
    assert "It has one core 4 cores ." in shown or "It has one core4 cores." in shown
    for place in (1, 2):
        response = client.get(change_of(chips, place))
        assert (response.status_code, response["Location"]) == (302, change_of(chips))
    later(chips, days=2)
    publish(chips, editor, body="<p>It has 5 cores.</p>")
    assert len(entries(client)) == 3


def test_small_change_is_not_hidden_in_a_correction(client, corrected, editor):
    publish(corrected, editor, body="<p>It has 2 cores.</p>")
    assert [entry.split()[0] for entry in entries(client)] == ["Small", "Correction", "First"]


def test_what_is_not_kept_is_said(client, chips, editor):
    Article.objects.filter(pk=chips.pk).update(text_changed_at=timezone.now() - timedelta(days=1))
    publish(chips, editor, body="<p>New.</p>")
    assert "is not kept" in entries(client)[-1]


def test_nobody_is_named_but_who_found_the_mistake(client, corrected, bob, editor):
    correction = make_correction(corrected, bob, exact="two cores", replacement="2 cores", thanks=True)
    correction.take_over(by=editor, publish=True)
    for path in (HISTORY, change_of(corrected)):
        page = client.get(path).text
        assert "Eddie" not in page
        assert "editor" not in page.partition("<main")[2].partition("</main>")[0]
    assert "Corrected thanks to Bob Brandt." in client.get(HISTORY).text


# who sees it


@pytest.mark.parametrize("who", ["guest", "bob", "alice", "editor"])
@pytest.mark.parametrize("verb", ["unpublish", "archive"])
def test_what_is_not_published_has_no_public_history(client, request, corrected, who, verb):
    if who != "guest":
        client.force_login(request.getfixturevalue(who))
    path = change_of(corrected)
    getattr(corrected, verb)()
    assert client.get(HISTORY).status_code == 404
    assert client.get(path).status_code == 404


def test_expired_article_has_no_public_history(client, corrected):
    path = change_of(corrected)
    corrected.adjust(expires_at=timezone.now())
    assert [client.get(path).status_code, client.get(HISTORY).status_code] == [404, 404]


def test_edition_of_another_article_is_not_shown(client, corrected, editor):
    other = make_article("Other", status="draft", published_at=None, body="<p>Secretword</p>")
    again(other).publish(by=editor)
    publish(other, editor, body="<p>New</p>")
    again(other).archive()
    assert client.get(f"{HISTORY}{other.editions.first().pk}/").status_code == 404


def test_first_edition_alone_is_no_change(client, corrected):
    assert client.get(change_of(corrected, 1)).status_code == 404


def test_old_address_leads_to_the_history_of_now(client, corrected):
    OldSlug.objects.create(slug="wafers", article=corrected)
    response = client.get("/articles/wafers/history/")
    assert (response.status_code, response["Location"]) == (301, HISTORY)
    corrected.archive()
    assert client.get("/articles/wafers/history/").status_code == 404


def test_page_is_kept_by_caches_and_not_by_search_engines(client, corrected):
    for path in (HISTORY, change_of(corrected)):
        response = client.get(path)
        assert f"card-{corrected.pk}" in response["Surrogate-Key"].split()
        assert not response.cookies
        assert '<meta name="robots" content="noindex">' in response.text
        assert '<link rel="canonical" href="http://127.0.0.1:8000/articles/chips/">' in response.text
        assert client.post(path).status_code == 405


def test_page_asks_little_however_long_the_history(
    client, corrected, editor, frame_is_kept, django_assert_max_num_queries
):
    for number in range(12):
        publish(corrected, editor, f"Now {number}.", body=f"<p>{number}</p>")
    with django_assert_max_num_queries(6):  # the article, its tags, bylines, editions, readers to thank
        client.get(HISTORY)
    with django_assert_max_num_queries(8):
        client.get(change_of(corrected))


def test_text_of_long_ago_is_cleaned_by_the_rules_of_today(client, corrected):
    Edition.objects.filter(article=corrected).update(body='<p onclick="x()">It <script>alert(1)</script>has</p>')
    Edition.objects.filter(pk=corrected.editions.newest_first()[0].pk).update(body="<p>It had</p>")
    shown = client.get(change_of(corrected)).text.partition("<main")[2].partition("</main>")[0]
    assert "onclick" not in shown
    assert "alert" not in shown


# withheld


def test_withheld_words_are_nowhere_while_their_entry_stays(client, chips, editor):
    publish(chips, editor, "He denies it.", title="Bosses steal", body="<p>Secretword.</p>")
    later(chips, days=2)
    publish(chips, editor, "We take it back.", title="Chips", body="<p>Nothing.</p>")
    bad = chips.editions.newest_first()[1]
    assert "Secretword" in client.get(change_of(chips)).text
    bad.withhold(by=editor)
    found = entries(client)
    assert [entry.split()[0] for entry in found] == ["Correction", "Correction", "First"]
    assert all("not shown any more" in entry for entry in found[:2])
    for place in (0, 1):
        page = client.get(change_of(chips, place)).text
        assert "Secretword" not in page
        assert "Bosses" not in page
    bad.show_again(by=editor)
    assert "Secretword" in client.get(change_of(chips)).text


# elsewhere


@pytest.mark.parametrize("address", ["/feeds/rss.xml", "/feeds/atom.xml", "/feeds/feed.json"])
def test_feeds_tell_it(client, corrected, address):
    content = client.get(address).content
    if address.endswith("json"):
        said = json.loads(content)["items"][0]["content_html"]
    else:
        feed = feedparser.parse(content)
        assert not feed.bozo
        said = feed.entries[0].content[-1].value
    assert re.search(r"<p><strong>Correction, \d+ \w+ \d{4}:</strong> An earlier version .*core\.</p>$", said)


def test_program_that_reads_markdown_is_told(client, corrected):
    assert re.search(r"\*\*Correction, \d+ \w+ \d{4}:\*\* An earlier version", client.get("/articles/chips.md").text)


def test_structured_data_says_what_was_wrong_and_not_what_is_new(client, corrected, editor):
    publish(corrected, editor, "It costs more by now.", "update", lead="Dearer")
    page = client.get("/articles/chips/").text
    found = map(json.loads, re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL))
    data = next(data for data in found if data["@type"] == "NewsArticle")
    (correction,) = data["correction"]
    assert (correction["@type"], correction["text"]) == ("CorrectionComment", NOTE)
    newest, told, _ = corrected.editions.newest_first()
    assert correction["datePublished"] == told.published_at.isoformat()
    assert data["dateModified"] >= newest.published_at.isoformat()


def test_note_shows_in_a_page_that_was_kept(client, chips, editor):
    client.get("/articles/chips/")
    publish(chips, editor, NOTE)
    assert 'class="notes"' in client.get("/articles/chips/").text
