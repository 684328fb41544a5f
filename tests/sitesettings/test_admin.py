"""The page of the desk where editors change the site, and put back what was before."""

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile

from pages.models import Page
from sitesettings.models import SiteSettings
from tests.articles.desk import fields_of, messages_of, submit
from tests.factories import make_category, make_page, make_upload, make_user

PATH = "/admin/sitesettings/sitesettings/1/change/"
HISTORY = "/admin/sitesettings/sitesettings/1/history/"
FORM = "sitesettings_form"


@pytest.fixture
def desk(client, editor):
    """Two sections and one page; an editor at the desk."""
    Page.objects.all().delete()
    make_category("Science", position=2)
    make_category("Technologies", position=1)
    client.force_login(editor)
    return client


def save(desk, **changes):
    return submit(desk, PATH, form_id=FORM, **changes)


def menu_of(client) -> list[str]:
    nav = client.get("/").text.partition('aria-label="Sections"')[2].partition("</nav>")[0]
    return [part.partition("</a>")[0].rpartition(">")[2] for part in nav.split("<li>")[1:]]


def test_editor_changes_what_the_magazine_is_called(desk):
    assert "Saved." in messages_of(save(desk, name="  Chips &\n Bits ", tagline="Silicon"))
    row = SiteSettings.objects.get()
    assert (row.name, row.tagline, row.accent, row.menu) == ("Chips & Bits", "Silicon", "", [])
    assert "Chips &amp; Bits" in desk.get("/").text


def test_what_is_as_the_environment_says_goes_on_following_it(desk, settings):
    save(desk, contact_email="desk@example.com")
    assert SiteSettings.objects.get().name == ""
    settings.SITE_NAME = "Wafers"
    assert "Wafers" in desk.get("/").text


def test_original_colour_is_no_choice(desk):
    save(desk, accent="#C4360A")
    assert SiteSettings.objects.get().accent == ""


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("accent", "red", "A colour is written like #c4360a."),
        ("name", "", "This field is required."),
        ("name", "x" * 41, "at most 40 characters"),
        ("contact_email", "nobody", "Enter a valid email address."),
        ("social_links", "javascript:alert(1)", "begins with https:// or http://"),
        ("social_links", "\n".join(f"https://a{n}.example/" for n in range(13)), "at most 12"),
    ],
)
def test_what_cannot_be_is_explained_and_stays_in_the_form(desk, field, value, said):
    page = save(desk, **{field: value, "tagline": "Typed for long"})
    assert said in page.text
    assert "Typed for long" in page.text
    assert not SiteSettings.objects.exists()


def test_logo_is_stored_without_metadata_and_shown(desk):
    save(desk, logo=make_upload("my logo.png", size=(1200, 300)))
    row = SiteSettings.objects.get()
    assert (row.logo_width, row.logo_height) == (800, 200)
    assert row.logo.name.startswith("site/")
    assert row.logo.url in desk.get("/").text


