"""The demo magazine: what its files promise, and what `manage.py seed` makes of them."""

import re
import tomllib
from collections import Counter
from types import SimpleNamespace

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import F
from django.forms.models import model_to_dict
from django.test import override_settings
from django.utils import timezone
from PIL import ImageFont

from accounts.models import User
from articles.licences import credit_line
from articles.models import Article, Category, Image, Stats, Tag
from comments.models import Comment
from magazine.demo.load import CATEGORIES, FIGURE, HERE, load_demo, read_pieces
from reactions.models import Reaction, ViewDay
from tests.factories import make_groups

PIECES = read_pieces()
PEOPLE = tomllib.loads((HERE / "people.toml").read_text())["people"]
USERNAMES = {person["username"] for person in PEOPLE}
SIGN_IN = ["admin", "editor", "author", "moderator", "reader"]
META = "meta-chief-emails-deepmind-researchers"
DESK = {"draft", "in_review"}

each_piece = pytest.mark.parametrize("piece", PIECES, ids=lambda piece: piece.slug)


@pytest.fixture(scope="module")
def seeded(django_db_setup, django_db_blocker, tmp_path_factory):
    """The whole demo with small pictures, loaded once for all tests of this file and rolled back after them."""
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(DEBUG=True, MEDIA_ROOT=media):
        said = []
        make_groups()
        load_demo(say=said.append, width=96)
        yield SimpleNamespace(media=media, said=said)
        transaction.set_rollback(True)


def visible():
    return Article.objects.published()


@each_piece
def test_piece_is_complete(piece):
    facts = piece.facts
    assert re.fullmatch(r"[a-z0-9-]+", piece.slug)
    assert len(facts["title"]) <= 75
    assert 100 <= len(facts["lead"]) <= 300
    assert facts["category"] in CATEGORIES
    assert 2 <= len(facts["tags"]) <= 4
    assert set(facts["authors"]) <= {person["username"] for person in PEOPLE if person["role"] in ("author", "editor")}
    assert facts["cover_caption"]
    assert bool(facts["source_url"]) <= bool(facts["source_name"])
    assert facts.get("status", "published") in DESK | {"published"}
    assert not re.search(
        r"lorem|^# |<(?!figure|blockquote|aside|header|small|a href)\w+[ >]",
        re.sub(r"```.*?```|`[^`]*`", "", piece.text, flags=re.DOTALL),
        re.M | re.I,
    )


@each_piece
def test_comments_of_a_piece_refer_to_people_and_earlier_comments(piece):
    seen = set()
    for entry in piece.comments:
        assert entry["by"] in USERNAMES
        assert entry.get("re") is None or entry["re"] in seen
        assert entry["id"] not in seen
        assert entry["text"].strip()
        assert isinstance(entry["score"], int)
        assert entry["hours"] >= 0
        seen.add(entry["id"])


def test_every_file_of_comments_belongs_to_a_piece():
    assert {path.stem for path in (HERE / "comments").glob("*.toml")} <= {piece.slug for piece in PIECES}


def test_magazine_has_thirty_articles_in_six_categories(seeded, db):
    assert visible().count() >= 30
    assert Category.objects.all()[0].name == "Technologies"
    assert Category.objects.count() == 6
    assert all(visible().in_category(category).count() >= 4 for category in Category.objects.all())
    assert Tag.objects.filter(articles__isnull=True).count() == 0
    months = visible().dates("published_at", "month")
    assert len(months) >= 4


def test_every_article_is_of_magazine_length(seeded, db):
    assert all(300 <= article.words <= 1200 for article in Article.objects.all())


def test_story_about_meta_is_told_with_its_source(seeded, db):
    article = visible().get(slug=META)
    assert article.category.name == "Technologies"
    assert article.source_name == "The Information"
    facts = [
        "DeepMind",
        "two people",
        "without an interview",
        "more than 340,000",
        "by the end of 2024",
        "about 600,000",
    ]
    for fact in [
        *facts,
        "H100",
        "between $25,000 and $30,000",
        "July 2023",
        "Llama 2 model openly",
        "e-mailing them himself",
    ]:
        assert fact in article.body_text


def test_one_article_has_nothing_yet_and_one_has_300_comments(seeded, db):
    counts = Stats.objects.filter(article__in=visible())
    assert counts.filter(views=0, likes=0, dislikes=0, comments=0).count() == 1
    assert counts.filter(comments=300).count() == 1
    assert counts.exclude(views=0).filter(likes__gt=0).count() == visible().count() - 1


def test_desk_has_drafts_one_in_review_and_one_scheduled(seeded, db):
    assert Article.objects.filter(status="draft", published_at=None).count() == 2
    asked = Article.objects.get(status="in_review", published_at=None).submission
    assert asked.by.username == "pavel.orlov"
    assert asked.note
    assert Article.objects.filter(status="published", published_at__gt=timezone.now()).count() == 1
    hidden = Article.objects.exclude(pk__in=visible())
    assert not Comment.objects.filter(article__in=hidden).exists()
    assert not Reaction.objects.filter(article__in=hidden).exists()


