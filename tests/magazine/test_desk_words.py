"""The desk speaks the language of the magazine, its scripts and what Django names by itself included."""

import json
import re
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.utils.translation import override

from articles.models import Article
from corrections.models import Mark
from magazine.templatetags.script_words import script_words

MODULES = Path(settings.ROOT / "static/admin-desk").glob("*.js")
SAID = re.compile(r"\bsay\((?:[^()\"]|\([^()]*\))*?\"(\w+)\"(?: : \"(\w+)\")?")


def brought() -> dict:
    return json.loads(re.sub(r"^<script[^>]*>|</script>$", "", script_words()))


def test_scripts_find_all_their_words():
    asked = {name for module in MODULES for found in SAID.findall(module.read_text()) for name in found if name}
    assert len(asked) > 60
    assert asked <= brought()["words"].keys()


def test_scripts_bring_no_words_of_their_own():
    sentence = re.compile(r"[\"`][A-Z][a-z]+ [a-z]+[^\"`]*[\"`]")
    for module in Path(settings.ROOT / "static/admin-desk").glob("*.js"):
        code = re.sub(r"//.*", "", module.read_text())
        assert not sentence.search(re.sub(r"Error\(`[^`]*`\)", "", code)), module.name


def test_scripts_count_and_tell_the_time_as_the_language_does():
    assert brought()["locale"] == "en-GB"
    assert brought()["words"]["word_count"] == {"one": "%(count)s word", "other": "%(count)s words"}
    with override("uk"):
        assert brought()["locale"] == "uk"


def test_what_django_names_after_the_code_is_translated():
    with override("uk"):
        assert str(Mark._meta.get_field("user").verbose_name) == "користувач"
    assert str(Article._meta.verbose_name_plural) == "articles"


def test_every_model_keeps_its_english_name_for_permissions():
    with override("uk"):
        assert all(model._meta.verbose_name_raw.isascii() for model in apps.get_models())
