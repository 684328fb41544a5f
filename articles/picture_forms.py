"""What the desk asks for when somebody adds, describes or replaces pictures."""

from pathlib import PurePath
from typing import cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

import markup
import pictures
from pictures.forms import PictureField, StoresPictures

from .licences import LICENCES
from .models import Image

OWN_WORDS = "other"
LONGEST_LICENCE = Image._meta.get_field("licence").max_length
LONGEST_NAME = Image._meta.get_field("original_name").max_length
DESCRIPTION = ["alt", "caption", "credit", "licence"]


class LicenceWidget(forms.MultiWidget):
    """The well-known ones, and a line for any other; what is sent under the bare name is taken too."""

    def __init__(self) -> None:
        choices = [("", _("Not said")), *((name, name) for name in LICENCES), (OWN_WORDS, _("In other words …"))]
        words = {"maxlength": LONGEST_LICENCE, "aria-label": _("Licence in other words"), "placeholder": _("Licence")}
        super().__init__(
            [forms.Select(attrs={"aria-label": _("Licence")}, choices=choices), forms.TextInput(words)],
            {"class": "licence"},
        )

    def decompress(self, value: str | None) -> list[str]:
        return [value or "", ""] if not value or value in LICENCES else [OWN_WORDS, value]

    def value_from_datadict(self, data, files, name: str) -> list[str]:
        return self.decompress(data[name]) if name in data else super().value_from_datadict(data, files, name)


class LicenceField(forms.MultiValueField):
    widget = LicenceWidget

    def __init__(self, **kwargs) -> None:
        names = [("", ""), *((name, name) for name in LICENCES), (OWN_WORDS, "")]
        words = forms.CharField(required=False, max_length=LONGEST_LICENCE)
        fields = (forms.ChoiceField(choices=names, required=False), words)
        super().__init__(fields, required=False, require_all_fields=False, **kwargs)

    def compress(self, values: list[str]) -> str:
        name, words = values or ["", ""]
        return words if name == OWN_WORDS else name


class DescriptionForm(forms.ModelForm):
    """A picture that is in the library already."""

    licence = LicenceField(label=_("Licence"))

    class Meta:
        model = Image
        fields = [*DESCRIPTION, "focal_x", "focal_y"]
        widgets = {"alt": forms.Textarea(attrs={"rows": 2}), "caption": forms.Textarea(attrs={"rows": 2})}


class FileForm(StoresPictures, forms.ModelForm):
    """A file for a picture, new to the library; `twin` is the picture that has it already."""

    twin: Image | None = None

    file = PictureField(label=_("Picture"), help_text=_("JPEG, PNG, WebP, AVIF or GIF, up to 15 MB."))

    class Meta:
        model = Image
        fields = ["file"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        self.initial.pop("file", None)  # the one that a picture has already is no answer

    def clean_file(self):
        file, upload = self.cleaned_data["file"], cast(UploadedFile, self.files[self.add_prefix("file")])
        digest, name = pictures.digest_of(upload), pictures.content_path("pictures", file, PurePath(file.name).suffix)
        self.twin = Image.objects.like(name, digest).first()
        if self.twin:
            raise ValidationError(self._explain_twin(self.twin), code="duplicate")
        self.instance.digest = digest
        self.instance.original_name = markup.printable(upload.name)[-LONGEST_NAME:]
        return file

    def _explain_twin(self, twin: Image) -> str:
        if twin == self.instance:
            return gettext("This is the file that the picture has already.")
        address = reverse("admin:articles_image_change", args=[twin.pk])
        return format_html(
            gettext('This picture is in the library already: <a href="{address}">{picture}</a>.'),
            address=address,
            picture=twin,
        )


class NewPictureForm(FileForm):
    """For the library; it may be described later."""

    licence = LicenceField(label=_("Licence"))

    class Meta(FileForm.Meta):
        fields = ["file", *DESCRIPTION]


class UploadForm(NewPictureForm):
    """The same beside an article, where a picture without a description would go straight to the readers."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["alt"].required = True


class CreditForm(forms.Form):
    """Who made many pictures, and their licence; what is left empty stays as it is."""

    credit = forms.CharField(required=False, max_length=150, label=_("Credit"))
    licence = LicenceField(label=_("Licence"))

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **{"label_suffix": ""} | kwargs)

    def clean(self) -> dict:
        cleaned = super().clean()
        if not self.errors and not any(cleaned.values()):
            raise ValidationError(_("Please say who made them, or choose a licence."))
        return cleaned
