"""What templates may rely on."""

from datetime import UTC, datetime, timedelta

import jinja2
import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import engines
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import override

from articles.jinja import time
from magazine.formats.en import formats as english
from magazine.formats.uk import formats as ukrainian
from magazine.jinja import url
from magazine.words import between, format_moment, format_number, plural_forms

FORMATS = {"en": english, "uk": ukrainian}


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("articles:home", []),
        ("comments:report", [12]),
        ("articles:author", ["a.b_c-d"]),
        ("articles:tag-feed", ["chips"]),
        ("articles:archive", [2026, 4]),
        ("admin:articles_article_change", [7]),
    ],
)
def test_address_is_what_django_says(name, args):
    assert url(name, *args) == url(name, *args) == reverse(name, args=args)


def test_address_holds_nothing_that_ends_it_early():
    assert url("articles:author", 'a/b?c#"') == "/authors/a%2Fb%3Fc%23%22/"


def test_address_without_a_page_is_an_error():
    with pytest.raises(NoReverseMatch):
        url("articles:nowhere")


def test_name_that_nobody_gave_is_an_error():
    template = engines["jinja"].env.from_string("<p>{{ nobody }}</p>")
    with pytest.raises(jinja2.UndefinedError, match="nobody"):
        template.render()


def test_what_a_view_says_wins_over_what_every_page_is_told(rf, bob):
    request = rf.get("/")
    request.user = AnonymousUser()
    assert "as Bob Brandt" in render_to_string("account/messages/logged_in.txt", {"user": bob}, request)


def test_pages_are_escaped_and_the_text_of_mails_is_not():
    context = {"site_name": "Chips & <Bits>", "code": "123456"}
    assert "Chips & <Bits>" in render_to_string("account/email/email_confirmation_subject.txt", context)
    words = {"subject": "Code", "paragraphs": ["123456"]}
    assert "Chips &amp; &lt;Bits&gt;" in render_to_string("account/email/message.html", context | words)


def test_time_is_told_in_the_zone_of_the_site(settings):
    settings.TIME_ZONE = "Europe/Paris"
    said = time(datetime(2020, 7, 1, 22, 30, tzinfo=UTC))
    assert said == '<time datetime="2020-07-02T00:30:00+0200" title="2 July 2020, 00:30 CEST">2 July 2020</time>'


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (timedelta(seconds=20), "1 min ago"),
        (timedelta(minutes=59, seconds=30), "59 min ago"),
        (timedelta(hours=1, minutes=1), "1 hour ago"),
        (timedelta(hours=23, minutes=59), "23 hours ago"),
        (timedelta(days=1, minutes=1), "1 day ago"),
        (timedelta(days=6, hours=23), "6 days ago"),
    ],
)
def test_recent_time_is_told_by_its_age(age, words):
    moment = timezone.now() - age
    assert f">{words}</time>" in time(moment)
    assert "ago" not in time(moment, exact=True)


def test_time_to_come_is_told_by_its_date():
    moment = timezone.now() + timedelta(days=400)
    assert f">{moment.day} {moment:%B %Y}</time>" in time(moment)


@pytest.mark.parametrize(
    ("language", "name", "said"),
    [
        ("en", "DATE_FORMAT", "7 May 2026"),
        ("en", "IN_MONTH_FORMAT", "May 2026"),
        ("en", "ZONED_FORMAT", "7 May 2026, 14:05 UTC"),
        ("uk", "DATE_FORMAT", "7 травня 2026"),
        ("uk", "YEAR_MONTH_FORMAT", "Травень 2026"),
        ("uk", "SHORT_DAY_TIME_FORMAT", "7 тра 14:05"),
    ],
)
def test_date_is_told_as_its_language_does(language, name, said):
    with override(language):
        assert format_moment(datetime(2026, 5, 7, 14, 5, tzinfo=UTC), name) == said


def test_every_language_has_every_format():
    names = {code: {name for name in dir(found) if name.endswith("_FORMAT")} for code, found in FORMATS.items()}
    assert names["uk"] == names["en"]


@pytest.mark.parametrize(("language", "said"), [("en", "1,234,567"), ("uk", "1\xa0234\xa0567")])
def test_number_is_told_as_its_language_does(language, said):
    with override(language):
        assert format_number(1234567) == said


def test_list_ends_with_and():
    people = ["Ann", "Bob", "Cy"]
    assert "".join(name + between(len(people) - place) for place, name in enumerate(people)) == "Ann, Bob and Cy"


def test_scripts_get_the_forms_that_their_language_tells_apart():
    assert plural_forms("1 word", "%(count)s words") == {"one": "1 word", "other": "%(count)s words"}
