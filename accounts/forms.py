"""The forms of allauth in the magazine's words, and the profile."""

from typing import Any

from allauth.account import forms as allauth
from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pictures.forms import AvatarField, StoresPictures
from purging.log import purge

from .models import User
from .names import hold, is_reserved, skeleton
from .tasks import delete_avatar

CHOOSING = _("At least 8 characters: three unrelated words are easy to remember and hard to guess.")


class Labelled:
    """Labels name the fields, not placeholders. New passwords are typed once, for they can be shown."""

    fields: dict[str, forms.Field]
    labels: dict[str, Any] = {}
    help_texts: dict[str, Any] = {"password1": CHOOSING}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("password2", None)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.help_texts.get(name, "")


class LoginForm(Labelled, allauth.LoginForm):
    labels = {"login": _("E-mail or username")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs |= {
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
        }

    def user_credentials(self) -> dict:
        """By e-mail or by username, never both: two checks of a known person's password take twice as long as one."""
        credentials = super().user_credentials()
        if "email" in credentials:
            credentials.pop("username", None)
        return credentials


class SignupForm(Labelled, allauth.SignupForm):
    labels = {"email": _("E-mail")}
    help_texts = Labelled.help_texts | {
        "email": _("We send a code to it. It is never shown."),
        "username": _("Shown beside your comments. The letters a to z, digits, dots, hyphens and underscores."),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}

    def try_save(self, request):
        """Whether the address is known or new, a password is hashed: the answer takes as long."""
        if self.account_already_exists:
            User().set_password(self.cleaned_data["password1"])
            hold(self.cleaned_data["username"])
            request.session["held_username"] = self.cleaned_data["username"]
        return super().try_save(request)

    def save(self, request):
        with transaction.atomic():
            return super().save(request)


class ConfirmCodeForm(Labelled, allauth.ConfirmEmailVerificationCodeForm):
    labels = {"code": _("Code from the mail")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "autofocus": True}


class RequestCodeForm(Labelled, allauth.RequestLoginCodeForm):
    labels = {"email": _("E-mail")}


class LoginCodeForm(Labelled, allauth.ConfirmLoginCodeForm):
    labels = {"code": _("Code from the mail")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "autofocus": True}


class AddEmailForm(Labelled, allauth.AddEmailForm):
    labels = {"email": _("New address")}


class ResetPasswordForm(Labelled, allauth.ResetPasswordForm):
    labels = {"email": _("E-mail")}


class ResetPasswordKeyForm(Labelled, allauth.ResetPasswordKeyForm):
    labels = {"password1": _("New password")}


class ChangePasswordForm(Labelled, allauth.ChangePasswordForm):
    labels = {"oldpassword": _("Current password"), "password1": _("New password")}


class SetPasswordForm(Labelled, allauth.SetPasswordForm):
    labels = {"password1": _("New password")}


class ReauthenticateForm(Labelled, allauth.ReauthenticateForm):
    labels = {"password": _("Password")}


class AvatarInput(forms.ClearableFileInput):
    """Only the chooser: the page has the picture and the box to remove it."""

    template_name = "django/forms/widgets/file.html"


class Lines(forms.Textarea):
    """Browsers count a new line once and send it as two characters; the limit is theirs."""

    def value_from_datadict(self, data, files, name):
        value = super().value_from_datadict(data, files, name)
        return value and value.replace("\r\n", "\n")


class AvatarReplaced(StoresPictures):
    """A form with a picture that leaves no old one behind."""

    def save(self, commit: bool = True) -> User:
        before = self.initial["avatar"].name
        user = super().save(commit)
        purge(f"person-{user.pk}", gone=not user.is_active)
        if before and user.avatar.name != before:
            delete_avatar.enqueue(before)
        return user


class ProfileForm(AvatarReplaced, forms.ModelForm):
    avatar = AvatarField(
        label=_("Picture"), required=False, widget=AvatarInput, help_text=_("A square is cut from its middle.")
    )

    class Meta:
        model = User
        fields = ["display_name", "bio", "website", "avatar"]
        labels = {"display_name": _("Name"), "website": _("Website")}
        help_texts = {
            "display_name": _("How you appear on the site. Empty: your username."),
            "bio": _("A sentence or two for your public page."),
        }
        widgets = {"bio": Lines(attrs={"rows": 4})}

    def clean_display_name(self) -> str:
        """People may share a name; nobody may borrow a username, or the name of somebody in the newsroom."""
        name = " ".join(self.cleaned_data["display_name"].split())
        if name and not self.instance.is_staff and (is_reserved(name) or self._is_borrowed(name)):
            raise ValidationError(gettext("Readers would take you for somebody else by this name."))
        return name

    def _is_borrowed(self, name: str) -> bool:
        others = User.objects.exclude(pk=self.instance.pk)
        newsroom = [str(person) for person in others.filter(is_staff=True).only("display_name", "username")]
        look = skeleton(name)
        is_username = look and " " not in name and others.filter(look=look).exists()
        return is_username or look in map(skeleton, newsroom)
