from django.db import models
from django.db.models import Q


class Announced(models.Model):
    """Up to which moment hubs and search engines were told of what is new. One row."""

    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY, editable=False)
    up_to = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="announced_is_one_row")]

    def __str__(self) -> str:
        return f"Announced up to {self.up_to}"
