"""Whatever pages, feeds and mails say by themselves is collected for translation, and said as its translation says.

In the language of these tests every collected message is what it is in English, between ⟦ and ⟧; people write in
Ukrainian. So Latin letters outside of the brackets are words that nobody could translate.
"""

import json
import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import allauth
import django
import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.mofile import read_mo, write_mo
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import override_settings
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse
from lxml import etree, html

from articles import jinja as articles
from articles.models import Article, Edition, PreviewLink, Tag
from comments import jinja as comments
from corrections.models import Correction, Mark
from following.links import Wish, token_of
from following.mailing import ask_to_confirm, digest_mail, send_link
from following.models import Follower
from pages.models import Page
from reactions.models import DISLIKE, Person, Reaction
from reading.models import Read, Saved
from tests.articles.test_editions import again, publish
from tests.factories import (
    PASSWORD,
    make_article,
    make_category,
    make_comment,
    make_image,
    make_page,
    make_reaction,
    make_tag,
    make_user,
)

ROOT = Path(__file__).parents[2]
OPEN, CLOSE = "⟦⟧"
KNOWN = 424242  # the number of what pages are asked for by number
NAME = "chips"  # and the name of what is asked for by name
ATTRIBUTES = {"alt", "aria-label", "placeholder", "title", "data-label", "data-copied", "data-words"}
ATTRIBUTES |= {"data-at-heading", "data-at-part", "data-turn-on", "data-turn-off"}
ATTRIBUTES |= {"data-comment-words", "data-password-words", "data-known", "data-unused"}
SAID_TO_PROGRAMS = {"description", "og:title", "og:description", "twitter:title", "twitter:description"}
# Latin letters that are nobody's English.
NAMES = {
    *("alice", "bob", "chips"),  # usernames have only these letters
    *("RSS", "Atom", "JSON", "Feed", "Markdown"),  # formats
    *("Mastodon", "Bluesky", "LinkedIn", "Reddit", "Hacker", "News", "Vimeo"),  # places
    "UTC",
    *("CC", "BY"),  # licences
}
ADDRESSES = re.compile(r"https?://\S+|mailto:\S+|\S+@\S+")


def collected() -> Catalog:
    """As `make words` does it."""
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    keywords = DEFAULT_KEYWORDS | parse_keywords(re.findall(r" -k (\S+)", (ROOT / "Makefile").read_text()))
    found = Catalog(locale="uk", domain="django")
    for _, _, message, _, context in extract_from_dir(ROOT, methods, options, keywords):
        found.add(message, bracketed(message), context=context)
    return found


def collected_everywhere() -> Catalog:
    """With what Django and allauth say by themselves."""
    found = collected()
    for package in (django, allauth):
        for path in Path(package.__file__).parent.rglob("locale/uk/LC_MESSAGES/django.mo"):
            for message in read_mo(BytesIO(path.read_bytes())):
                if message.id and found.get(message.id, message.context) is None:
                    found.add(message.id, bracketed(message.id), context=message.context)
    return found


def bracketed(message):
    if isinstance(message, str):
        return f"{OPEN}{message}{CLOSE}"
    one, many = (bracketed(form) for form in message)
    return one, many, many


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory):
    folder = tmp_path_factory.mktemp("locale")
    path = folder / "uk" / "LC_MESSAGES" / "django.mo"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_mo(file, collected_everywhere())
    return folder


@pytest.fixture
def spoken(catalogue):
    """The magazine in that language; what is remembered of moments and comments is in English."""
    said = {"SITE_NAME": "Журнал", "SITE_TAGLINE": "Про техніку.", "LANGUAGE_CODE": "uk", "LOCALE_PATHS": [catalogue]}
    forget()
    with override_settings(**said):
        yield
    forget()


def forget():
    articles._stamp.cache_clear()
    articles._day.cache_clear()
    comments.blank_body.cache_clear()
    comments.memory.things.clear()


@pytest.fixture
def frame(spoken, db):
    """The first pages, which stand at the foot of every other, by a Ukrainian."""
    for page in Page.objects.all():
        page.title, page.body, page.seo_description = "Сторінка", "<p>Слова.</p>", ""
        page.save()


