"""What the newsroom asks of somebody stands on the first page of their desk, and is counted in its menu."""

import pytest

from articles.models import Article, Note
from tests.factories import make_article

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/article/"


@pytest.fixture
def chips(alice):
    return make_article("Chips", status="draft", published_at=None, authors=[alice])


def desk_of(client, who, path="/admin/") -> str:
    client.force_login(who)
    return " ".join(client.get(path).content.decode().split())


def test_editor_finds_what_waits(client, chips, alice, editor):
    chips.submit(by=alice, note="Please soon.")
    page = desk_of(client, editor)
    assert "<strong>Alice Ashby</strong> asks for an editor to read <strong>Chips</strong>" in page
    assert "Please soon." in page
    assert 'desk-menu__count">1<' in page
    assert 'desk-menu__count">1<' in desk_of(client, editor, f"{LIST}{chips.pk}/change/")
    assert "For you" not in desk_of(client, alice)


def test_author_finds_what_came_back(client, chips, alice, editor):
    chips.submit(by=alice).send_back("Too long.", by=editor)
    page = desk_of(client, alice)
    assert "<strong>Eddie Editor</strong> sent back <strong>Chips</strong>" in page
    assert "Too long." in page
    assert "Nobody waits for you." in desk_of(client, editor)


def test_somebody_finds_who_calls(client, chips, alice, editor):
    Note(article=chips, author=editor, body="@alice is this true?").post()
    assert "<strong>Eddie Editor</strong> calls you about <strong>Chips</strong>" in desk_of(client, alice)


@pytest.mark.parametrize("name", ["review", "sent_back", "called"])
def test_list_is_filtered_by_what_is_asked(client, chips, alice, editor, name):
    make_article("Other", status="draft", authors=[alice])
    submission = chips.submit(by=alice)
    if name == "sent_back":
        submission.send_back("Too long.", by=editor)
    Note(article=chips, author=editor, body="@alice is this true?").post()
    page = desk_of(client, editor if name == "review" else alice, f"{LIST}?for_me={name}")
    assert ("Chips" in page, "Other" in page) == (True, False)


def test_authors_review_nothing(client, chips, alice):
    chips.submit(by=alice, reviewer=None)
    assert "To review" not in desk_of(client, alice, LIST)
    assert not Article.objects.waiting_for(alice)
