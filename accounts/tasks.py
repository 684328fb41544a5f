"""Work that a request need not wait for; safe to repeat."""

from django.core.files.storage import default_storage
from django.tasks import task

from .models import User


@task
def delete_avatar(name: str) -> None:
    """Unless somebody has the same file again."""
    if not User.objects.filter(avatar=name).exists():
        default_storage.delete(name)
