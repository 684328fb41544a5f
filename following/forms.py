from contextlib import suppress

from allauth.account.adapter import get_adapter
from django import forms
from django.utils.encoding import punycode
from django.utils.translation import gettext_lazy as _

from .models import Follower

Rhythm = Follower.Rhythm
MAILS = [(Rhythm.DAILY.value, _("Every day at 7")), (Rhythm.WEEKLY.value, _("Once a week, on Mondays"))]
CHOOSE = {"required": _("Please choose how often."), "invalid_choice": _("Please choose how often.")}


class AddressForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    website = forms.CharField(
        required=False, label=_("Leave this empty"), widget=forms.TextInput(attrs={"tabindex": -1})
    )

    def clean_email(self) -> str:
        """By the rules of accounts, and written in the one way in which its mails are counted."""
        adapter = get_adapter()
        name, _, domain = self.cleaned_data["email"].rpartition("@")
        with suppress(UnicodeError):
            if '"' not in name:
                return adapter.clean_email(f"{name}@{punycode(domain)}").lower()
        raise adapter.validation_error("invalid_email")

    @property
    def is_from_a_robot(self) -> bool:
        """People do not see that field."""
        return bool(self.data.get("website"))


class RhythmForm(forms.Form):
    rhythm = forms.ChoiceField(
        label=_("How often"), choices=MAILS, initial=Rhythm.WEEKLY, widget=forms.RadioSelect, error_messages=CHOOSE
    )


class FollowForm(RhythmForm, AddressForm):
    """Of somebody without an account."""

    field_order = ["email", "rhythm", "website"]


class OwnRhythmForm(RhythmForm):
    """Of somebody with one, who may go on following without mail."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rhythm"].choices = [*MAILS, (Rhythm.OFF.value, _("No mail for now"))]
