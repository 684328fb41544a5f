import pytest

from sitesettings.languages import LANGUAGES, choices


@pytest.mark.parametrize(
    ("tag", "own_name", "is_rtl", "locale"),
    [
        ("ar", "العربيّة", True, "ar_AR"),
        ("az", "Azərbaycanca", False, "az_AZ"),
        ("de", "Deutsch", False, "de_DE"),
        ("en", "English", False, "en_US"),
        ("he", "עברית", True, "he_IL"),
        ("pt-BR", "Português Brasileiro", False, "pt_BR"),
        ("uk", "Українська", False, "uk_UA"),
        ("zh-Hans", "简体中文", False, "zh_CN"),
    ],
)
def test_language_has_its_tag_names_direction_and_locale(tag, own_name, is_rtl, locale):
    language = LANGUAGES[tag]
    assert (language.own_name, language.is_rtl, language.locale) == (own_name, is_rtl, locale)


def test_every_language_can_be_kept_and_is_chosen_by_its_english_name():
    assert all(len(tag) <= 12 for tag in LANGUAGES)
    names = [LANGUAGES[tag].name for tag, _ in choices()]
    assert names == sorted(names)
    assert ("uk", "Ukrainian – Українська") in choices()


def test_locales_have_a_territory_or_are_not_told():
    assert {language.locale for language in LANGUAGES.values() if language.locale.count("_") != 1} == {""}
