"""The theme form, the page about counting."""

import pytest


@pytest.mark.parametrize("choice", ["light", "dark", "auto"])
def test_reader_chooses_a_colour_scheme(client, choice):
    response = client.post("/theme/", {"theme": choice, "next": "/how-we-count/"})
    assert response.status_code == 302
    assert response.url == "/how-we-count/"
    assert response.cookies["theme"].value == choice


def test_chosen_scheme_is_in_the_page(client, db):
    client.cookies["theme"] = "dark"
    assert '<html lang="en" data-theme="dark">' in client.get("/how-we-count/").text
    client.cookies["theme"] = '"><script>'
    assert '<html lang="en">' in client.get("/how-we-count/").text


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "", "\\\\evil.example"]
)
def test_theme_form_leads_to_no_other_site(client, back):
    assert client.post("/theme/", {"theme": "dark", "next": back}).url == "/"


@pytest.mark.parametrize("choice", ["", "blue", "d\0rk"])
def test_unknown_scheme_is_refused(client, db, choice):
    response = client.post("/theme/", {"theme": choice})
    assert response.status_code == 400
    assert not response.cookies


def test_theme_form_of_another_site_is_refused(client, db):
    response = client.post("/theme/", {"theme": "dark"}, headers={"sec-fetch-site": "cross-site"})
    assert response.status_code == 403


def test_flood_of_themes_is_stopped(client, db):
    answers = [client.post("/theme/", {"theme": "dark"}).status_code for _ in range(70)]
    assert [answers[0], answers[-1]] == [302, 429]


def test_theme_is_not_a_page(client, db):
    assert client.get("/theme/").status_code == 405


def test_readers_learn_how_we_count(client, frame_is_kept, django_assert_max_num_queries):
    with django_assert_max_num_queries(1):
        response = client.get("/how-we-count/")
    assert response.status_code == 200
    assert "30 minutes" in response.text
