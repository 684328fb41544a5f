import io

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from pictures.uploads import MAX_BYTES
from tests.factories import make_upload, make_user

PROFILE = "/accounts/profile/"
BOB = {"display_name": "Bob Brandt", "bio": "Reads.", "website": "https://bob.example"}


@pytest.fixture
def reader(client, bob):
    client.force_login(bob)
    return client


def test_profile_is_saved_and_shown(reader, bob):
    assert reader.post(PROFILE, BOB | {"display_name": "  Bobby   B. "}).url == PROFILE
    bob.refresh_from_db()
    assert (bob.display_name, bob.bio, bob.website) == ("Bobby B.", "Reads.", "https://bob.example")
    page = reader.get(PROFILE).text
    assert "Your profile is saved." in page
    assert 'href="/authors/bob/"' in page
    assert "Bobby B." in reader.get("/authors/bob/").text


def test_every_part_of_the_account_is_a_link_away(reader):
    page = reader.get(PROFILE).text
    for place in ["email/", "password/change/", "sessions/", "logout/"]:
        assert f'href="/accounts/{place}"' in page


def test_guest_is_sent_to_sign_in(client, db):
    assert client.get(PROFILE).url == f"/accounts/login/?next={PROFILE}"
    assert client.post(PROFILE, BOB).url == f"/accounts/login/?next={PROFILE}"


def test_other_methods_are_refused(reader):
    assert reader.put(PROFILE).status_code == 405


@pytest.mark.parametrize("name", ["😀🦊", "👩‍👩‍👧", "مريم الأسطرلابي", "Павел", "", "O'Neill-Łoś"])
def test_names_of_the_whole_world_are_fine(reader, bob, name):
    assert reader.post(PROFILE, BOB | {"display_name": name}).status_code == 302
    bob.refresh_from_db()
    assert bob.display_name == name


@pytest.mark.parametrize(
    "name",
    [
        "x" * 61,
        "a\0b",
        "a\x07b",
        "\u202egnp.exe",
        "a\u200bb",
        "\u200d",
        "\u3164",
        "ＡＤＭＩＮ",
        "M.o.derator",
        "TechyMag Team",
    ],
)
def test_name_that_misleads_is_refused_with_what_was_typed(reader, bob, name):
    page = reader.post(PROFILE, BOB | {"display_name": name, "bio": "New words."})
    assert page.status_code == 422
    assert "New words." in page.text
    bob.refresh_from_db()
    assert bob.display_name == "Bob Brandt"


def test_name_of_the_newsroom_or_a_username_cannot_be_borrowed(reader, alice, mallory):
    for name in ["alice ashby", "Alice", "mallory", "mаllory", "Аliсe Аshby", "Aʟɪᴄᴇ Asʜʙʏ", "Moderator team"]:
        assert reader.post(PROFILE, BOB | {"display_name": name}).status_code == 422
    make_user("other", display_name="Jo Smith")
    assert reader.post(PROFILE, BOB | {"display_name": "Jo Smith"}).status_code == 302


def test_newsroom_may_call_itself_what_it_is(client, alice):
    client.force_login(alice)
    assert client.post(PROFILE, {"display_name": "Editor"}).status_code == 302


@pytest.mark.parametrize(
    "website", ["javascript:alert(1)", "ftp://example.com", "data:text/html,x", "https://" + "x" * 300, "no link", "\0"]
)
def test_website_is_a_web_address_or_nothing(reader, website):
    page = reader.post(PROFILE, BOB | {"website": website})
    assert page.status_code == 422
    assert 'id="id_website_error"' in page.text


def test_website_without_a_scheme_is_taken_for_https(reader, bob):
    reader.post(PROFILE, BOB | {"website": "bob.example"})
    bob.refresh_from_db()
    assert bob.website == "https://bob.example"


def test_bio_counts_a_new_line_once(reader, bob):
    assert reader.post(PROFILE, BOB | {"bio": "\r\n".join(["x"] * 200)}).status_code == 302
    assert reader.post(PROFILE, BOB | {"bio": "x" * 401}).status_code == 422


def test_error_leaves_the_name_in_the_header_as_it_is(reader):
    page = reader.post(PROFILE, BOB | {"display_name": "Robert", "website": "no link"})
    assert ">Your account, Bob Brandt<" in page.text
    assert 'value="Robert"' in page.text


# Pictures


def test_picture_becomes_a_small_upright_square_without_metadata(reader, bob):
    exif = Image.Exif()
    exif[0x010E] = "where I live"
    reader.post(PROFILE, BOB | {"avatar": make_upload("me.jpg", size=(1200, 700), exif=exif)})
    bob.refresh_from_db()
    with default_storage.open(bob.avatar.name) as file:
        assert b"where I live" not in file.read()
        file.seek(0)
        with Image.open(file) as picture:
            assert (picture.size, picture.format) == ((400, 400), "WEBP")
    assert bob.avatar.url in reader.get(PROFILE).text


