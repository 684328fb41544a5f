from django.core.management.base import BaseCommand, CommandError

from articles import clock
from tasks.backends import has_queue
from tasks.worker import Worker


class Command(BaseCommand):
    help = "Do the work that requests leave for later, until SIGTERM; several may run at once."

    def handle(self, **options) -> None:
        if not has_queue():
            raise CommandError("Without TASKS=database there is no work to wait for: it is done at once.")
        clock.start()
        worker = Worker()
        worker.configure_signals()
        worker.run()
