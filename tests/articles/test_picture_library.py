"""The library as a page: searched, narrowed down, sorted, and many pictures changed at once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Image
from tests.factories import make_article, make_image, make_upload

from .desk import messages_of

LIST = "/admin/articles/image/"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_the_desk(client, editor):
    client.force_login(editor)


def picture(width, **fields):
    """Each with a file of its own."""
    return make_image(file=make_upload(size=(width, 40)), **fields)


def shown(client, **query):
    return [image.alt for image in client.get(LIST, query).context["cl"].result_list]


@pytest.mark.parametrize("term", ["copper", "wafer", "ann l", "DSC_00", "copper dsc"])
def test_search_looks_at_description_caption_credit_and_file_name(client, term):
    picture(40, alt="Copper", caption="A wafer", credit="Ann Lee", original_name="DSC_0042.jpg")
    picture(41, alt="Robot", original_name="IMG.jpg")
    assert shown(client, q=term) == ["Copper"]


def test_shelf_shows_renditions_and_never_originals(client):
    image = picture(900)
    image.make_renditions()
    text = client.get(LIST).text
    assert image.renditions["fallback"] in text
    assert f'"{image.file.url}"' not in text


def test_what_lacks_a_description_or_is_not_used_is_found(client):
    picture(40, alt="")
    make_article(cover=picture(41, alt="Used"))
    picture(42, alt="Spare")
    assert shown(client, state="undescribed") == [""]
    assert shown(client, state="unused") == ["Spare", ""]
    assert shown(client, state="unused", added=str(timezone.localdate().year)) == ["Spare", ""]
    text = client.get(LIST).text
    assert text.count("No description</strong>") == 1
    assert text.count("Not used</em>") == 2


def test_unused_ones_are_looked_for_among_the_newest(client, monkeypatch):
    monkeypatch.setattr("articles.admin.image_filters.MOST_LOOKED_AT", 2)
    for alt in ("first", "second", "third"):
        picture(40, alt=alt)
    assert shown(client, state="unused") == ["third", "second"]


def test_pictures_are_narrowed_down_by_uploader_licence_and_date(client, alice, editor):
    picture(40, alt="Hers", uploaded_by=alice, licence="CC0")
    picture(41, alt="Mine", uploaded_by=editor, licence="")
    old = picture(42, alt="Old", licence="Ask Bob")
    Image.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=800))
    assert shown(client, by="alice") == ["Hers"]
    assert shown(client, by="me") == ["Mine"]
    assert shown(client, by="nobody") == []
    assert shown(client, licence="CC0") == ["Hers"]
    assert shown(client, licence="none") == ["Mine"]
    assert shown(client, added="week") == ["Mine", "Hers"]
    assert shown(client, added=str((timezone.now() - timedelta(days=800)).year)) == ["Old"]
    assert shown(client, added="x") == ["Mine", "Hers", "Old"]


def test_pictures_are_sorted_and_come_in_pages_of_a_chosen_size(client):
    for number, name in enumerate(["c.jpg", "a.jpg", "b.jpg"]):
        picture(40, alt=name, original_name=name, caption=str(number))
    assert shown(client) == ["b.jpg", "a.jpg", "c.jpg"]
    assert shown(client, sort="oldest") == ["c.jpg", "a.jpg", "b.jpg"]
    assert shown(client, sort="name") == ["a.jpg", "b.jpg", "c.jpg"]
    for number in range(30):
        picture(40, alt=str(number))
    assert len(shown(client, size="30")) == 30
    assert len(shown(client, size="30", p="2")) == 3
    assert len(shown(client, size="7")) == 33


def test_queries_do_not_grow_with_the_shelf(client, django_assert_max_num_queries):
    for number in range(40):
        make_article(cover=picture(40 + number))
    with django_assert_max_num_queries(12):
        client.get(LIST)


def run(client, action, images, **fields):
    chosen = {"action": action, "_selected_action": [image.pk for image in images], "index": "0"}
    return client.post(LIST, chosen | fields, follow=True)


def test_credit_and_licence_of_many_are_set_at_once(client, django_capture_on_commit_callbacks):
    images = [picture(40, credit="", licence="CC0"), picture(41, credit="Old")]
    article = make_article(body=f'<figure><img src="{images[0].file.url}" alt="x"></figure>')
    asked = run(client, "set_credit", images)
    assert "Set credit and licence of 2 pictures?" in asked.text
    assert "Please say who made them" in run(client, "set_credit", images, confirmed="yes").text
    with django_capture_on_commit_callbacks(execute=True):
        response = run(client, "set_credit", images, confirmed="yes", credit="Ann Lee", licence_0="", licence_1="")
    assert "2 pictures credited." in messages_of(response)
    assert list(Image.objects.order_by("pk").values_list("credit", "licence")) == [
        ("Ann Lee", "CC0"),
        ("Ann Lee", "CC BY 4.0"),
    ]
    article.refresh_from_db()
    assert "Photo: Ann Lee" in article.body_html


def test_author_credits_own_unpublished_pictures_only(client, alice):
    own, published, other = picture(40, uploaded_by=alice), picture(41, uploaded_by=alice), picture(42)
    make_article(cover=published)
    client.force_login(alice)
    response = run(client, "set_credit", [own, published, other], confirmed="yes", credit="Me")
    assert "1 picture credited. 2 left alone" in messages_of(response)
    assert list(Image.objects.filter(credit="Me")) == [own]


def test_only_what_is_not_used_is_deleted(client):
    spare, used = picture(40, alt="Spare"), picture(41, alt="Used")
    make_article(cover=used)
    asked = run(client, "delete_unused", [spare, used])
    assert "Delete 1 picture?" in asked.text
    assert Image.objects.count() == 2
    response = run(client, "delete_unused", [spare, used], confirmed="yes")
    assert "1 picture deleted. 1 left alone: articles show them." in messages_of(response)
    assert list(Image.objects.all()) == [used]
    assert "0 pictures deleted" in messages_of(run(client, "delete_unused", [used], confirmed="yes"))


@pytest.mark.parametrize("action", ["delete_unused", "delete_selected"])
def test_author_deletes_nothing(client, alice, action):
    image = picture(40, uploaded_by=alice)
    client.force_login(alice)
    run(client, action, [image], confirmed="yes", post="yes")
    assert Image.objects.exists()


def test_empty_library_invites_to_drop_a_picture(client):
    assert "Drop a picture to begin." in client.get(LIST).text
    assert "No picture matches." in client.get(LIST, {"q": "x"}).text