@pytest.fixture
def everything(frame, alice, bob):
    """One of each, with words of people and of editors."""
    for person, name in ((alice, "Аліса"), (bob, "Богдан")):
        person.display_name, person.bio = name, "Пише."
        person.save()
    author = make_user(NAME, display_name="Чіп", groups=["Authors"])
    make_page("Чіпи", slug=NAME, body="<p>Слова.</p>")
    category = make_category("Техніка", slug=NAME, description="Про неї.")
    cover, tag = make_image(alt="Поле", caption="Поле", credit="Аліса"), make_tag("Чіп", slug=NAME)
    told = {"category": category, "lead": "Початок.", "body": "<p>Слова.</p>", "authors": [author, alice, bob]}
    body = (
        "<h2>Один</h2><p>Слова<small class='footnote'>Ще.</small>.</p><h2>Два</h2><h2>Три</h2>" + "<p>слово</p>" * 900
    )
    body += "<table><tr><th>Чіп</th></tr></table><p>https://vimeo.com/1234567</p>"
    told |= {"tags": [tag], "cover": cover, "tested_with": "Чіп 1", "source_name": "Газета"}
    article = make_article("Чіпи", pk=KNOWN, slug=NAME, **told | {"body": body})
    for number in range(30):
        make_article(f"Стаття {number}", slug=f"article-{number}", **told)
    Tag.objects.create(name="Порожній", slug="empty")
    return article


@pytest.fixture
def used(everything, alice, bob):
    """What readers did with it."""
    article = everything
    comment = make_comment(article, bob, pk=KNOWN, body="Слова.")
    for _ in range(12):
        make_comment(article, alice, parent=comment, body="Слова.")
    make_reaction(article)
    Reaction.objects.set_on_article(article, Person(user=bob), DISLIKE)
    Correction(pk=KNOWN, article=article, reader=bob, exact="Слова", replacement="Слово").post()
    Mark.objects.mark(article, Person(user=bob))
    for model in (Saved, Read):
        model.objects.put(model(reader=bob, article=article))
    follower = Follower.objects.of_user(bob)
    for topic in (article.category, article.tags.get(), alice):
        follower.follow(topic)
    Article.objects.filter(pk=article.pk).update(published_at=article.published_at - timedelta(days=9))
    publish(article, alice, "Було не так.", title="Чіпи й чіпи", body=f"<p>Інакше.</p>{article.body}")
    return again(article)


