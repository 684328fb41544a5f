import logging

from django import forms
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from .storage import StorageUnavailableError
from .uploads import EXTENSIONS, clean_avatar, clean_picture

logger = logging.getLogger(__name__)

UNAVAILABLE = _(
    "The picture is fine, but pictures cannot be stored right now. Everything else is still here: "
    "please choose it again in a few minutes."
)


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


class StoresPictures:
    """A model form that is valid only once its pictures are stored, so that no row points to what is not there.

    A storage that is away is one more thing to put right, beside all that was typed.
    """

    def _post_clean(self) -> None:
        super()._post_clean()
        for name, field in self.fields.items():
            if isinstance(field, PictureField) and not self.errors:
                self._store(name)

    def _store(self, name: str) -> None:
        try:
            self.instance._meta.get_field(name).pre_save(self.instance, add=False)
        except (OSError, StorageUnavailableError) as error:
            logger.exception("A picture could not be stored: %s", error)
            self.add_error(name, UNAVAILABLE)
