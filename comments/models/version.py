from django.db import models
from django.utils import timezone


class CommentVersion(models.Model):
    """The words of a comment before they were changed, for moderators; erased when its author deletes the comment."""

    comment = models.ForeignKey("Comment", models.CASCADE, related_name="versions", db_index=False)
    body = models.TextField()
    replaced_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["comment", "replaced_at"], name="version_of_comment")]

    def __str__(self) -> str:
        return self.body[:60]
