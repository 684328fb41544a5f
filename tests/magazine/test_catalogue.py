"""Each language that the magazine speaks is whole: nothing of it is said in English."""

from io import BytesIO

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation import ngettext, override

from tests.magazine.test_words import ROOT, collected

LANGUAGES = [code for code, _ in settings.LANGUAGES if code != "en"]  # in which everything is written


def catalogue_of(language: str) -> Catalog:
    with (ROOT / "locale" / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file, locale=language)


def keys_of(catalogue: Catalog) -> set:
    return {(message.id, message.context) for message in catalogue if message.id}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated_in_each_of_its_forms_and_nothing_else(language):
    catalogue = catalogue_of(language)
    assert keys_of(catalogue) == keys_of(collected())  # else `make words` puts it right
    for message in catalogue:
        forms = message.string if message.pluralizable else [message.string]
        assert not message.id or all(forms), message.id
        assert not message.pluralizable or len(forms) == catalogue.num_plurals, message.id
    assert list(catalogue.check()) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_would_end_an_attribute(language):
    messages = [message for message in catalogue_of(language) if message.id and '"' not in "".join(message.id)]
    assert [message.id for message in messages if '"' in "".join(message.string)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_compiled_is_what_is_written(language):
    written, compiled = BytesIO(), (ROOT / "locale" / language / "LC_MESSAGES" / "django.mo").read_bytes()
    write_mo(written, catalogue_of(language), use_fuzzy=True)

    def said(file) -> dict:
        return {(str(message.id), message.context): message.string for message in read_mo(file) if message.id}

    assert said(BytesIO(compiled)) == said(BytesIO(written.getvalue()))


def test_numbers_take_the_forms_of_the_language():
    def said(count: int) -> str:
        return ngettext("%(count)s article of others", "%(count)s articles of others", count)

    with override("uk"):
        assert len({said(1), said(3), said(5)}) == 3
        assert said(1) == said(21)
