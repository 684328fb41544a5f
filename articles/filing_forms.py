"""What the desk asks for when somebody files and signs many articles at once."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User

from .models import Category, Tag

MOST_NAMED = 20  # tags, or authors, each of which is looked up
LINE: dict[str, Any] = {"required": False, "max_length": 500}
COMMAS = gettext_lazy("Names, separated by commas.")


class FilingForm(forms.Form):
    """Names are typed: a list of all tags would be long, and a list to search in needs JavaScript."""

    category = forms.ModelChoiceField(
        Category.objects.all(), required=False, label=gettext_lazy("Category"), empty_label=gettext_lazy("As it is")
    )
    add = forms.CharField(**LINE, label=gettext_lazy("Tags to add"), help_text=COMMAS)
    remove = forms.CharField(**LINE, label=gettext_lazy("Tags to remove"), help_text=COMMAS)
    authors = forms.CharField(
        **LINE,
        label=gettext_lazy("New authors"),
        help_text=gettext_lazy("Instead of those who sign now. Names, separated by commas."),
    )

    def clean_add(self) -> list[Tag]:
        return self._named("add", _tag)

    def clean_remove(self) -> list[Tag]:
        return self._named("remove", _tag)

    def clean_authors(self) -> list[User]:
        return self._named("authors", _author)

    def _named(self, field: str, find) -> list:
        """What is found for each name, once; or all that is wrong with them."""
        names = dict.fromkeys(filter(None, (" ".join(name.split()) for name in self.cleaned_data[field].split(","))))
        if len(names) > MOST_NAMED:
            raise ValidationError(_("Please name up to %(most)s.") % {"most": MOST_NAMED})
        found, wrong = [], []
        for name in names:
            try:
                found.append(find(name))
            except ValidationError as error:
                wrong.append(error)
        if wrong:
            raise ValidationError(wrong)
        return list(dict.fromkeys(found))

    def clean(self) -> dict:
        cleaned = super().clean()
        for tag in set(cleaned.get("add", ())) & set(cleaned.get("remove", ())):
            self.add_error("remove", _("“%(tag)s” cannot be added and removed.") % {"tag": tag})
        if not self.errors and not any(cleaned.values()):
            raise ValidationError(_("Please say what should change."))
        return cleaned


def _tag(name: str) -> Tag:
    """By its name, however it is written, or the last part of its address."""
    tags = Tag.objects.filter(Q(name__iexact=name) | Q(slug=name))
    if not tags:
        raise ValidationError(_("There is no tag “%(name)s”.") % {"name": name})
    return min(tags, key=lambda tag: (tag.name != name, tag.slug == name))


def _author(name: str) -> User:
    """Of the staff; a user name belongs to one person only."""
    staff = User.objects.filter(is_staff=True)
    people = staff.filter(username__iexact=name.removeprefix("@")) or staff.filter(display_name__iexact=name)[:2]
    if len(people) > 1:
        raise ValidationError(_("Several people are called “%(name)s”: please give the user name.") % {"name": name})
    if not people:
        raise ValidationError(_("Nobody of the staff is called “%(name)s”.") % {"name": name})
    return people[0]
