from django import forms
from django.conf import settings
from django.contrib.redirects.models import Redirect
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .rules import LONGEST, Move, check
from .table import read

LARGEST = 1024 * 1024  # bytes of a table


class RedirectForm(forms.ModelForm):
    old_path = forms.CharField(
        max_length=LONGEST,
        label=gettext_lazy("Old address"),
        help_text=gettext_lazy("On this site, such as /2019/old-story/."),
    )
    new_path = forms.CharField(
        max_length=LONGEST,
        required=False,
        label=gettext_lazy("Leads to"),
        help_text=gettext_lazy(
            "A page of this site, or a web address. Empty: readers are told that the page is gone for good."
        ),
    )

    class Meta:
        model = Redirect
        fields = ["old_path", "new_path"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs, label_suffix="")
        self.note = ""

    def clean(self) -> dict:
        cleaned = super().clean()
        if {"old_path", "new_path"} <= cleaned.keys():
            move = Move(cleaned["old_path"], cleaned["new_path"])
            check([move], replacing=self.initial.get("old_path"))
            if move.before is not None:
                where = {"old": move.old, "target": move.before or _("nothing")}
                move.problems.append(_("%(old)s leads to %(target)s already.") % where)
            if move.problems:
                raise ValidationError(move.problems)
            self.note = move.note
            cleaned |= {"old_path": move.old, "new_path": move.new}
        return cleaned

    def save(self, commit: bool = True) -> Redirect:
        self.instance.site_id = settings.SITE_ID
        return super().save(commit)


class TableForm(forms.Form):
    """A file, or the same as text, which is how a table comes back that was looked at."""

    file = forms.FileField(required=False, label=gettext_lazy("CSV file"))
    text = forms.CharField(
        required=False, label=gettext_lazy("Or paste it here"), widget=forms.Textarea(attrs={"rows": 8}), strip=False
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs, label_suffix="")

    def clean_file(self) -> str:
        file = self.cleaned_data["file"]
        if file and file.size > LARGEST:
            raise ValidationError(_("This file is larger than 1 MB. Please import it in parts."))
        try:
            return file.read().decode("utf-8-sig") if file else ""
        except UnicodeDecodeError as error:
            raise ValidationError(_("This file is not written in UTF-8. Please save it as “CSV UTF-8”.")) from error

    def clean(self) -> dict:
        cleaned = super().clean()
        if not self.errors:
            cleaned["text"] = cleaned.get("file") or cleaned["text"]
            cleaned["moves"] = read(cleaned["text"])
        return cleaned