def test_initials_have_a_tint_of_their_own_until_there_is_a_picture(reader, bob):
    assert f"avatar--{bob.pk % 10}" in reader.get(PROFILE).text
    reader.post(PROFILE, BOB | {"avatar": make_upload("a.png")})
    assert f"avatar--{bob.pk % 10}" not in reader.get(PROFILE).text


def test_field_says_which_pictures_are_taken(reader):
    assert f"JPEG, PNG, WebP, AVIF or GIF, up to {MAX_BYTES // 1024 // 1024}&nbsp;MB." in reader.get(PROFILE).text


@pytest.mark.parametrize("name", ["a.png", "a.gif", "a.webp", "a.avif", "tiny.jpg"])
def test_every_format_is_taken(reader, bob, name):
    reader.post(PROFILE, BOB | {"avatar": make_upload(name, size=(1, 1) if name == "tiny.jpg" else (64, 48))})
    bob.refresh_from_db()
    assert bob.avatar.name.endswith(".webp")


def test_animation_is_stilled(reader, bob):
    frames = [Image.new("RGB", (32, 32), colour) for colour in ("red", "blue")]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    reader.post(PROFILE, BOB | {"avatar": SimpleUploadedFile("a.gif", out.getvalue())})
    bob.refresh_from_db()
    with default_storage.open(bob.avatar.name) as file, Image.open(file) as picture:
        assert getattr(picture, "n_frames", 1) == 1


@pytest.mark.parametrize(
    "content",
    [b"", b"no picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7", b"\xff\xd8\xff" + b"\0" * 99],
)
def test_file_that_is_no_picture_is_refused_with_what_was_typed(reader, bob, content):
    page = reader.post(PROFILE, BOB | {"bio": "New words.", "avatar": SimpleUploadedFile("me.jpg", content)})
    assert page.status_code == 422
    assert "New words." in page.text
    bob.refresh_from_db()
    assert not bob.avatar


def test_truncated_picture_is_refused(reader):
    whole = make_upload("me.jpg", size=(300, 300)).read()
    page = reader.post(PROFILE, BOB | {"avatar": SimpleUploadedFile("me.jpg", whole[: len(whole) // 2])})
    assert page.status_code == 422
    assert "damaged or incomplete" in page.text


def test_old_picture_is_deleted_when_another_replaces_it(reader, bob, django_capture_on_commit_callbacks):
    reader.post(PROFILE, BOB | {"avatar": make_upload("a.png", size=(50, 50))})
    bob.refresh_from_db()
    first = bob.avatar.name
    with django_capture_on_commit_callbacks(execute=True):
        reader.post(PROFILE, BOB | {"avatar": make_upload("b.png", size=(60, 60))})
    bob.refresh_from_db()
    assert not default_storage.exists(first)
    assert default_storage.exists(bob.avatar.name)


def test_picture_stays_when_only_words_change(reader, bob):
    reader.post(PROFILE, BOB | {"avatar": make_upload("a.png")})
    reader.post(PROFILE, BOB | {"bio": "New words."})
    bob.refresh_from_db()
    assert default_storage.exists(bob.avatar.name)


def test_picture_can_be_removed(reader, bob, django_capture_on_commit_callbacks):
    reader.post(PROFILE, BOB | {"avatar": make_upload("a.png")})
    bob.refresh_from_db()
    name = bob.avatar.name
    with django_capture_on_commit_callbacks(execute=True):
        reader.post(PROFILE, BOB | {"avatar-clear": "on"})
    bob.refresh_from_db()
    assert not bob.avatar
    assert not default_storage.exists(name)


def test_same_picture_of_somebody_else_is_kept(reader, mallory, django_capture_on_commit_callbacks):
    reader.post(PROFILE, BOB | {"avatar": make_upload("a.png")})
    stranger = Client()
    stranger.force_login(mallory)
    stranger.post(PROFILE, {"avatar": make_upload("a.png")})
    with django_capture_on_commit_callbacks(execute=True):
        reader.post(PROFILE, BOB | {"avatar-clear": "on"})
    mallory.refresh_from_db()
    assert default_storage.exists(mallory.avatar.name)


def test_flood_gets_a_page_of_the_magazine(reader):
    for _ in range(30):
        reader.post(PROFILE, BOB)
    assert reader.post(PROFILE, BOB).status_code == 429


@pytest.mark.parametrize(
    "name",
    [
        "Alice Ashby\u200e",
        "Ali\u200dce Ashby",
        "ALICE  ASHBY",
        "Аlice Ashby",
        "Álice Ashby",
        "Ａlice Ashby",
        "Аdmin",
        "alice ashby.",
    ],
)
def test_name_that_looks_like_one_of_the_newsroom_is_refused(reader, alice, bob, name):
    response = reader.post(PROFILE, {"display_name": name})
    assert "Readers would take you for somebody else by this name." in response.text
    bob.refresh_from_db()
    assert bob.display_name == "Bob Brandt"


def test_name_in_any_script_is_welcome(reader, alice, bob):
    for name in ("Дмитрий Соколов", "محمد", "李雷", "Zoë O’Brien"):
        assert reader.post(PROFILE, {"display_name": name}).status_code == 302
        bob.refresh_from_db()
        assert bob.display_name == name
