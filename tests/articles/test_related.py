"""What stands below an article: found by its words, chosen by editors, and never what readers may not see."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import relating
from articles.models import Article, AuditEntry, Related
from articles.relating import choose, claim_waiting, relate, related_to
from articles.tasks import relate_waiting
from purging.models import Purge
from tests.articles.desk import messages_of, submit
from tests.factories import make_article, make_category, make_tag, make_user

pytestmark = pytest.mark.django_db

QUANTUM = [
    "qubits decohere quickly",
    "quantum computers are cold",
    "surface codes of qubits",
    "a quantum fridge and its qubits",
]
BATTERY = ["lithium batteries age", "cathodes of batteries crack", "charging lithium quickly", "batteries on wheels"]
OWN = ["alpha", "bravo", "charlie", "delta", "echo", "foxtrot"]


def text_of(topic, number):
    """What all of a topic share, and words of its own, each twice as else they would be noise."""
    own = " ".join(f"{word}{number} {word}{number}" for word in OWN)
    return f"<p>{topic[number % len(topic)]}. {topic[0]}, {topic[1]}. {own}</p>"


@pytest.fixture
def magazine():
    """Two topics in two categories, across each other; the clock has looked."""
    news, science = make_category("News"), make_category("Science")
    for number in range(3):
        make_article(f"Quantum {number}", body=text_of(QUANTUM, number), category=news)
        make_article(f"Battery {number}", body=text_of(BATTERY, number), category=science)
    story = make_article("Errors of qubits", body=text_of(QUANTUM, 7), category=science)
    relate_all()
    return story


def relate_all():
    while keys := claim_waiting():
        relate(keys)


def titles(article):
    return [other.title for other in related_to(article)]


def test_same_topic_comes_before_the_same_category(magazine):
    assert [title.split()[0] for title in titles(magazine)] == ["Quantum"] * 3 + ["Battery"] * 3


def test_of_two_that_say_the_same_one_is_shown(magazine):
    first = Article.objects.get(title="Quantum 0")
    make_article("Quantum 0 again", body=first.body, category=first.category)
    relate_all()
    assert len({"Quantum 0", "Quantum 0 again"} & {*titles(magazine)}) == 1


def test_nothing_is_waiting_afterwards_and_the_result_does_not_change(magazine):
    before = list(Related.objects.values_list("article", "other", "place", "score").order_by("article", "place"))
    assert claim_waiting() == []
    Article.objects.update(related_at=None)
    relate_all()
    again = list(Related.objects.values_list("article", "other", "place", "score").order_by("article", "place"))
    assert again == before


def test_until_the_task_ran_tags_and_category_say_what_is_related(alice):
    tag = make_tag("Chips")
    story = make_article("Story", tags=[tag])
    make_article("Same category")
    make_article("Same tag", tags=[tag], category=make_category("Science"))
    assert titles(story) == ["Same tag", "Same category"]
    assert not Related.objects.exists()


def test_new_article_enters_the_lists_of_its_neighbours_and_their_pages_are_made_anew(magazine):
    neighbour = Article.objects.get(title="Battery 0")
    Purge.objects.all().delete()
    make_article("Lithium mines", body=text_of(BATTERY, 9), category=make_category("Culture"))
    relate_all()
    assert "Lithium mines" in titles(neighbour)
    assert f"related-{neighbour.pk}" in Purge.objects.values_list("tags", flat=True)


def test_scheduled_article_is_related_when_it_appears_and_not_before(magazine):
    late = make_article("Late qubits", body=text_of(QUANTUM, 8), published_at=timezone.now() + timedelta(days=1))
    relate_all()
    assert not late.related.exists()
    Article.objects.filter(pk=late.pk).update(published_at=timezone.now())
    relate_all()
    assert late.related.exists()


@pytest.mark.parametrize("verb", ["unpublish", "archive", "delete"])
def test_what_is_taken_back_is_not_shown_from_then_on(client, magazine, verb):
    best = related_to(magazine)[0]
    assert best.title in client.get(magazine.get_absolute_url()).text
    getattr(Article.objects.get(pk=best.pk), verb)()
    assert best.title not in client.get(magazine.get_absolute_url()).text


def test_rewritten_article_is_related_anew(magazine):
    magazine.body = text_of(BATTERY, 9)
    magazine.save()
    relate_all()
    assert titles(magazine)[0].startswith("Battery")


def test_saving_only_publishing_settings_works_nothing_out_again(magazine):
    magazine.refresh_from_db()
    magazine.adjust(featured=True)
    assert claim_waiting() == []


def test_what_waits_is_handed_to_a_task(magazine, django_capture_on_commit_callbacks):
    late = make_article("Late qubits", body=text_of(QUANTUM, 8))
    with django_capture_on_commit_callbacks(execute=True):
        relate_waiting()
    assert late.related.exists()


def test_article_is_given_out_once():
    article = make_article()
    assert claim_waiting() == [article.pk]
    assert claim_waiting() == []


def test_cost_does_not_grow_with_the_magazine(magazine, monkeypatch):
    monkeypatch.setattr(relating, "NEWEST_WITH_WORD", 3)
    found = relating.alike_texts(dict.fromkeys(magazine.keywords.values_list("word", flat=True), 1000))
    assert len(found) <= 3 * magazine.keywords.count()
    with CaptureQueriesContext(connection) as queries:
        related_to(magazine)
    assert len(queries) <= 2  # the cards, and the tags where they were not asked for yet


def test_pinned_come_first_in_their_order_and_excluded_never(magazine, alice):
    one, other, never = (Article.objects.get(title=title) for title in ("Battery 2", "Battery 0", titles(magazine)[0]))
    choose(magazine, by=alice, pinned=[one, other], excluded=[never])
    assert titles(magazine)[:2] == ["Battery 2", "Battery 0"]
    relate_all()
    assert titles(magazine)[:2] == ["Battery 2", "Battery 0"]
    assert never.title not in titles(magazine)
    entry = AuditEntry.objects.newest_first()[0]
    assert entry.action == "settings" and "“Battery 2”, “Battery 0” pinned" in entry.after


def test_pinned_draft_waits_until_it_is_published(magazine, alice):
    draft = make_article("Draft", status="draft")
    choose(magazine, by=alice, pinned=[draft], excluded=[])
    assert "Draft" not in titles(magazine)
    draft.publish()
    assert titles(magazine)[0] == "Draft"


@pytest.fixture
def editor(client):
    user = make_user("ed", groups=["Editors"])
    client.force_login(user)
    return user


def test_editor_pins_in_the_form_and_readers_see_it_at_once(client, editor, magazine):
    magazine.sign([editor.pk])
    pinned, never = Article.objects.get(title="Battery 1"), related_to(magazine)[0]
    path = f"/admin/articles/article/{magazine.pk}/change/"
    page = submit(client, path, pinned=[str(pinned.pk)], excluded=[str(never.pk)])
    assert "Saved" in messages_of(page)
    shown = client.get(magazine.get_absolute_url()).text.partition('id="related"')[2]
    assert "Battery 1" in shown and never.title not in shown
    magazine.refresh_from_db()
    assert magazine.draft is None  # it is no part of the text


def test_form_refuses_the_article_itself_and_what_is_pinned_and_excluded(client, editor, magazine):
    magazine.sign([editor.pk])
    other = Article.objects.get(title="Battery 1")
    path = f"/admin/articles/article/{magazine.pk}/change/"
    page = submit(client, path, pinned=[str(magazine.pk), str(other.pk)], excluded=[str(other.pk)])
    assert "This is the article itself." in page.text
    assert "cannot be shown first and never" in page.text
    assert not Related.objects.exclude(kind=Related.Kind.FOUND).exists()


def test_authors_choose_nothing(client, magazine):
    author = make_user("au", groups=["Authors"])
    magazine.sign([author.pk])
    client.force_login(author)
    assert b'name="pinned"' not in client.get(f"/admin/articles/article/{magazine.pk}/change/").content
