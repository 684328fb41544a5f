"""The manifest, the icons, and the worker as browsers get it; what it does is in tests/browser/test_offline.py."""

import io
import json
import re

import pytest
from PIL import Image

from sitesettings.models import SiteSettings
from tests.factories import make_article, make_upload

pytestmark = pytest.mark.django_db


def manifest(client) -> dict:
    return json.loads(client.get("/manifest.webmanifest").content)


def icon(client, number) -> Image.Image:
    return Image.open(io.BytesIO(client.get(manifest(client)["icons"][number]["src"]).content))


def parts(client) -> list[str]:
    return json.loads(re.search(r"const PARTS = (.*);", client.get("/sw.js").text)[1])


def test_every_page_names_the_manifest(client):
    page = client.get("/").text
    assert '<link rel="manifest" href="/manifest.webmanifest">' in page
    assert client.get("/manifest.webmanifest").headers["Content-Type"] == "application/manifest+json"


def test_manifest_is_the_site_as_its_editors_have_it(client):
    before = manifest(client)
    assert (before["name"], before["start_url"], before["display"]) == ("TechyMag", "/", "standalone")
    SiteSettings(name="The Weekly Chip Review", tagline="Chips, weekly", accent="#0055ff").save()
    after = manifest(client)
    assert (after["name"], after["short_name"]) == ("The Weekly Chip Review", "The Weekly C")
    assert after["description"] == "Chips, weekly"
    assert {one["src"] for one in before["icons"]}.isdisjoint(one["src"] for one in after["icons"])


@pytest.mark.parametrize("number", [0, 1, 2])
def test_icon_is_as_large_as_the_manifest_says(client, number):
    said = manifest(client)["icons"][number]
    response = client.get(said["src"])
    picture = Image.open(io.BytesIO(response.content))
    assert f"{picture.width}x{picture.height}" == said["sizes"]
    assert (picture.format, response.headers["Content-Type"]) == ("PNG", said["type"])
    assert "immutable" in response.headers["Cache-Control"]


def test_square_logo_is_the_icon_and_a_wide_one_is_not(client):
    site = SiteSettings(logo=make_upload("logo.png", size=(90, 80)))
    site.save()
    assert icon(client, 1).convert("RGB").getpixel((256, 256)) == (0, 128, 128)
    site.logo = make_upload("logo.png", size=(300, 80))
    site.save()
    assert icon(client, 1).convert("RGB").getpixel((10, 256)) == (0x15, 0x17, 0x1C)


def test_old_address_of_an_icon_leads_to_the_new_one(client):
    old = manifest(client)["icons"][0]["src"]
    SiteSettings(name="Bits").save()
    assert client.get(old).url == manifest(client)["icons"][0]["src"]
    assert client.get("/icons/abc/9999.png").status_code == 404


def test_worker_is_asked_for_anew_and_works_for_the_whole_site(client):
    response = client.get("/sw.js")
    assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-cache"
    assert "worker-src 'self'" in response.headers["Content-Security-Policy"]
    assert not response.cookies


def test_all_that_the_offline_page_loads_is_kept_with_it(client):
    SiteSettings(accent="#0055ff").save()
    page = client.get("/offline/").text
    head = re.sub(r'<link rel="(?:alternate|manifest|apple-touch-icon|canonical)"[^>]*>', "", page)
    loaded = re.findall(r'<(?:link|script)[^>]+(?:href|src)="([^"]+)"', head)
    assert loaded
    assert set(loaded) <= set(parts(client))
    assert all(client.get(path).getvalue() for path in parts(client))


def test_worker_is_another_one_when_the_site_is(client):
    before = client.get("/sw.js").text
    assert client.get("/sw.js").text == before
    SiteSettings(tagline="Something else").save()
    assert client.get("/sw.js").text != before


def test_offline_page_is_everybodys_and_found_by_no_search_engine(client):
    response = client.get("/offline/")
    assert "public" in response.headers["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in response.text


def test_switched_off_the_worker_takes_itself_away_and_no_page_asks_for_it(client, settings):
    assert "js/register.js" in client.get("/").text
    settings.OFFLINE = False
    worker = client.get("/sw.js").text
    assert "unregister()" in worker
    assert "respondWith" not in worker
    assert "js/register.js" not in client.get(make_article().get_absolute_url()).text


def test_desk_registers_no_worker(client, editor):
    client.force_login(editor)
    assert "js/register.js" not in client.get("/admin/").text
