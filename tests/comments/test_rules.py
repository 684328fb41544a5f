"""What waits for a moderator is set at the desk, by a form that says when somebody else was faster."""

import pytest

from comments.models import ModerationRules
from tests.articles.desk import fields_of
from tests.factories import make_user

pytestmark = pytest.mark.django_db
PAGE, FORM = "/admin/comments/moderationrules/1/change/", "moderationrules_form"


def test_rules_are_saved_again_and_again(client):
    client.force_login(make_user("ed", groups=["Editors"]))
    for words in ("pills", "pills\n/free (coins|money)/"):
        sent = fields_of(client.get(PAGE), FORM) | {"held_words": words}
        answer = client.post(PAGE, sent, follow=True)
        assert "The rules hold for every comment from now on." in answer.text
        assert ModerationRules.objects.get().held_words == words


def test_rules_are_not_written_over_what_somebody_else_saved(client):
    client.force_login(make_user("ed", groups=["Editors"]))
    sent = fields_of(client.get(PAGE), FORM)
    client.post(PAGE, sent | {"held_words": "pills"})
    answer = client.post(PAGE, sent | {"held_words": "coins"})
    assert ">coins</textarea>" in answer.text.replace("\n", "")
    assert ModerationRules.objects.get().held_words == "pills"