@pytest.mark.parametrize(
    ("upload", "said"),
    [
        (lambda: SimpleUploadedFile("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "SVG files can carry"),
        (lambda: SimpleUploadedFile("logo.png", b"<?xml version='1.0'?><svg/>"), "SVG files can carry"),
        (lambda: SimpleUploadedFile("logo.png", b"nothing"), "This is not a picture we can use"),
        (lambda: make_upload("logo.png", size=(100, 20)), "40 or more in height"),
        (lambda: make_upload("logo.png", size=(800, 41)), "at most 6 times as much in width"),
    ],
)
def test_logo_that_cannot_be_shown_is_refused_with_the_reason(desk, upload, said):
    assert said in save(desk, logo=upload(), name="Chips").text
    assert not SiteSettings.objects.exists()


def test_logo_is_removed(desk):
    save(desk, logo=make_upload("logo.png", size=(400, 100)))
    assert 'alt="TechyMag"' in desk.get("/").text
    save(desk, **{"logo-clear": "on"})
    assert not SiteSettings.objects.get().logo
    assert 'alt="TechyMag"' not in desk.get("/").text


def test_dark_logo_needs_a_light_one(desk):
    assert "upload the logo for light pages too" in save(desk, logo_dark=make_upload("d.png", size=(200, 60))).text


def test_menu_follows_the_sections_as_long_as_nobody_orders_it(desk):
    assert menu_of(desk) == ["Technologies", "Science"]
    save(desk, name="Chips")
    make_category("AI", position=0)
    assert menu_of(desk) == ["AI", "Technologies", "Science"]


def test_editor_orders_renames_hides_and_adds_entries(desk):
    page = make_page("Imprint")
    save(
        desk,
        **{
            "menu-0-ORDER": "3",
            "menu-0-label": "Tech",
            "menu-1-hidden": "on",
            "menu-2-to": "link",
            "menu-2-address": "https://shop.example/",
            "menu-2-label": "Shop",
            "menu-2-ORDER": "1",
            "menu-3-to": f"page:{page.pk}",
            "menu-3-ORDER": "2",
        },
    )
    assert menu_of(desk) == ["Shop", "Imprint", "Tech"]
    make_category("New")
    assert menu_of(desk) == ["Shop", "Imprint", "Tech", "New"]
    page.delete()
    assert menu_of(desk) == ["Shop", "Tech", "New"]
    assert desk.get(PATH).status_code == 200


def test_renamed_section_keeps_its_place(desk):
    save(desk, **{"menu-0-ORDER": "9"})
    assert menu_of(desk) == ["Science", "Technologies"]
    desk.post(
        f"/admin/articles/category/{make_category('Science').pk}/change/",
        {"name": "Labs", "slug": "labs", "description": "", "position": 2},
    )
    assert menu_of(desk) == ["Labs", "Technologies"]


@pytest.mark.parametrize(
    "address", ["", "shop", "javascript:alert(1)", "//evil.example/", "/\\evil", "ftp://a.example/"]
)
def test_entry_leads_to_an_address_that_browsers_open(desk, address):
    entry = {"menu-2-to": "link", "menu-2-address": address, "menu-2-label": "Shop"}
    assert "link-row errors" in save(desk, **entry).text
    assert not SiteSettings.objects.exists()


def test_entry_to_what_is_not_there_is_refused(desk):
    assert "Select a valid choice" in save(desk, **{"menu-2-to": "category:99999"}).text


def test_pages_stand_at_the_foot_and_can_be_hidden(desk):
    page = make_page("Imprint")
    assert page.get_absolute_url() in desk.get("/").text
    hidden = {"footer-0-hidden": "on"}
    assert fields_of(desk.get(PATH), FORM)["footer-0-to"] == [f"page:{page.pk}"]
    save(desk, **hidden)
    assert page.get_absolute_url() not in desk.get("/").text


def test_save_over_somebody_elses_is_refused_once_and_loses_nothing(desk, editor):
    fields = fields_of(desk.get(PATH), FORM)
    save(desk, name="Theirs")
    page = desk.post(PATH, fields | {"name": ["Mine"], "_save": ["1"]})
    assert "Somebody else saved this while you were at it" in page.text
    assert SiteSettings.objects.get().name == "Theirs"
    again = fields_of(page, FORM)
    assert again["name"] == ["Mine"]
    desk.post(PATH, again | {"_save": ["1"]})
    assert SiteSettings.objects.get().name == "Mine"


def test_history_says_who_changed_what_and_puts_back_what_was_before(desk):
    save(desk, name="First", logo=make_upload("a.png", size=(400, 100)))
    save(desk, name="Second", **{"menu-1-hidden": "on"})
    page = desk.get(HISTORY).text
    assert "Eddie Editor" in page
    assert "Changed Name and menu." in page
    newest = LogEntry.objects.order_by("-pk").first()
    logo = SiteSettings.objects.get().logo.name
    assert desk.post(f"/admin/sitesettings/sitesettings/history/{newest.pk}/").status_code == 302
    row = SiteSettings.objects.get()
    assert (row.name, row.menu, row.logo.name, row.logo_width) == ("First", [], logo, 400)
    assert 'alt="First"' in desk.get("/").text
    newest = LogEntry.objects.order_by("-pk").first()
    desk.post(f"/admin/sitesettings/sitesettings/history/{newest.pk}/")  # and forth again
    assert SiteSettings.objects.get().name == "Second"


def test_entry_that_keeps_nothing_cannot_be_put_back(desk, editor):
    save(desk, name="First")
    LogEntry.objects.update(change_message="")
    entry = LogEntry.objects.get()
    assert desk.post(f"/admin/sitesettings/sitesettings/history/{entry.pk}/").status_code == 400
    assert desk.post("/admin/sitesettings/sitesettings/history/99999/").status_code == 404
    assert desk.get(f"/admin/sitesettings/sitesettings/history/{entry.pk}/").status_code == 405


WHO = {"guest": 302, "bob": 302, "alice": 403, "mona": 403, "editor": 200, "chief": 200}


@pytest.mark.parametrize("who", sorted(WHO))
@pytest.mark.parametrize("path", [PATH, HISTORY])
def test_only_editors_come_to_the_settings(request, client, db, who, path):
    if who == "chief":
        client.force_login(make_user("chief", is_staff=True, is_superuser=True))
    elif who != "guest":
        client.force_login(request.getfixturevalue(who))
    SiteSettings.objects.create(name="Before")
    assert client.get(path).status_code == WHO[who]
    if WHO[who] != 200:
        assert client.post(PATH, {"name": "Hacked", "_save": "1"}).status_code in (302, 403)
        assert client.post("/admin/sitesettings/sitesettings/history/1/").status_code in (302, 403)
        assert SiteSettings.objects.get().name == "Before"


@pytest.mark.parametrize("path", ["add/", "1/delete/", "2/change/"])
def test_there_is_nothing_to_add_or_to_delete(desk, path):
    assert desk.get(f"/admin/sitesettings/sitesettings/{path}").status_code in (302, 403)


def test_list_leads_to_the_one_page(desk):
    assert desk.get("/admin/sitesettings/sitesettings/").url == PATH
