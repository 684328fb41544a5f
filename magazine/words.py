"""What templates say differently in another language: dates, numbers, lists, and forms for what scripts count."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

# A whole number of each kind that languages tell apart (CLDR, as `Intl.PluralRules` in browsers).
EXAMPLES = {"zero": 0, "one": 1, "two": 2, "few": 3, "many": 11, "other": 100}


def format_moment(moment: date, wanted: str) -> str:
    """By the name of a format of `magazine/formats`, or as Django's `date` filter; in the site's time zone."""
    return date_format(timezone.localtime(moment) if isinstance(moment, datetime) else moment, wanted)


def format_number(number: int) -> str:
    """1,234,567."""
    return number_format(number, force_grouping=True)


def between(left: int) -> str:
    """What stands behind an item of a list, by how many are left with it (`loop.revindex`): a comma, "and", nothing."""
    if left > 2:
        return _(", ")
    return pgettext("before the last item of a list", " and ") if left == 2 else ""


def plural_forms(singular: str, plural: str) -> dict[str, str]:
    """For a script, by what `Intl.PluralRules` says of its number, else "other"; placeholders are still in them."""
    forms = {kind: ngettext(singular, plural, number) for kind, number in EXAMPLES.items()}
    return {kind: words for kind, words in forms.items() if kind == "other" or words != forms["other"]}


GLOBALS = {"between": between, "plural_forms": plural_forms}
FILTERS = {"date": format_moment, "number": format_number}
