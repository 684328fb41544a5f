"""How long it is known what work was done in the background."""

from datetime import datetime, timedelta

from django.tasks import TaskResultStatus
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from accounts.retention import Rule, rules

DONE_KEPT, FAILED_KEPT = timedelta(days=2), timedelta(days=60)


def drop(status: TaskResultStatus, before: datetime) -> None:
    DBTaskResult.objects.filter(status=status, finished_at__lt=before).delete()


rules += [
    Rule(_("Work done in the background"), DONE_KEPT, lambda before: drop(TaskResultStatus.SUCCESSFUL, before)),
    Rule(
        _("Work that failed, with what went wrong"), FAILED_KEPT, lambda before: drop(TaskResultStatus.FAILED, before)
    ),
]
