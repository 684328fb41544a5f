from datetime import timedelta

from django.core.cache import cache
from django.core.management import call_command
from django.tasks import TaskResultStatus, task
from django.utils import timezone

from articles import clock

from .backends import has_queue
from .models import Task

DAY = timedelta(days=1)
SECONDS = 600  # from one look of the clock to the next


def keep_going() -> None:
    clock.every(SECONDS, tidy_without_a_worker)


def tidy_once_a_day() -> None:
    """Any number of workers may ask; should two do so at once, it is done twice and does no harm."""
    asked = Task.objects.filter(task_path=tidy.module_path, enqueued_at__gt=timezone.now() - DAY)
    if not asked.exists():
        tidy.enqueue()


def tidy_without_a_worker() -> None:
    """Once a day as well; of several processes that share no cache each does it."""
    if has_queue() or not cache.add("tidied", True, DAY.total_seconds()):
        return
    if tidy.enqueue().status == TaskResultStatus.FAILED:
        cache.delete("tidied")


@task
def tidy() -> None:
    """Drop what has been kept as long as the privacy page says."""
    call_command("tidy", verbosity=0)
