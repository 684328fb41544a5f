import pytest
from django.test import Client

from reactions.models import Reaction

URL = "/articles/chips/reactions/"
WHY = f"{URL}reason/"
HTMX = {"HX-Request": "true"}


def test_reasons_are_offered_to_who_disliked_and_to_nobody_else(client, article):
    assert 'name="reason"' not in client.get("/articles/chips/").text
    client.post(URL, {"value": "dislike"})
    assert client.get("/articles/chips/").text.count('name="reason"') == 5
    assert 'name="reason"' not in Client().get("/articles/chips/").text
    client.post(URL, {"value": "like"})
    assert 'name="reason"' not in client.get("/articles/chips/").text


def test_reason_is_given_changed_and_taken_back(client, article):
    client.post(URL, {"value": "dislike"})
    for reason, kept in [("clickbait", "clickbait"), ("advert", "advert"), ("none", "")]:
        assert client.post(WHY, {"reason": reason}).url == "/articles/chips/#reactions"
        assert Reaction.objects.get().reason == kept


def test_htmx_answers_with_the_pressed_reason(client, article):
    assert client.post(URL, {"value": "dislike"}, headers=HTMX).text.count('name="reason"') == 5
    answer = client.post(WHY, {"reason": "shallow"}, headers=HTMX).text
    assert 'id="reason-shallow" name="reason" value="none" aria-pressed="true"' in answer
    assert "Only the editors learn of it" in answer


@pytest.mark.parametrize("value", ["like", "none"])
def test_reason_goes_with_the_dislike(client, article, value):
    client.post(URL, {"value": "dislike"})
    client.post(WHY, {"reason": "inaccurate"})
    client.post(URL, {"value": value})
    client.post(URL, {"value": "dislike"})
    assert Reaction.objects.get().reason == ""


def test_who_does_not_dislike_gives_no_reason_and_gets_no_cookie(client, article):
    response = client.post(WHY, {"reason": "advert"}, headers=HTMX)
    assert "no reason was kept" in response.text
    assert "visitor" not in response.cookies
    assert not Reaction.objects.exists()


@pytest.mark.parametrize("reason", ["", "\0", "boring"])
def test_other_reasons_are_refused(client, article, reason):
    assert client.post(WHY, {"reason": reason}).status_code == 400


def test_editors_learn_how_many_gave_each_reason(article):
    for reason in ["advert", "advert", "shallow"]:
        reader = Client()
        reader.post(URL, {"value": "dislike"})
        reader.post(WHY, {"reason": reason})
    assert Reaction.objects.reasons_for(article) == {"Looks like an advert": 2, "Too shallow": 1}
