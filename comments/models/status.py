from django.db import models


class Status(models.TextChoices):
    VISIBLE = "visible", "Visible"
    HELD = "held", "Held for review"
    REJECTED = "rejected", "Hidden"
    DELETED = "deleted", "Deleted by its author"
