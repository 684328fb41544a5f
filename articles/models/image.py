from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

import pictures

PERCENT = [MinValueValidator(0), MaxValueValidator(100)]


class Image(models.Model):
    """A picture of the media library: checked and stripped when it came in, its renditions made once."""

    PICTURE_FIELDS = ["file", "alt", "focal_x", "focal_y", "width", "height", "renditions"]

    file = models.ImageField(
        upload_to=pictures.original_path, width_field="width", height_field="height", max_length=200, db_index=True
    )
    alt = models.CharField(
        "alternative text", max_length=300, blank=True, help_text="What somebody who cannot see it should know."
    )
    caption = models.CharField(max_length=400, blank=True)
    credit = models.CharField(max_length=150, blank=True, help_text="Who made it.")
    licence = models.CharField(max_length=100, blank=True, help_text="For example CC BY 4.0.")
    focal_x = models.PositiveSmallIntegerField(
        default=50, validators=PERCENT, help_text="Per cent from the left that every crop keeps."
    )
    focal_y = models.PositiveSmallIntegerField(
        default=50, validators=PERCENT, help_text="Per cent from the top that every crop keeps."
    )
    width = models.PositiveIntegerField(editable=False, default=0)
    height = models.PositiveIntegerField(editable=False, default=0)
    renditions = models.JSONField(
        editable=False, default=dict, help_text="What is ready to be shown: `pictures.Renditions`."
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = "picture"

    def __str__(self) -> str:
        return self.alt or self.caption or self.file.name

    def make_renditions(self) -> None:
        """Cut the widths that pages offer; safe to repeat."""
        self.renditions = pictures.make_renditions(self.file.storage, self.file.name)
        self.save(update_fields=["renditions"])

    @property
    def file_names(self) -> list[str]:
        """The original and every rendition, as the storage knows them."""
        return [self.file.name, *pictures.rendition_names(self.file.name, self.renditions)]
