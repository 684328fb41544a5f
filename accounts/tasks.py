"""Work that a request need not wait for; safe to repeat."""

from datetime import datetime

from django.core.files.storage import default_storage
from django.tasks import task
from django.utils.translation import gettext as _

from .export import fill
from .mails import write_to
from .models import Export, User


@task
def delete_avatar(name: str) -> None:
    """Unless somebody has the same file again."""
    if not User.objects.filter(avatar=name).exists():
        default_storage.delete(name)


@task
def tell_of_device(pk: int, browser: str, address: str, when: str) -> None:
    moment = datetime.fromisoformat(when)
    told = {"browser": browser, "address": address, "when": moment}
    _tell(pk, _("A new sign-in to your account"), "new_device", told)


@task
def tell_of_leaving(pk: int) -> None:
    _tell(pk, _("Your account will be deleted"), "leaving", {})


@task
def tell_of_staying(pk: int) -> None:
    _tell(pk, _("Your account stays"), "staying", {})


def _tell(pk: int, subject: str, template: str, context: dict) -> None:
    if person := User.objects.filter(pk=pk).first():
        write_to(person, subject, f"accounts/email/{template}.txt", context)


@task
def make_export(pk: int) -> None:
    """Once; who asked is told by mail, unless they have gone meanwhile."""
    if export := Export.objects.filter(pk=pk, made_at=None).select_related("user").first():
        fill(export)
        write_to(export.user, _("Your data is ready"), "accounts/email/export_ready.txt", {"export": export})
