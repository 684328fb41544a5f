from django.tasks import task
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.mails import write_to

from .models import Correction

SUBJECTS = {
    "accepted": _("Your correction is accepted: %(article)s"),
    "declined": _("Your correction is declined: %(article)s"),
}


@task
def tell_reader(correction_id: int) -> None:
    """Once: a second try finds that it was mailed."""
    rows = Correction.objects.select_related("article", "reader").filter(pk=correction_id, told_at=None)
    correction = rows.exclude(status=Correction.Status.WAITING).first()
    if correction and correction.reader:
        subject = SUBJECTS[correction.status] % {"article": correction.article}
        write_to(correction.reader, subject, "corrections/email/decided.txt", {"correction": correction})
        Correction.objects.filter(pk=correction_id).update(told_at=timezone.now())
