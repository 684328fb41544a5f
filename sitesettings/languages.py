"""The languages that articles may be in, by their tags (BCP 47), with the names that Django knows."""

import locale
from typing import NamedTuple

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext

LEFT_TO_RIGHT = {"az"}  # which Django takes for Arabic script
# What the table of locales that comes with Python does not know, or gets wrong.
LOCALES = {"ar": "ar_AR", "eo": "eo_EO", "sr-Latn": "sr_RS", "zh-Hans": "zh_CN", "zh-Hant": "zh_TW"}


class Language(NamedTuple):
    tag: str
    name: str
    own_name: str
    is_rtl: bool

    @property
    def locale(self) -> str:
        """With the territory that Open Graph wants, such as uk_UA; "" where nobody knows one."""
        found = LOCALES.get(self.tag) or locale.normalize(self.tag.replace("-", "_")).partition(".")[0]
        return found if "_" in found and "@" not in found else ""


def _tag(code: str) -> str:
    """Written as usual: zh-Hans, pt-BR."""
    first, *others = code.split("-")
    return "-".join([first, *(part.title() if len(part) == 4 else part.upper() for part in others)])


def _language(code: str, info: dict) -> Language:
    own_name = info["name_local"]
    is_rtl = info["bidi"] and code not in LEFT_TO_RIGHT
    return Language(_tag(code), info["name"], own_name[:1].upper() + own_name[1:], is_rtl)


LANGUAGES = {_tag(code): _language(code, info) for code, info in LANG_INFO.items() if "name" in info}


def choices() -> list[tuple[str, str]]:
    """By their names in the language of the desk, which Django knows."""
    names = {tag: gettext(language.name) for tag, language in LANGUAGES.items()}
    return [(tag, _both(names[tag], LANGUAGES[tag].own_name)) for tag in sorted(names, key=names.__getitem__)]


def _both(name: str, own_name: str) -> str:
    return name if own_name == name else f"{name} – {own_name}"
