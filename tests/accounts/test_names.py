import pytest

from accounts.models import User
from accounts.names import is_reserved, skeleton
from tests.factories import make_user

SIGNUP = "/accounts/signup/"
pytestmark = pytest.mark.django_db
TWINS = [
    ("admin", "аdmіn"),  # Cyrillic
    ("admin", "adm1n"),
    ("moderator", "m0derat0r"),
    ("moderator", "ⓜⓞⓓⓔⓡⓐⓣⓞⓡ"),
    ("moderator", "rnoderator"),
    ("news", "ＮＥＷＳ"),
    ("news", "nevvs"),
    ("support", "ѕυрροrt"),
    ("staff", "s.t-a_f f"),
    ("staff", "𝓼𝓽𝓪𝓯𝓯"),
    ("official", "offıcial"),
    ("editor", "éditôr"),
    ("help", "hеӏр"),
    ("moderator", "ᴍᴏᴅᴇʀᴀᴛᴏʀ"),
    ("news", "ɴᴇᴡꜱ"),
    ("contact", "соntaсt"),
    ("mail", "Μail"),  # a Greek capital
    ("team", "tɑam".replace("tɑa", "teɑ")),
]


@pytest.mark.parametrize(("name", "twin"), TWINS)
def test_names_that_look_alike_are_one(name, twin):
    assert skeleton(name) == skeleton(twin)
    assert is_reserved(twin)


@pytest.mark.parametrize("name", ["The editors", "Moderator team", "Editor in chief", "the techymag", "Тhe News Desk"])
def test_names_of_the_magazine_in_several_words_are_reserved(name):
    assert is_reserved(name)


@pytest.mark.parametrize(
    "name",
    [
        "Alice Press",
        "The Guest House",
        "Security Lee",
        "of the",
        "carol",
        "dmitri",
        "ада",
        "李小龙",
        "mod",
        "admiral",
        "newsy",
    ],
)
def test_names_of_people_are_not_reserved(name):
    assert not is_reserved(name)


@pytest.mark.parametrize("name", ["B0b", "b-o-b", "b.ob", "BOB_"])
def test_name_that_looks_like_one_that_is_taken_is_refused(client, bob, name):
    page = client.post(SIGNUP, {"email": "new@example.com", "username": name, "password1": "three unrelated words"})
    assert "looks like one that is taken" in page.text
    assert f'value="{name}"' in page.text
    assert User.objects.count() == 1


def test_whether_an_address_is_known_does_not_show_by_a_look_alike(client, client_factory, bob):
    for email, name in [(bob.email, "carol"), ("new@example.com", "dave")]:
        fields = {"email": email, "username": name, "password1": "three unrelated words"}
        assert client_factory().post(SIGNUP, fields).status_code == 302
    for name in ["car0l", "c.arol", "DAV-E"]:
        fields = {"email": "x@example.com", "username": name, "password1": "three unrelated words"}
        assert client_factory().post(SIGNUP, fields).status_code == 200


def test_look_follows_the_username(db):
    person = make_user("carol")
    assert person.look == "carol"
    person.username = "Car0lina"
    person.save(update_fields=["username"])
    person.refresh_from_db()
    assert person.look == skeleton("carolina")
