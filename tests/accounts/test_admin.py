"""People at the desk: who may change whom."""

import pytest
from django.contrib.auth.models import Group

from accounts.models import User
from tests.articles.desk import submit
from tests.factories import PASSWORD, make_article, make_upload, make_user

LIST = "/admin/accounts/user/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief():
    return make_user("chief", is_staff=True, is_superuser=True)


@pytest.fixture
def clerk():
    """May change people, but is no administrator."""
    return make_user("clerk", is_staff=True, permissions=["accounts.view_user", "accounts.change_user"])


def change(person) -> str:
    return f"{LIST}{person.pk}/change/"


def test_administrator_adds_an_editor(client, chief):
    client.force_login(chief)
    page = submit(
        client,
        f"{LIST}add/",
        form_id="user_form",
        username="nina",
        email="Nina@Example.com",
        display_name="Nina",
        password1="a long enough word",
        password2="a long enough word",
    )
    nina = User.objects.get(username="nina")
    assert page.redirect_chain[0][0] == change(nina)
    assert nina.email == "nina@example.com"
    assert nina.check_password("a long enough word")
    editors = Group.objects.get(name="Editors")
    submit(client, change(nina), form_id="user_form", is_staff="on", groups=[str(editors.pk)])
    nina.refresh_from_db()
    assert nina.is_staff
    assert nina.has_perm("articles.publish_article")


@pytest.mark.parametrize(("username", "email"), [("BOB", "new@example.com"), ("new", "Bob@Example.com"), ("a b", "c")])
def test_names_and_addresses_are_taken_once(client, chief, bob, username, email):
    client.force_login(chief)
    words = {"username": username, "email": email, "password1": "a long enough word", "password2": "a long enough word"}
    page = submit(client, f"{LIST}add/", form_id="user_form", **words)
    assert page.context["adminform"].form.errors
    assert User.objects.count() == 2


def test_people_are_found_by_name_and_address(client, chief, bob):
    client.force_login(chief)
    for term in ("bob", "brandt", "bob@example"):
        assert "Bob Brandt" in client.get(LIST, {"q": term}).content.decode()


def test_profile_picture_passes_the_gate(client, chief, bob):
    client.force_login(chief)
    submit(client, change(bob), form_id="user_form", avatar=make_upload("a.jpg"))
    bob.refresh_from_db()
    assert bob.avatar.name.endswith(".webp")
    assert bob.avatar.width == bob.avatar.height
    page = submit(client, change(bob), form_id="user_form", avatar=make_upload("a.gif"), display_name="x" * 61)
    assert page.context["adminform"].form.errors.keys() == {"display_name"}


def test_replaced_and_removed_pictures_leave_no_file(client, chief, bob, settings, django_capture_on_commit_callbacks):
    client.force_login(chief)
    with django_capture_on_commit_callbacks(execute=True):
        for avatar in (make_upload("a.jpg"), make_upload("b.jpg", size=(40, 40))):
            submit(client, change(bob), form_id="user_form", avatar=avatar)
        submit(client, change(bob), form_id="user_form", **{"avatar-clear": "on"})
    bob.refresh_from_db()
    assert not bob.avatar
    assert not [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]


def test_clerk_gives_nobody_rights(client, clerk, bob):
    client.force_login(clerk)
    rights = {"is_staff": "on", "is_superuser": "on", "groups": [str(Group.objects.get(name="Editors").pk)]}
    submit(client, change(bob), form_id="user_form", display_name="Robert", **rights)
    bob.refresh_from_db()
    assert bob.display_name == "Robert"
    assert not (bob.is_staff or bob.is_superuser or bob.groups.exists())


def test_clerk_does_not_touch_administrators(client, clerk, chief):
    client.force_login(clerk)
    assert client.post(change(chief), {"display_name": "Gone"}).status_code == 403
    assert client.post(f"{LIST}{chief.pk}/password/", {"password1": "x", "password2": "x"}).status_code == 403


def test_clerk_takes_over_nobody_in_the_newsroom(client, clerk, editor):
    client.force_login(clerk)
    passwords = {"password1": "three unrelated words", "password2": "three unrelated words", "usable_password": "true"}
    assert client.post(f"{LIST}{editor.pk}/password/", passwords).status_code == 403
    assert client.post(change(editor), {"username": "mine"}).status_code == 403
    editor.refresh_from_db()
    assert editor.check_password(PASSWORD)


def test_only_administrators_change_groups(client, chief):
    rights = [f"auth.{verb}_group" for verb in ("add", "change", "delete", "view")]
    client.force_login(make_user("helper", is_staff=True, permissions=rights))
    groups, editors = "/admin/auth/group/", Group.objects.get(name="Editors").pk
    for path in ("add/", f"{editors}/change/", f"{editors}/delete/"):
        assert client.post(f"{groups}{path}", {"name": "Mine", "post": "yes"}).status_code == 403
    client.force_login(chief)
    assert client.get(f"{groups}{editors}/change/").status_code == 200


@pytest.mark.parametrize("group", ["Authors", "Editors", "Moderators"])
def test_newsroom_does_not_see_people(client, group):
    client.force_login(make_user(groups=[group]))
    assert client.get(LIST).status_code == 403


def test_writer_of_articles_is_kept(client, chief, alice):
    make_article("Hers", authors=[alice])
    client.force_login(chief)
    response = client.post(f"{LIST}{alice.pk}/delete/", {"post": "yes"})
    assert "is still in use" in response.content.decode()
    assert User.objects.filter(pk=alice.pk).exists()
