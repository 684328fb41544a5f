import pytest
from django.test import Client

from articles.models import Stats
from reactions.bursts import Burst

from ..factories import make_user

URL = "/articles/chips/reactions/"


@pytest.fixture
def editor(db):
    return make_user("ed", groups=["Editors"])


@pytest.fixture
def burst(article, settings):
    settings.BURST_REACTIONS = 2
    for _ in range(2):
        Client().post(URL, {"value": "dislike"})
    return Burst.objects.get()


def test_editor_is_told_voids_and_undoes(client, editor, burst):
    client.force_login(editor)
    assert "1 burst of reactions</a> to look at" in client.get("/admin/").text
    page = f"/admin/reactions/burst/{burst.pk}/change/"
    assert "2 came; now 0 likes and 2 dislikes" in client.get(page).text
    client.post(page, {"CHANGE_FORM-action": "void", "_selected_action": burst.pk})
    assert Stats.objects.get().dislikes == 0
    assert "bursts of reactions</a> to look at" not in client.get("/admin/").text
    client.post(page, {"CHANGE_FORM-action": "reopen", "_selected_action": burst.pk})
    assert Stats.objects.get().dislikes == 2


def test_editor_sees_why_readers_dislike_it(client, editor, article):
    reader = Client()
    reader.post(URL, {"value": "dislike"})
    reader.post(f"{URL}reason/", {"reason": "unclear"})
    client.force_login(editor)
    page = client.get(f"/admin/statistics/articles/{article.pk}/").text
    assert '<th scope="row">Badly explained</th><td>1</td><td>100</td>' in page


def test_rules_are_told_with_the_figures_that_rule(client, db, settings):
    settings.BURST_REACTIONS, settings.BURST_MINUTES = 37, 13
    assert "When 37 or more new likes and dislikes of one article come from one network within 13 minutes" in (
        client.get("/how-we-count/").text
    )
