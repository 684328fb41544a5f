from django.tasks import task
from django.utils import timezone

from accounts.mails import write_to

from .models import Correction


@task
def tell_reader(correction_id: int) -> None:
    """Once: a second try finds that it was mailed."""
    rows = Correction.objects.select_related("article", "reader").filter(pk=correction_id, told_at=None)
    correction = rows.exclude(status=Correction.Status.WAITING).first()
    if correction and correction.reader:
        subject = f"Your correction is {correction.status}: {correction.article}"
        write_to(correction.reader, subject, "corrections/email/decided.txt", {"correction": correction})
        Correction.objects.filter(pk=correction_id).update(told_at=timezone.now())
