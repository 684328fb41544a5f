"""Fields of the desk in which rows are chosen by typing: tags, people, other articles."""

from collections.abc import Iterable

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.core.exceptions import ValidationError

from accounts.models import User

from .models import Article, Related

LONGEST_KEY = 19  # digits of the largest number a database keeps


class TagSelect(AutocompleteSelectMultiple):
    def optgroups(self, name: str, value: list[str], attrs: dict | None = None) -> list:
        """Django's own cannot show a form again that was sent with something else than numbers."""
        return super().optgroups(name, [str(int(key)) for key in value if is_key(key)], attrs)

    def build_attrs(self, base_attrs: dict, extra_attrs: dict | None = None) -> dict:
        """Without the button that clears all at once: it stands where a list allows only its items."""
        return super().build_attrs(base_attrs, extra_attrs) | {"data-allow-clear": "false"}


class BylineSelect(TagSelect):
    """Keeps the order in which people were chosen."""

    def optgroups(self, name: str, value: list[str], attrs: dict | None = None) -> list:
        groups = super().optgroups(name, value, attrs)
        order = [int(key) for key in value if is_key(key)]
        groups[0][1].sort(key=lambda option: order.index(int(str(option["value"]))))
        return groups


class ChoicesField(forms.ModelMultipleChoiceField):
    """Refuses what cannot be the number of a row before a database stumbles over it."""

    def clean(self, value: Iterable):
        for key in value or ():
            if not is_key(key):
                raise ValidationError(self.error_messages["invalid_pk_value"], params={"pk": key})
        return super().clean(value)


class BylineField(ChoicesField):
    def clean(self, value: Iterable) -> list[User]:
        people = {str(user.pk): user for user in super().clean(value)}
        return [people[number] for number in dict.fromkeys(map(str, value or ())) if number in people]


class RelatedSelect(BylineSelect):
    """Other articles in an order. Those that readers see now stand there to choose from, also without JavaScript."""

    def __init__(self) -> None:
        super().__init__(Related._meta.get_field("other"), admin.site)
        self.now: list[Article] = []

    def optgroups(self, name: str, value: list[str], attrs: dict | None = None) -> list:
        groups = super().optgroups(name, value, attrs)
        options = groups[0][1]
        others = [article for article in self.now if str(article.pk) not in value]
        options += [self.create_option(name, other.pk, str(other), False, len(options)) for other in others]
        return groups


class RelatedField(ChoicesField):
    def __init__(self, **kwargs) -> None:
        super().__init__(Article.objects.all(), required=False, widget=RelatedSelect(), **kwargs)

    def clean(self, value: Iterable) -> list[Article]:
        """In the order in which they were chosen."""
        articles = {str(article.pk): article for article in super().clean(value)}
        return [articles[key] for key in dict.fromkeys(map(str, value or ())) if key in articles]

    def has_changed(self, initial, data) -> bool:
        """Also by their order."""
        return [*map(str, initial or ())] != [*map(str, data or ())]


def is_key(value) -> bool:
    """Could be the number of a row."""
    text = str(value)
    return text.isascii() and text.isdigit() and len(text) < LONGEST_KEY
