import re
import shutil

import pytest
from django.core.management import call_command

from magazine.storage import StaticStorage

HASHED = re.compile(r"\.[0-9a-f]{12}\.\w+$")


@pytest.fixture
def collected(settings, tmp_path):
    """The readers' stylesheets and fonts, collected as for production."""
    settings.STATICFILES_DIRS = [tmp_path / "source"]
    for folder in ("css", "fonts"):
        shutil.copytree(settings.ROOT / "static" / folder, tmp_path / "source" / folder)
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "magazine.storage.StaticStorage"}}
    call_command("collectstatic", interactive=False, verbosity=0)
    return StaticStorage()


def test_stylesheet_is_one_file_with_hashed_addresses(collected):
    name = collected.stored_name("css/site.css")
    with collected.open(name) as file:
        css = file.read().decode()
    assert HASHED.search(name)
    assert "@import" not in css
    assert ".masthead" in css
    addresses = re.findall(r'url\("?(?!data:)([^")]+)"?\)', css)
    assert any("roboto-serif-latin" in address for address in addresses)
    assert all(HASHED.search(address) and collected.exists(f"css/{address}") for address in addresses)
    assert collected.exists(f"{name}.gz")
    assert collected.exists(f"{name}.br")


def test_addresses_stay_the_same_in_debug_mode_and_when_collected_again(collected, settings):
    address = collected.url("css/site.css")
    settings.DEBUG = True
    call_command("collectstatic", interactive=False, verbosity=0)
    assert StaticStorage().url("css/site.css") == address