def test_counters_agree_with_their_rows(seeded, db):
    call_command("recount", check=True)


def test_nothing_happens_in_the_future_or_before_its_time(seeded, db):
    assert not Comment.objects.filter(created_at__gt=timezone.now()).exists()
    assert not Comment.objects.filter(created_at__lt=F("article__published_at")).exists()
    assert not Comment.objects.filter(created_at__lt=F("parent__created_at")).exists()
    assert not ViewDay.objects.filter(day__gt=timezone.now().date()).exists()
    assert not Reaction.objects.filter(created_at__gt=timezone.now()).exists()
    assert not Reaction.objects.filter(created_at__lt=F("article__published_at")).exists()
    assert Reaction.objects.filter(article__isnull=False).dates("created_at", "month").count() >= 4


def test_every_article_has_authors_a_cover_and_its_pictures(seeded, db, settings):
    settings.MEDIA_ROOT = seeded.media
    assert all(article.byline_authors and article.cover for article in Article.objects.all())
    covers = set(Article.objects.values_list("cover", flat=True))
    for image in Image.objects.all():
        assert len(image.alt.split()) > 5
        assert image.caption and image.credit and image.licence
        assert (image.width, image.height) == ((96, 54) if image.pk in covers else (96, 60))
        assert all(default_storage.exists(name) for name in image.file_names)


def test_figures_of_every_category_are_shown_as_responsive_pictures(seeded, db):
    illustrated = [visible().get(slug=piece.slug) for piece in PIECES if piece.figures]
    assert len(illustrated) >= 6
    assert {article.category.slug for article in illustrated} == set(CATEGORIES)
    for article in illustrated:
        shown = re.findall("<figure>(?:<a [^>]+>)?<picture>", article.body_html)
        assert len(shown) == article.body_html.count('class="credit"') > 0
        assert 'width="96" height="60"' in article.body_html


def test_text_of_a_figure_says_what_it_shows_and_where_its_numbers_are_from(seeded, db):
    for image in Image.objects.exclude(height=54):
        article = visible().get(body_html__contains=image.file.name.removesuffix(".jpg"))
        assert f'alt="{image.alt}"' in article.body_html
        assert f'{image.caption}<span class="credit">{credit_line(image)}</span></figcaption>' in article.body_html
        assert re.search(r"\bNumbers from [^.]+\.$", image.caption)


@each_piece
def test_figures_of_a_piece_are_in_its_text_and_drawn_with_letters_that_the_font_has(piece):
    assert FIGURE.findall(piece.text) == list(piece.figures)
    missing = letters("\ue000")
    for figure in piece.figures.values():
        words = [figure["title"], figure.get("shown", ""), *(row[0] for row in figure["rows"])]
        assert all(letters(character) != missing for character in "".join(words))


def test_magazine_lifts_a_sentence_out_of_some_articles(seeded, db):
    assert visible().filter(body_html__contains="<blockquote>").count() >= 6


def test_only_the_five_printed_accounts_can_sign_in(seeded, db, settings):
    can = [user.username for user in User.objects.all() if user.check_password(settings.DEMO_PASSWORD)]
    assert sorted(can) == sorted(SIGN_IN)
    assert {user.username for user in User.objects.filter(is_superuser=True)} == {"admin"}
    assert User.objects.get(username="editor").has_perm("articles.publish_article")
    assert not User.objects.get(username="author").has_perm("articles.publish_article")
    assert User.objects.get(username="moderator").has_perm("comments.change_comment")


def test_loading_again_changes_nothing(seeded, db, settings):
    settings.DEBUG = True
    before = snapshot()
    call_command("seed", verbosity=0)
    assert snapshot() == before


def test_what_was_deleted_or_renamed_does_not_come_back(seeded, db, settings):
    settings.DEBUG = True
    visible().get(slug=META).delete()
    Category.objects.filter(slug="science").update(slug="sciences")
    before = snapshot()
    call_command("seed", verbosity=0)
    assert snapshot() == before


def test_demo_is_refused_outside_debug_mode(db, settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="DEBUG=true"):
        call_command("seed")


def test_same_numbers_come_out_every_time(seeded, db):
    """Each piece has dice of its own, so another piece more or less changes nobody's numbers."""
    assert [piece.random.random() for piece in PIECES] == [piece.random.random() for piece in read_pieces()]


def letters(text):
    return bytes(ImageFont.load_default(20).getmask(text))


def snapshot():
    models = [Article, Category, Comment, Image, Reaction, Stats, Tag, User, ViewDay]
    return Counter(
        (model.__name__, repr(sorted(model_to_dict(row).items(), key=str)))
        for model in models
        for row in model.objects.all()
    )
