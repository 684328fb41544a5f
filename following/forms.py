from allauth.account.adapter import get_adapter
from django import forms

from .models import Follower

Rhythm = Follower.Rhythm
MAILS = [(Rhythm.DAILY.value, "Every day at 7"), (Rhythm.WEEKLY.value, "Once a week, on Mondays")]
CHOOSE = {"required": "Please choose how often.", "invalid_choice": "Please choose how often."}


class AddressForm(forms.Form):
    email = forms.EmailField(label="E-mail", max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    website = forms.CharField(required=False, label="Leave this empty", widget=forms.TextInput(attrs={"tabindex": -1}))

    def clean_email(self) -> str:
        """By the rules of accounts, in lower case as there."""
        return get_adapter().clean_email(self.cleaned_data["email"]).lower()

    @property
    def is_from_a_robot(self) -> bool:
        """People do not see that field."""
        return bool(self.data.get("website"))


class RhythmForm(forms.Form):
    rhythm = forms.ChoiceField(
        label="How often", choices=MAILS, initial=Rhythm.WEEKLY, widget=forms.RadioSelect, error_messages=CHOOSE
    )


class FollowForm(RhythmForm, AddressForm):
    """Of somebody without an account."""

    field_order = ["email", "rhythm", "website"]


class OwnRhythmForm(RhythmForm):
    """Of somebody with one, who may go on following without mail."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rhythm"].choices = [*MAILS, (Rhythm.OFF.value, "No mail for now")]
