"""What is found beyond headline, lead and body, by whom it may be seen, and how a search is narrowed down."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comments.models import Comment
from search.finding import Search
from search.models import Unanswered
from tests.factories import make_article, make_comment, make_image

from .test_search import found


@pytest.fixture
def article(db, alice):
    article = make_article("Kernels", cover=make_image(caption="A pangolin at night"))
    article.tags.create(name="Kubernetes", slug="kubernetes")
    article.authors.set([alice])
    return article


@pytest.mark.parametrize("words", ["kubernetes", "ashby", "pangolin", "kernel kubernetes", "kuber"])
def test_tags_authors_and_captions_are_found(client, article, words):
    assert found(client, words) == ["Kernels"]


def test_renamed_tag_and_author_are_found_by_the_new_name_alone(client, article, alice):
    tag = article.tags.get()
    tag.name = "Nomad"
    tag.save()
    alice.display_name = "Alice Birch"
    alice.save()
    assert (found(client, "nomad birch"), found(client, "kubernetes"), found(client, "ashby")) == (["Kernels"], [], [])


def test_tag_that_was_taken_away_is_not_found(client, article):
    article.tags.clear()
    assert found(client, "kubernetes") == []


def test_endings_of_ukrainian_words_do_not_matter(client, db):
    make_article("Чипи", body="<p>Нові мікросхеми вже тут.</p>")
    assert found(client, "мікросхемами") == ["Чипи"]


def test_marks_on_letters_do_not_matter(client, db):
    make_article("Coffee", body="<p>A café.</p>")
    assert (found(client, "cafe"), found(client, "café")) == (["Coffee"], ["Coffee"])


def test_comment_is_found_while_it_is_visible(article, bob):
    comment = make_comment(article, bob, body="An *okapi* wrote this.")
    assert [hit.comment for hit in Search("okapi").hits] == [comment.pk]
    for status in (Comment.Status.HELD, Comment.Status.REJECTED, Comment.Status.DELETED):
        Comment.objects.filter(pk=comment.pk).update(status=status)
        assert Search("okapi").hits == []


def test_comment_below_what_is_not_published_is_not_found(article, bob):
    make_comment(article, bob, body="An okapi.")
    article.unpublish()
    assert Search("okapi").hits == []


def test_what_expires_is_not_found_anymore(client, article):
    article.expires_at = timezone.now() - timedelta(seconds=1)
    article.published_at = article.expires_at - timedelta(days=1)
    article.save()
    assert found(client, "kernels") == []


@pytest.mark.parametrize("narrowed", ["category=technologies", "tag=kubernetes", "author=alice", "in=articles"])
def test_filters_leave_what_they_name(client, article, narrowed):
    page = client.get(f"/search/?q=kernels&{narrowed}")
    assert ">Kernels</mark></a>" in page.text
    assert 'content="noindex, follow"' in page.text


def test_filters_take_away_what_they_do_not_name(client, article):
    make_article("Kernels untagged")
    page = client.get("/search/?q=kernels&tag=kubernetes").text
    assert ">Kernels</mark></a>" in page
    assert "untagged" not in page


@pytest.mark.parametrize(
    "query", ["category=nowhere", "year=x", "year=0&month=99", "in=x", "tag=" + "a" * 999, "author=%ff"]
)
def test_odd_filters_are_no_error(client, article, query):
    assert client.get(f"/search/?q=kernels&{query}").status_code == 200


def test_word_with_a_wrong_letter_is_put_right(client, article):
    page = client.get("/search/?q=kernls").text
    assert "Showing 1 result for" in page
    assert ">Kernels</mark></a>" in page


def test_draft_gives_no_word_away(client, db):
    make_article("Pangolin", status="draft")
    assert "pangolin" not in client.get("/search/?q=pangolim").text


def test_search_in_vain_is_counted_without_who_it_was(client, db):
    for words in ("Okapi", "okapi ", "someone@example.com", "0441234567"):
        client.get("/search/", {"q": words})
    assert list(Unanswered.objects.values_list("words", "times")) == [("okapi", 2)]


def test_while_typing_nothing_is_counted_and_only_results_come(client, article):
    page = client.get("/search/?q=okapi", headers={"HX-Request": "true"})
    assert "<html" not in page.text
    assert not Unanswered.objects.exists()


def test_editors_see_what_was_looked_for_in_vain_and_others_do_not(client, editor, alice):
    Unanswered.objects.note("okapi")
    client.force_login(editor)
    assert "okapi" in client.get("/admin/search/unanswered/").text
    client.force_login(alice)
    assert client.get("/admin/search/unanswered/").status_code == 403
