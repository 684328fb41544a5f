"""What ends a page: in the process that makes the change from its next request on, in others when they look into the log."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from articles.models import Article, Category, OldSlug
from magazine import pagecache
from purging.models import Purge
from tests.factories import make_article, make_comment, make_reaction, make_tag, make_user

from .kept import HIT, MISS

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=["site", "other"])
def reader(request, site):
    return request.getfixturevalue(request.param)


def seen(reader, path="/articles/chips/"):
    if Purge.objects.exists():
        reader.listen()
    return reader.get(path)


def test_edit_ends_a_page(site, reader, article):
    for path in ("/", "/articles/chips/", "/categories/technologies/", "/tags/chips/", "/feeds/atom.xml"):
        assert b"Wafers" not in seen(reader, path).body
    article.title = "Wafers"
    article.save()
    for path in ("/", "/articles/chips/", "/categories/technologies/", "/tags/chips/", "/feeds/atom.xml"):
        answer = seen(reader, path)
        assert b"Wafers" in answer.body


def test_headline_beside_another_article_ends_a_page(site, reader, article):
    other = make_article("Other", tags=[make_tag()])
    assert b"Other" in seen(reader).body
    other.title = "Changed"
    other.save()
    assert b"Changed" in seen(reader).body


def test_publication_and_unpublication_ends_a_page(site, reader, article):
    draft = make_article("Draft", status=Article.Status.DRAFT, published_at=None)
    assert b"Draft" not in seen(reader, "/").body
    draft.publish()
    assert b"Draft" in seen(reader, "/").body
    assert seen(reader, "/articles/draft/").status == 200
    draft.unpublish()
    assert b"Draft" not in seen(reader, "/").body
    assert seen(reader, "/articles/draft/").status == 404


def test_deletion_ends_a_page(site, reader, article):
    assert seen(reader).status == 200
    article.delete()
    assert seen(reader).status == 404


def test_comment_edit_and_moderation_ends_a_page(site, reader, article, bob, mona):
    seen(reader)
    comment = make_comment(article, bob, body="First words")
    assert b"First words" in seen(reader).body
    comment.edit("Second words")
    assert b"Second words" in seen(reader).body
    comment.hide(by=mona)
    assert b"Second words" not in seen(reader).body
    comment.restore(by=mona)
    assert b"Second words" in seen(reader).body


def test_reaction_ends_a_page(site, reader, article):
    assert b'data-counter="likes">0<' in seen(reader).body
    make_reaction(article)
    assert b'data-counter="likes">1<' in seen(reader).body


def test_name_of_a_section_ends_a_page(site, reader, article, client, editor):
    assert b"Hardware" not in seen(reader).body
    client.force_login(editor)
    address = f"/admin/articles/category/{article.category_id}/change/"
    form = {"name": "Hardware", "slug": "technologies", "description": "", "position": 0}
    assert client.post(address, form).status_code == 302
    assert b"Hardware" in seen(reader).body


def test_profile_of_the_author_ends_a_page(site, reader, article, alice, client):
    seen(reader)
    client.force_login(alice)
    client.post("/accounts/profile/", {"display_name": "Alys", "bio": "", "website": ""})
    assert b"Alys" in seen(reader).body


def test_what_is_not_touched_stays(site, article):
    other = make_article("Other", category=Category.objects.create(name="AI", slug="ai"))
    site.get("/articles/other/")
    make_reaction(article)
    assert site.get("/articles/other/").cache == HIT
    make_reaction(other)
    assert site.get("/articles/other/").cache == MISS


def test_rolled_back_change_ends_nothing(site, article):
    site.get("/articles/chips/")
    with pytest.raises(RuntimeError), transaction.atomic():
        make_reaction(article)
        raise RuntimeError
    site.listen()
    assert site.get("/articles/chips/").cache == HIT


def test_scheduled_article_appears_and_expires_on_time(site, other, article, monkeypatch):
    now = timezone.now()
    make_article("Later", published_at=now + timedelta(hours=1), expires_at=now + timedelta(hours=2))
    for reader in (site, other):
        reader.listen()
        assert b"Later" not in reader.get("/").body
    at(monkeypatch, now + timedelta(minutes=59))
    for reader in (site, other):
        reader.listen()
        assert reader.get("/").cache == HIT
    at(monkeypatch, now + timedelta(hours=1, seconds=1))
    for reader in (site, other):
        reader.listen()
        assert b"Later" in reader.get("/").body
        assert reader.get("/articles/later/").status == 200
    at(monkeypatch, now + timedelta(hours=2, seconds=1))
    for reader in (site, other):
        reader.listen()
        assert b"Later" not in reader.get("/").body
        assert reader.get("/articles/later/").status == 404


def at(monkeypatch, moment):
    monkeypatch.setattr(timezone, "now", lambda: moment)


def test_next_look_at_the_clock_is_when_something_is_due(site, article):
    soon = timezone.now() + timedelta(milliseconds=100)
    make_article("Soon", published_at=soon)
    site.listen()
    assert site.cache.ledger.next_event == soon


def test_page_is_made_anew_after_a_minute(site, article, monkeypatch):
    site.get("/articles/chips/")
    article.stats.__class__.objects.update(views=77)
    assert site.get("/articles/chips/").cache == HIT
    monkeypatch.setattr(pagecache, "FRESH_SECONDS", 0)
    answer = site.get("/articles/chips/")
    assert answer.cache == MISS
    assert b'data-counter="views">77<' in answer.body


def test_new_article_at_an_old_address_is_shown(site, client, editor, article):
    article.slug = "silicon"
    article.save()
    OldSlug.objects.create(slug="chips", article=article)
    assert site.get("/articles/chips/").status == 301
    make_article("Chips", slug="chips")
    assert site.get("/articles/chips/").status == 200


def test_page_of_somebody_deleted_is_gone(site, client, mallory):
    admin = make_user("admin", is_staff=True, is_superuser=True)
    assert site.get("/authors/mallory/").status == 200
    client.force_login(admin)
    client.post(f"/admin/accounts/user/{mallory.pk}/delete/", {"post": "yes"})
    assert site.get("/authors/mallory/").status == 404


def test_entries_that_commit_late_are_heard(other, article):
    """Two transactions take their numbers in one order and commit in the other."""
    other.listen()
    last = other.cache.ledger.last
    Purge.objects.create(pk=last + 2, tags="late")
    assert [event.tags for event in other.cache.ledger.read_log()] == [("late",)]
    assert other.cache.ledger.horizon == last
    Purge.objects.create(pk=last + 1, tags="early")
    assert [event.tags for event in other.cache.ledger.read_log()] == [("early",)]
    assert other.cache.ledger.horizon == last + 2
    assert other.cache.ledger.read_log() == []


def test_leap_in_the_log_is_a_change_of_everything(other, article):
    other.get("/articles/chips/")
    last = other.cache.ledger.last
    Purge.objects.create(pk=last + 100_000, tags="nothing")
    other.listen()
    assert other.get("/articles/chips/").cache == MISS


def test_log_is_tidied_but_for_its_end(site, article, tmp_path):
    old = timezone.now() - timedelta(hours=2)
    Purge.objects.update(created_at=old)
    newest = Purge.objects.order_by("pk").last()
    site.cache._prune()
    assert list(Purge.objects.all()) == [newest]


def test_own_changes_are_heard_once(site, article):
    make_reaction(article)
    site.get("/articles/chips/")
    site.listen()
    assert site.get("/articles/chips/").cache == HIT
