from django.core.management.base import BaseCommand, CommandError
from django.tasks import DEFAULT_TASK_BACKEND_ALIAS, task_backends
from django_tasks_db import DatabaseBackend

from tasks.worker import Worker


class Command(BaseCommand):
    help = "Do the work that requests leave for later, until SIGTERM; several may run at once."

    def handle(self, **options) -> None:
        if not isinstance(task_backends[DEFAULT_TASK_BACKEND_ALIAS], DatabaseBackend):
            raise CommandError("Without TASKS=database there is no work to wait for: it is done at once.")
        worker = Worker()
        worker.configure_signals()
        worker.run()
