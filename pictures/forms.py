from django import forms
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile

from .uploads import EXTENSIONS, clean_avatar, clean_picture


class PictureField(forms.FileField):
    """A file field that gives back the cleaned picture; a file that was there before is left alone."""

    widget = forms.ClearableFileInput

    def widget_attrs(self, widget: forms.Widget) -> dict:
        return super().widget_attrs(widget) | {"accept": ",".join(f"image/{name.lower()}" for name in EXTENSIONS)}

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        return self.clean_upload(file) if isinstance(file, UploadedFile) else file

    def clean_upload(self, upload: UploadedFile) -> ContentFile:
        return clean_picture(upload)


class AvatarField(PictureField):
    """Gives back a small square."""

    def clean_upload(self, upload: UploadedFile) -> ContentFile:
        return clean_avatar(upload)