def routes(resolver=None, namespace=""):
    """Names of all addresses but those of the desk, and what they are made of."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            if pattern.name:
                yield namespace + pattern.name, list(pattern.pattern.converters)
        elif pattern.namespace != "admin":
            yield from routes(pattern, f"{pattern.namespace}:" if pattern.namespace else namespace)


def addresses(known):
    for name, parts in routes():
        try:
            yield reverse(name, kwargs={part: known.get((name, part), known.get(part)) for part in parts})
        except NoReverseMatch:
            continue  # of other sites, by which people sign in


def last_part(address):
    return address.rstrip("/").rpartition("/")[2]


@pytest.fixture
def pages(used, bob):
    """Every address there is, and some with more to say."""
    edition = Edition.objects.filter(article=used).order_by("-pk").first()
    preview = PreviewLink.objects.make(used, days=1, by=bob)
    wish = Wish("reader@example.com", "daily", "tag", used.tags.get().pk).address()
    known = {
        "slug": NAME,
        "username": NAME,
        "key": NAME,
        "pk": KNOWN,
        "year": 2026,
        "month": 1,
        "token": last_part(preview.get_absolute_url()),
    }
    known |= {
        ("articles:change", "pk"): edition.pk,
        ("following:confirm", "token"): last_part(wish),
    }
    known |= {(f"following:{name}", "token"): token_of(Follower.objects.known_to(bob)) for name in ("manage", "stop")}
    more = ["/?x=1", "/nowhere/", "/tags/chips/?page=2", "/tags/empty/", "/most-read/?period=24h"]
    more += [
        "/search/?q=стаття&page=2",
        "/search/?q=слова",
        "/search/?q=слоба",
        "/search/?q=х&year=2026",
        "/articles/article-1/",
    ]
    return [*addresses(known), *more]


def outside(texts):
    """What of them stands in no brackets, which may begin in one and end in another."""
    depth, found = 0, []
    for text in texts:
        for sign in text:
            depth -= sign == CLOSE
            if not depth and sign not in (OPEN, CLOSE):
                found.append(sign)
            depth += sign == OPEN
        found.append(" ")
    assert depth == 0
    return "".join(found)


def untranslated(*texts):
    return set(re.findall(r"[A-Za-z]{2,}", ADDRESSES.sub("", outside(texts)))) - NAMES


def untranslated_in_page(page):
    root = html.document_fromstring(page)
    found = untranslated(*root.xpath("//text()[not(parent::script or parent::style or ancestor::code)]"))
    for element in root.iter(etree.Element):
        for name in ATTRIBUTES.intersection(element.attrib):
            found |= untranslated(*words_in(element.get(name)))
        if element.tag == "meta" and {element.get("name"), element.get("property")} & SAID_TO_PROGRAMS:
            found |= untranslated(element.get("content"))
    return found


def words_in(told):
    """Themselves, or all in the object that a script reads."""
    if isinstance(told, str):
        return words_in(json.loads(told)) if told.startswith("{") else [told]
    return [word for part in told.values() for word in words_in(part)]


def untranslated_in_feed(response):
    if "json" in response.headers["Content-Type"]:
        feed = response.json()
        parts = [feed["title"], *(item.get(name, "") for item in feed["items"] for name in ("title", "content_html"))]
    else:
        root = etree.fromstring(response.content)
        parts = root.xpath(
            '//*[contains(" title description subtitle summary content encoded ", concat(" ", local-name(), " "))]/text()'
        )
    return set().union(*(untranslated_in_page(f"<p>{part}</p>") for part in parts))


def untranslated_at(client, paths):
    """By address, and how many of them were pages, and how many feeds."""
    found, counts = {}, {"page": 0, "feed": 0}
    for path in paths:
        response = client.get(path)
        kind = response.headers.get("Content-Type", "")
        if response.status_code == 200 and ("feed" in path and "html" not in kind):
            counts["feed"] += 1
            words = untranslated_in_feed(response)
        elif "html" in kind and response.content and "/admin/" not in path:
            counts["page"] += 1
            words = untranslated_in_page(response.text)
        elif "markdown" in kind:
            words = untranslated(response.text)
        else:
            continue
        if words:
            found[path] = words
    return found, counts


def test_guest_reads_no_word_that_nobody_could_translate(client, pages):
    found, counts = untranslated_at(client, pages)
    assert found == {}
    assert counts["page"] > 40
    assert counts["feed"] > 15


def test_reader_reads_no_word_that_nobody_could_translate(client, bob, pages):
    client.force_login(bob)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    found, counts = untranslated_at(client, [path for path in pages if "logout" not in path])
    assert found == {}
    assert counts["page"] > 60


def test_page_that_says_what_went_wrong_is_translated(rf, frame):
    request = rf.post("/nowhere/", {"body": "Слова."})
    request.user = AnonymousUser()
    for path in (ROOT / "templates" / "errors").glob("[0-9]*.html"):
        for told in ({}, {"expired": True}, {"needs_factor": True}, {"needs_mail": True}):
            assert untranslated_in_page(render_to_string(f"errors/{path.name}", told, request)) == set()


def test_what_forms_refuse_is_translated(client, bob, used):
    for path in ("/tags/chips/follow/", "/following/link/"):
        assert untranslated_in_page(client.post(path, {"email": "x"}).text) == set()
    client.force_login(bob)
    for path in ("/tags/chips/follow/", f"/corrections/{NAME}/"):
        assert untranslated_in_page(client.post(path, {"exact": "Нема"}).text) == set()


def test_mails_about_what_is_followed_are_translated(used, bob, mailoutbox):
    follower = Follower.objects.known_to(bob)
    mail = digest_mail(follower, [(used, ["Чіп"])] * 25)
    ask_to_confirm.call("reader@example.com", "daily", "tag", used.tags.get().pk)
    send_link.call("reader@example.com")
    send_link.call(bob.email)
    for sent in [mail, *mailoutbox]:
        assert untranslated(sent.subject, sent.body) == set()
        assert untranslated_in_page(sent.alternatives[0].content) == set()


def test_word_that_is_not_marked_is_found(spoken):
    assert untranslated_in_page(f'<p title="Title">{OPEN}A <b>marked{CLOSE}</b> word</p>') == {"Title", "word"}
