"""Fields of the desk for what is said about a text: its language, its original, what it was tested with and when."""

import re
from collections.abc import Sequence
from datetime import datetime, time

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import markup
from sitesettings import languages
from sitesettings.models import site_settings

from .choosing import is_key
from .models import Article
from .translations import group_of

MOST_PRODUCTS, LONGEST_PRODUCT = 10, 60
VERSION = re.compile(r".*\S\s+\S*\d\S*")  # a name, and something with a digit behind it


def language_choices() -> list[tuple[str, str]]:
    usual = site_settings().language
    as_usual = _("As the magazine: %(language)s") % {"language": dict(languages.choices()).get(usual, usual)}
    return [("", as_usual), *languages.choices()]


class LanguageField(forms.ChoiceField):
    def __init__(self) -> None:
        super().__init__(choices=language_choices, required=False, label=gettext_lazy("Language"))


class OriginalSelect(AutocompleteSelect):
    """One other article; what was sent and is no number chooses none."""

    def __init__(self) -> None:
        super().__init__(Article._meta.get_field("translation_of"), admin.site)

    def optgroups(self, name: str, value: Sequence[str], attrs: dict | None = None) -> list:
        return super().optgroups(name, [key for key in value if is_key(key)], attrs)


class OriginalField(forms.ModelChoiceField):
    """Whoever names a translation means its original."""

    def __init__(self) -> None:
        super().__init__(
            Article.objects.all(),
            required=False,
            label=gettext_lazy("Translation of"),
            widget=OriginalSelect(),
            help_text=gettext_lazy("Another article, which this one says in its own language."),
        )

    def to_python(self, value) -> Article | None:
        if value and not is_key(value):
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        article = super().to_python(value)
        return article and (article.translation_of or article)


class ProductsField(forms.CharField):
    """A product and its version a line, each once."""

    def __init__(self) -> None:
        super().__init__(
            required=False,
            label=gettext_lazy("Tested with"),
            widget=forms.Textarea(attrs={"rows": 3, "placeholder": "Python 3.14\nDjango 6.1"}),
            help_text=gettext_lazy("For articles with code: a product and its version a line."),
        )

    def clean(self, value) -> str:
        lines = (" ".join(line.split()) for line in markup.printable(super().clean(value)).splitlines())
        products = list(dict.fromkeys(filter(None, lines)))
        if len(products) > MOST_PRODUCTS:
            raise ValidationError(_("Please name at most %(most)s.") % {"most": MOST_PRODUCTS})
        for product in products:
            said = {"product": product[:LONGEST_PRODUCT]}
            if not VERSION.fullmatch(product):
                raise ValidationError(_("“%(product)s”: please name its version, as in “Python 3.14”.") % said)
            if len(product) > LONGEST_PRODUCT:
                raise ValidationError(_("“%(product)s…” is too long for a product and its version.") % said)
        return "\n".join(products)

    def has_changed(self, initial, data) -> bool:
        return (initial or "").split() != (data or "").split()


class DayField(forms.DateField):
    """A day as a moment: today is now, an earlier day is over."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def prepare_value(self, value):
        return timezone.localdate(value) if isinstance(value, datetime) else value

    def clean(self, value) -> datetime | None:
        day = super().clean(value)
        if day and day > timezone.localdate():
            raise ValidationError(_("This day is still to come."))
        if not day or day == timezone.localdate():
            return day and timezone.now()
        return timezone.make_aware(datetime.combine(day, time(23, 59)))

    def has_changed(self, initial, data) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


def refusal(article: Article, original: Article, language: str) -> str:
    """Why it can be no translation of that one, "" if it can."""
    if original.pk == article.pk:
        return _("This is the article itself, or a translation of it.")
    if article.pk and article.translations.exists():
        return _(
            "Others are translations of this one. Please open the other article, and say there what it translates."
        )
    said = language or site_settings().language
    taken = [other for other in [original, *group_of(original)] if other.pk != article.pk and other.lang == said]
    if not taken:
        return ""
    return _("“%(article)s” is in that language already. Please choose another language.") % {"article": taken[0]}
