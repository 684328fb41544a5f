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
    """Drop what has been kept as long as the privacy page says."""
    call_command("tidy", verbosity=0)
