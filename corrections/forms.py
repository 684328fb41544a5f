from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

import markup

from .anchoring import Quote, one_line
from .marks import LONGEST_TEXT
from .models import LONGEST_REASON, Correction
from .passage import Passage

KEPT = ("kind", "exact", "prefix", "suffix", "replacement", "remark", "thanks")  # of who has to sign in first
NOT_FOUND = _("These words are not in the article. Please copy the sentence from it, as it stands there.")


class PrintableField(forms.CharField):
    """What cannot be shown is left out; no `maxlength` in the browser, which would cut a long paste without a word."""

    def __init__(self, *, rows: int, **kwargs) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}), **kwargs)

    def widget_attrs(self, widget) -> dict:
        return {}

    def to_python(self, value) -> str:
        return markup.printable(super().to_python(value)).replace("\r\n", "\n").strip()


class CorrectionForm(forms.ModelForm):
    """A mistake in `article`. Its sentence is kept as the article has it, not as it was typed."""

    exact = PrintableField(rows=3, max_length=1000, label=_("The words as they stand in the article"))
    replacement = PrintableField(
        rows=3, max_length=1000, required=False, label=_("How they should read"),
        help_text=_("Of a link, the address that it should lead to."),
    )  # fmt: skip
    remark = PrintableField(
        rows=3, max_length=1000, required=False, label=_("What the editors should know"),
        help_text=_("How you know, or what happens instead."),
    )  # fmt: skip
    prefix = forms.CharField(required=False, widget=forms.HiddenInput)
    suffix = forms.CharField(required=False, widget=forms.HiddenInput)
    website = forms.CharField(
        required=False, label=_("Leave this empty"), widget=forms.TextInput(attrs={"tabindex": -1})
    )

    class Meta:
        model = Correction
        fields = KEPT
        widgets = {"kind": forms.RadioSelect}
        labels = {"thanks": _("Name me below the article if this is accepted")}

    def __init__(self, *args, article, reader, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.instance.article, self.instance.reader = article, reader

    @property
    def is_from_a_robot(self) -> bool:
        """People do not see that field."""
        return bool(self.data.get("website"))

    def clean(self) -> dict:
        cleaned = super().clean()
        if exact := cleaned.get("exact"):
            asked = Quote(exact, *(markup.printable(cleaned.get(name, "")) for name in ("prefix", "suffix")))
            passage = Passage.find(asked, self.instance.article.content)
            if passage is None:
                self.add_error("exact", NOT_FOUND)
            else:
                cleaned |= passage.quote._asdict()
        if not cleaned.get("replacement") and not cleaned.get("remark"):
            raise ValidationError(_("Please say how it should read, or what is wrong with it."))
        if one_line(cleaned.get("replacement", "")) == cleaned.get("exact"):
            self.add_error("replacement", _("This is what the article says already. What should be different?"))
        return cleaned


class MarkForm(forms.Form):
    text = PrintableField(
        rows=2, max_length=LONGEST_TEXT, required=False, label=_("What fails, and with which version?"),
        help_text=_("If you like. Only the editors read it."),
    )  # fmt: skip


class DeclineForm(forms.Form):
    reason = forms.CharField(
        max_length=LONGEST_REASON,
        label=_("Why not"),
        help_text=_("The reader gets these words."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean_reason(self) -> str:
        return markup.printable(self.cleaned_data["reason"])
