"""The texts of an article: what readers see, the draft behind it, and what was there before."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from articles import actions
from articles.clock import publish_due_changes
from articles.models import Article, Category, OldSlug, PictureUse, Revision
from purging.models import Purge
from tests.factories import make_article, make_category, make_image, make_tag, make_user

pytestmark = pytest.mark.django_db
TOMORROW = timezone.now() + timedelta(days=1)


def again(article) -> Article:
    return Article.objects.get(pk=article.pk)


def edited(article, **changes):
    return again(article).newest_content | changes


def save(article, by, kind="saved", **changes):
    article = again(article)
    return article.save_draft(article.newest_content | changes, by=by, kind=kind)


def due(article):
    """Its scheduled changes, a moment later."""
    article.revisions.scheduled().update(goes_live_at=timezone.now())
    again(article).publish_due_changes()


def test_readers_see_nothing_of_a_draft_until_it_is_published(alice, bob):
    article = make_article("Chips", authors=[alice], tags=[make_tag("Old")], slug="chips")
    before = again(article)
    image, tag, category = make_image(), make_tag("New"), make_category("Science")
    words = {"title": "Wafers", "body": "<p>New.</p>", "slug": "wafers", "cover": image.pk}
    save(article, bob, **words, tags=[tag.pk], category=category.pk, byline=[bob.pk, alice.pk])
    article = again(article)
    assert (article.title, article.slug, article.modified_at) == ("Chips", "chips", before.modified_at)
    assert (article.byline_authors, list(article.tags.all())) == ([alice], [make_tag("Old")])

    article.publish_changes()
    article = again(article)
    assert (article.title, article.slug, article.cover, article.category) == ("Wafers", "wafers", image, category)
    assert article.body_html == "<p>New.</p>"
    assert (article.byline_authors, list(article.tags.all())) == ([bob, alice], [tag])
    assert article.draft is None
    assert article.version == article.revisions.newest_first().first().number
    assert OldSlug.objects.get().slug == "chips"


def test_text_from_before_there_were_revisions_becomes_the_first(alice):
    article = make_article("Chips", version=17)
    save(article, alice, title="Wafers")
    found, saved = article.revisions.order_by("number")
    assert (found.number, found.kind, found.author, found.content["title"]) == (17, "found", None, "Chips")
    assert (saved.number, saved.kind, saved.author, saved.content["title"]) == (18, "saved", alice, "Wafers")


def test_what_a_command_wrote_is_found_before_it_is_replaced(alice):
    article = make_article("Chips", status="draft")
    save(article, alice, title="Wafers")
    Article.objects.filter(pk=article.pk).update(title="By a command")
    save(article, alice, title="Dies")
    titles = [revision.content["title"] for revision in article.revisions.order_by("number")]
    assert titles == ["Chips", "Wafers", "By a command", "Dies"]


@pytest.mark.parametrize("status", ["draft", "in_review", "archived"])
def test_unpublished_article_keeps_its_newest_text_in_its_columns(alice, status):
    article = make_article("Chips", status=status)
    save(article, alice, title="Wafers")
    article = again(article)
    assert (article.title, article.draft) == ("Wafers", None)


@pytest.mark.parametrize("verb", ["unpublish", "archive"])
def test_withdrawn_article_takes_its_draft_up(alice, verb):
    article = make_article("Chips")
    save(article, alice, title="Wafers")
    again(article).schedule_changes(TOMORROW)
    getattr(again(article), verb)()
    article = again(article)
    assert (article.title, article.draft, article.scheduled_changes) == ("Wafers", None, None)


def test_discarded_draft_stays_in_the_history_only(alice):
    article = make_article("Chips")
    save(article, alice, title="Wafers")
    again(article).discard_changes()
    article = again(article)
    assert (article.draft, article.newest_content["title"], article.newest_version) == (None, "Chips", 1)
    assert article.revisions.newest_first().first().content["title"] == "Wafers"
    assert save(article, alice, title="Dies").number == 3


def test_nothing_is_kept_twice(alice):
    article = make_article("Chips")
    save(article, alice)
    assert [revision.kind for revision in article.revisions.all()] == ["found"]
    save(article, alice, title="Wafers")
    save(article, alice)
    assert article.revisions.count() == 2


def test_draft_like_what_readers_see_is_none(alice):
    article = make_article("Chips")
    save(article, alice, title="Wafers")
    save(article, alice, title="Chips")
    assert again(article).draft is None
    assert again(article).newest_version == 3


def test_autosaves_of_one_person_become_one_row(alice, bob):
    article = make_article("Chips")
    for title in ["W", "Wa", "Waf"]:
        save(article, alice, "autosaved", title=title)
    save(article, bob, "autosaved", lead="His")
    save(article, alice, "autosaved", title="Wafe")
    save(article, alice, title="Wafers")
    kept = [(r.number, r.kind, r.author, r.content["title"]) for r in article.revisions.order_by("number")]
    assert kept == [
        (1, "found", None, "Chips"),
        (4, "autosaved", alice, "Waf"),
        (5, "autosaved", bob, "Waf"),
        (7, "saved", alice, "Wafers"),
    ]


def test_autosave_that_will_go_live_is_not_replaced(alice):
    article = make_article("Chips")
    save(article, alice, "autosaved", title="Wafers")
    again(article).schedule_changes(TOMORROW)
    save(article, alice, "autosaved", title="Not approved")
    assert again(article).scheduled_changes.content["title"] == "Wafers"


def test_autosave_that_readers_have_seen_is_not_replaced(alice, bob):
    article = make_article("Chips")
    save(article, alice, "autosaved", title="Wafers")
    again(article).publish_changes(by=bob)
    save(article, alice, "autosaved", title="Dies")
    assert [r.content["title"] for r in article.revisions.order_by("number")] == ["Chips", "Wafers", "Dies"]


def test_autosave_that_was_published_first_is_not_replaced(alice, bob):
    article = make_article("Chips", status="draft", published_at=None)
    save(article, alice, "autosaved", title="Wafers")
    again(article).publish(by=bob)
    again(article).archive(by=bob)
    save(article, alice, "autosaved", title="Dies")
    assert [r.content["title"] for r in article.revisions.order_by("number")] == ["Chips", "Wafers", "Dies"]


def test_only_what_was_scheduled_goes_live(alice):
    article = make_article("Chips")
    save(article, alice, title="Wafers")
    again(article).schedule_changes(TOMORROW)
    save(article, alice, title="Dies")
    due(article)
    article = again(article)
    assert (article.title, article.draft.content["title"]) == ("Wafers", "Dies")
    assert (article.scheduled_changes, article.version) == (None, 2)


def test_changes_go_live_once_and_not_before_their_time(alice):
    article = make_article("Chips")
    save(article, alice, title="Wafers")
    again(article).schedule_changes(TOMORROW)
    again(article).publish_due_changes()
    assert again(article).title == "Chips"
    due(article)
    modified_at = again(article).modified_at
    again(article).publish_due_changes()
    assert (again(article).title, again(article).modified_at) == ("Wafers", modified_at)


@pytest.mark.django_db(transaction=True)
def test_changes_that_fail_keep_no_others_back(alice):
    broken, sound = make_article("Chips"), make_article("Dies")
    for article in (broken, sound):
        save(article, alice, title="Wafers")
        again(article).schedule_changes(TOMORROW)
    Revision.objects.scheduled().update(goes_live_at=timezone.now())
    Revision.objects.scheduled().filter(article=broken).update(content={"title": "Not whole"})
    with pytest.raises(ExceptionGroup) as raised:
        publish_due_changes()
    assert f"id={broken.pk}" in raised.value.exceptions[0].__notes__[0]
    assert (again(broken).title, again(sound).title) == ("Chips", "Wafers")


def test_saving_what_was_never_published_empties_no_page(alice):
    article = make_article("Chips", status="draft", published_at=None)
    Purge.objects.all().delete()
    save(article, alice, title="Wafers")
    assert not Purge.objects.exists()


def test_restored_text_is_a_new_revision(alice, bob):
    article = make_article("Chips", status="draft", tags=[make_tag()])
    save(article, alice, title="Wafers", tags=[])
    again(article).restore(article.revisions.get(number=1), by=bob)
    article = again(article)
    assert (article.title, list(article.tags.all())) == ("Chips", [make_tag()])
    newest = article.revisions.newest_first().first()
    assert (newest.number, newest.kind, newest.author, newest.note) == (3, "restored", bob, "As in revision 1")


def test_what_is_gone_meanwhile_is_left_out(alice, bob):
    article = make_article("Chips", authors=[alice])
    image, tag, category, leaver = make_image(), make_tag(), Category.objects.create(name="X", slug="x"), make_user()
    save(article, bob, cover=image.pk, tags=[tag.pk], category=category.pk, byline=[leaver.pk])
    old = article.revisions.newest_first().first()
    save(article, bob, cover=None)
    for row in (image, tag, category, leaver):
        row.delete()
    again(article).restore(old, by=alice)
    again(article).publish_changes()
    article = again(article)
    assert (article.cover, list(article.tags.all()), article.category) == (None, [], make_category())
    assert article.byline_authors == [alice]


def test_address_that_another_article_got_meanwhile_is_not_taken(alice):
    article = make_article("Chips", slug="chips")
    save(article, alice, slug="wafers", title="Wafers")
    make_article(slug="wafers")
    again(article).publish_changes()
    assert (again(article).slug, again(article).title) == ("chips", "Wafers")
    assert again(article).kept_address
    assert article.entries.get(action="kept_address").change == "another has wafers by now"


def test_set_aside_text_is_kept_and_not_the_newest(alice, bob):
    article = make_article("Chips")
    save(article, alice, title="Wafers")
    aside = again(article).set_aside(edited(article, title="Dies"), by=bob, based_on=1)
    article = again(article)
    assert (aside.number, aside.kind, aside.based_on) == (3, "set_aside", 1)
    assert (article.newest_content["title"], article.newest_version) == ("Wafers", 2)


def test_history_goes_with_its_article(alice):
    article = make_article()
    save(article, alice, title="Wafers")
    again(article).delete()
    assert not Revision.objects.exists()


def test_history_outlives_its_author(alice):
    article, author = make_article(), make_user()
    save(article, author, title="Wafers")
    author.delete()
    assert again(article).draft.author is None


@pytest.mark.parametrize("twice", [{"number": 1}, {"goes_live_at": TOMORROW}], ids=["number", "goes live"])
def test_number_and_schedule_are_once_per_article(twice):
    article = make_article()
    fields = {"article": article, "content": {}} | twice
    Revision.objects.create(**{"number": 1} | fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        Revision.objects.create(**{"number": 2} | fields)


def titles(article):
    return [(r.kind, r.content["title"], r.author) for r in article.revisions.order_by("number")]


def test_save_on_top_of_another_is_merged_and_both_are_kept(alice, bob):
    article = make_article("Chips", lead="Old", authors=[alice])
    mine = edited(article, title="Mine")
    save(article, alice, lead="Hers")
    saved = again(article).save_over(mine, by=bob, based_on=1)
    assert (saved.clashes, saved.others, saved.revision.kind) == (False, ["Alice Ashby"], "merged")
    assert (saved.revision.content["title"], saved.revision.content["lead"]) == ("Mine", "Hers")
    assert titles(article) == [
        ("found", "Chips", None), ("saved", "Chips", alice), ("settled", "Mine", bob), ("merged", "Mine", bob)
    ]  # fmt: skip
    assert again(article).draft == saved.revision


def test_clash_overwrites_nothing_and_is_settled_by_choices(alice, bob):
    article = make_article("Chips", lead="Old")
    mine = edited(article, title="Mine", lead="His")
    save(article, alice, title="Hers")
    saved = again(article).save_over(mine, by=bob, based_on=1)
    assert (saved.clashes, saved.revision.kind) == (True, "set_aside")
    assert again(article).newest_content["title"] == "Hers"
    (clash,) = again(article).merge_of(saved.revision).clashes
    assert again(article).settle(saved.revision, {}, by=bob) is None
    assert again(article).settle(saved.revision, {clash.key: "nonsense"}, by=bob) is None
    settled = again(article).settle(saved.revision, {clash.key: "mine"}, by=bob)
    assert (settled.content["title"], settled.content["lead"]) == ("Mine", "His")


def test_choice_does_not_hold_for_a_third_save(alice, bob):
    article = make_article("Chips")
    mine = edited(article, title="Mine")
    save(article, alice, title="Hers")
    aside = again(article).save_over(mine, by=bob, based_on=1).revision
    (clash,) = again(article).merge_of(aside).clashes
    save(article, alice, title="Hers again")
    assert again(article).settle(aside, {clash.key: "mine"}, by=bob) is None
    assert again(article).newest_content["title"] == "Hers again"


def test_base_that_gave_way_to_a_later_autosave_is_replaced_by_an_older_one(alice, bob):
    article = make_article("Chips")
    save(article, alice, "autosaved", title="W")
    his = edited(article, lead="His")
    save(article, alice, "autosaved", title="Wafers", body="<p>New.</p>")
    saved = again(article).save_over(his | {"title": "Chips"}, by=bob, based_on=2)
    assert (saved.clashes, saved.revision.content["title"], saved.revision.content["lead"]) == (False, "Wafers", "His")


@pytest.mark.parametrize("number", [0, 99])
def test_save_from_an_unknown_text_does_not_overwrite_later_ones(alice, bob, number):
    article = make_article("Chips")
    save(article, alice, title="Hers")
    assert again(article).save_over(edited(article, title="Mine"), by=bob, based_on=number).clashes


def test_picture_of_a_draft_is_in_use_until_it_is_dropped(alice):
    cover, figure = make_image(), make_image()
    article = make_article()
    save(article, alice, cover=cover.pk, body=f'<figure><img src="{figure.file.url}" alt=""></figure>')
    uses = PictureUse.objects.filter(article=article, place=PictureUse.Place.DRAFT)
    assert set(uses.values_list("image", flat=True)) == {cover.pk, figure.pk}
    again(article).discard_changes()
    assert not uses.exists()


def test_picture_of_scheduled_changes_is_in_use_whatever_is_saved_after_them(alice, editor):
    image, article = make_image(), make_article()
    save(article, editor, cover=image.pk)
    again(article).schedule_changes(timezone.now() + timedelta(days=1), by=editor)
    save(article, alice, cover=None, title="Later")
    uses = PictureUse.objects.filter(article=article)
    assert set(uses.values_list("image", flat=True)) == {image.pk}
    again(article).unschedule_changes(by=editor)
    assert not uses.exists()


@pytest.mark.parametrize("status", ["draft", "published"])
def test_picture_of_a_text_set_aside_is_in_use_until_it_is_merged(alice, bob, status):
    image = make_image()
    article = make_article(status=status)
    again(article).save_draft(edited(article, title="Theirs"), by=alice)
    saved = again(article).save_over(edited(article, title="Mine", cover=image.pk), by=bob, based_on=1)
    assert saved.clashes
    with pytest.raises(ProtectedError):
        actions.delete_picture(image)
    (clash,) = again(article).merge_of(saved.revision).clashes
    again(article).settle(saved.revision, {clash.key: "theirs"}, by=bob)
    assert [use.place for use in image.uses.all()] == ["cover" if status == "draft" else "draft"]
    assert article.revisions.get(pk=saved.revision.pk).kind == "settled"
    article = again(article)
    article.save_draft(edited(article, cover=None), by=bob)
    actions.delete_picture(image)
