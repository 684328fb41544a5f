"""Readers report a mistake by a plain form, and see what became of it."""

import pytest

from articles.models import Stats
from corrections.models import Correction

from ..factories import make_article
from .reports import make_correction

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("article")]
FORM = "/corrections/chips/"
SENT = {"kind": "typo", "exact": "Moore wrote it down in 1956.", "replacement": "Moore wrote it down in 1965."}


def test_correction_is_sent_and_listed(as_bob, bob):
    response = as_bob.post(FORM, SENT | {"remark": "See his paper."}, follow=True)
    assert response.redirect_chain == [("/accounts/corrections/", 302)]
    page = response.content.decode()
    assert "Thank you." in page
    assert "Waiting" in page
    correction = Correction.objects.get()
    assert (correction.reader, correction.suffix.startswith("The number")) == (bob, True)


def test_article_has_the_way_to_the_form_and_sets_no_cookie(client, article):
    response = client.get("/articles/chips/")
    assert f'href="{FORM}"' in response.content.decode()
    assert not response.cookies
    form = client.get(FORM)
    assert form.status_code == 200
    assert not form.cookies


def test_selection_is_in_the_form(client, article):
    page = client.get(FORM, {"exact": "in 1956", "prefix": "down ", "suffix": ". The"}).content.decode()
    assert "in 1956</textarea>" in page
    assert 'name="suffix" value=". The"' in page


def test_guest_signs_in_and_finds_what_they_typed(client, article, bob):
    response = client.post(FORM, SENT | {"remark": "Kept?"})
    assert response.url == f"/accounts/login/?next={FORM}"
    client.force_login(bob)
    assert "Kept?</textarea>" in client.get(FORM).content.decode()
    client.post(FORM, SENT)
    assert "Kept?" not in client.get(FORM).content.decode()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"exact": "Nobody wrote these words in here at all."}, "not in the article"),
        ({"exact": ""}, "required"),
        ({"replacement": "", "remark": ""}, "Please say how it should read"),
        ({"replacement": SENT["exact"]}, "says already"),
        ({"kind": "x"}, "valid choice"),
        ({"remark": "x" * 1001}, "1000"),
    ],
)
def test_form_says_what_is_missing_and_keeps_the_words(as_bob, fields, said):
    response = as_bob.post(FORM, SENT | {"remark": "Precious"} | fields)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert "Precious" in response.content.decode() or "remark" in fields
    assert not Correction.objects.exists()


def test_robot_that_fills_in_everything_changes_nothing(as_bob):
    assert as_bob.post(FORM, SENT | {"website": "https://spam.example"}).status_code == 302
    assert not Correction.objects.exists()


def test_nobody_reports_without_end(as_bob):
    answers = [as_bob.post(FORM, SENT | {"replacement": f"{number}"}).status_code for number in range(7)]
    assert answers == [302] * 6 + [429]


def test_form_of_another_site_is_refused(as_bob):
    assert as_bob.post(FORM, SENT, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_what_is_not_published_cannot_be_corrected(as_bob):
    make_article("Hidden", status="draft", published_at=None)
    assert as_bob.get("/corrections/hidden/").status_code == 404


def test_nobody_sees_what_others_sent(as_bob, article, mallory):
    make_correction(article, mallory, remark="Secret remark")
    assert "Moore" not in as_bob.get("/accounts/corrections/").content.decode()


def test_own_list_takes_as_many_queries_for_many_as_for_one(
    as_bob, article, bob, frame_is_kept, django_assert_max_num_queries
):
    for number in range(9):
        make_correction(article, bob, replacement=str(number))
    with django_assert_max_num_queries(3):
        as_bob.get("/accounts/corrections/")


def test_names_are_asked_for_once(client, article, frame_is_kept, django_assert_max_num_queries):
    assert Stats.objects.filter(article=article).exists()
    with django_assert_max_num_queries(8):
        client.get("/articles/chips/")
