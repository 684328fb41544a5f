from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse

MOST_MENTIONED = 10  # people in one comment


class CommentMention(models.Model):
    """Somebody is called by name in a comment."""

    comment = models.ForeignKey("Comment", models.CASCADE, related_name="mentions", db_index=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "person"], name="mentioned_once_in_a_comment")]

    def __str__(self) -> str:
        return f"{self.person} in {self.comment_id}"


def people_called(names: Iterable[str]) -> models.QuerySet:
    """Who has these names, whatever the case; the first few, as each is told."""
    asked = [name.lower() for name in names][:MOST_MENTIONED]
    return get_user_model().objects.confirmed().alias(name=Lower("username")).filter(name__in=asked)


def pages_called(names: Iterable[str]) -> dict[str, str]:
    """The address of each one's page by the name in lower case."""
    return {
        name.lower(): reverse("articles:author", args=[name])
        for name in people_called(names).values_list("username", flat=True)
    }
