"""What editors decide about the site is on its pages, in its feeds and mails, and costs no query."""

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from purging.models import Purge
from sitesettings.models import Known, SiteSettings, known_site_settings, site_settings
from tests.factories import make_article, make_upload
from tests.magazine.pagecache.kept import Site


@pytest.fixture
def renamed(db):
    return SiteSettings.objects.create(
        name="Chips & Bits",
        tagline="Silicon, once a week",
        accent="#0055ff",
        contact_email="desk@example.com",
        social_links=["https://mastodon.social/@chips", "https://chips.example/"],
    )


def test_without_a_row_the_environment_decides(client, db, settings):
    settings.SITE_NAME = "Wafers"
    assert site_settings().name == "Wafers"
    page = client.get("/").text
    assert ">Wafers" in page.replace("\n", "").replace("  ", "")
    assert "/accent/" not in page


def test_name_and_tagline_are_on_pages_and_in_what_machines_read(client, renamed):
    article = make_article("Robots")
    page, story = client.get("/").text, client.get(article.get_absolute_url()).text
    assert "<title>Chips &amp; Bits – Silicon, once a week</title>" in page
    assert "TechyMag" not in page
    assert '"name": "Chips \\u0026 Bits"' in story
    assert "Chips &amp; Bits" in client.get("/feeds/rss.xml").text
    assert "Silicon, once a week" in client.get("/feeds/feed.json").text
    assert "Chips &amp; Bits" in client.get("/news-sitemap.xml").text


def test_mails_come_from_the_magazine_under_its_name(client, renamed):
    client.post("/accounts/signup/", {"email": "a@example.com", "username": "reader1", "password1": "correct horse 9"})
    assert mail.outbox[0].subject.endswith("is your code for Chips & Bits")
    assert mail.outbox[0].from_email.startswith('"Chips & Bits" <') or mail.outbox[0].from_email.startswith("Chips & ")


def test_nobody_signs_up_under_the_name_of_the_magazine(client, renamed):
    told = {"email": "a@example.com", "username": "chips-bits", "password1": "correct horse 9"}
    assert "reserved for the magazine" in client.post("/accounts/signup/", told).text


def test_accent_is_one_more_stylesheet_and_only_then(client, renamed):
    assert client.get("/").text.count('rel="stylesheet"') == 2
    assert '<link rel="stylesheet" href="/accent/0055ff.css">' in client.get("/").text
    SiteSettings.objects.update(accent="")
    assert client.get("/").text.count('rel="stylesheet"') == 1


def test_contact_and_networks_stand_at_the_foot(client, renamed):
    foot = client.get("/").text.partition("<footer")[2]
    assert 'href="mailto:desk@example.com"' in foot
    assert '<a href="https://mastodon.social/@chips" rel="me noopener">Mastodon</a>' in foot
    assert '<a href="https://chips.example/" rel="me noopener">chips.example</a>' in foot


def test_logo_stands_for_the_name_and_says_it(client, renamed):
    renamed.logo = make_upload("logo.png", size=(400, 100))
    renamed.save()
    page = client.get("/").text
    assert f'src="{renamed.logo.url}" width="400" height="100" alt="Chips &amp; Bits"' in page
    assert f'<meta property="og:image" content="http://127.0.0.1:8000{renamed.logo.url}">' in page
    assert renamed.logo.url in client.get(make_article().get_absolute_url()).text.partition("ld+json")[2]


def test_picture_with_another_name_is_not_shared(client, renamed):
    assert "og.png" not in client.get("/").text
    assert "og.png" not in client.get(make_article().get_absolute_url()).text


def test_there_is_one_row(renamed):
    with pytest.raises(IntegrityError), transaction.atomic():
        SiteSettings.objects.create(id=2)


def test_save_ends_every_page(renamed):
    Purge.objects.all().delete()
    renamed.save()
    assert [entry.tags for entry in Purge.objects.all()] == ["site"]


@pytest.mark.django_db(transaction=True)
def test_what_every_page_shows_costs_no_query_until_it_changes(tmp_path):
    site = Site(tmp_path / "pages")
    site.get("/")
    with CaptureQueriesContext(connection) as queries:
        site.get("/how-we-count/")
    assert not [query for query in queries if "sitesettings" in query["sql"] or "articles_category" in query["sql"]]
    SiteSettings(name="Wafers").save()
    assert b"Wafers" in site.get("/how-we-count/").body


def test_error_page_knows_the_name_while_the_database_is_away(client, renamed, broken_database):
    client.raise_request_exception = False
    Known.settings = renamed
    response = client.get("/")
    assert response.status_code == 503
    assert "Chips &amp; Bits" in response.text
    assert known_site_settings().name == "Chips & Bits"
