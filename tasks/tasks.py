from datetime import timedelta

from django.core.management import call_command
from django.tasks import task
from django.utils import timezone

from .models import Task

DAY = timedelta(days=1)


def tidy_once_a_day() -> None:
    """Any number of workers may ask; should two do so at once, it is done twice and does no harm."""
    asked = Task.objects.filter(task_path=tidy.module_path, enqueued_at__gt=timezone.now() - DAY)
    if not asked.exists():
        tidy.enqueue()


@task
def tidy() -> None:
    """Drop what nobody looks at any more: sessions that ended, background work that is done."""
    call_command("clearsessions")
    call_command("prune_db_task_results", queue_name="*", min_age_days=2, failed_min_age_days=60, verbosity=0)
