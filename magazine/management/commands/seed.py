from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from magazine.demo.load import load_demo
from magazine.demo.scale import has_scale, load_scale

BAR = 40  # characters


class Command(BaseCommand):
    help = "Load the demo magazine: articles, pictures, people, comments and reactions. Repeating it changes nothing."

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--scale",
            type=float,
            nargs="?",
            const=1.0,
            metavar="FACTOR",
            help="and a million articles with five million comments, or the given part of them: for measuring",
        )

    def handle(self, *, scale: float | None, **options) -> None:
        if not settings.DEBUG:
            raise CommandError("The demo has accounts with a known password, so it is only loaded with DEBUG=true.")
        if scale is not None and scale < 0.001:
            raise CommandError("The scale is a number from 0.001 (a thousand articles) to 1 (a million) or more.")
        if scale and has_scale():
            raise CommandError(
                "This database was scaled before, perhaps not to the end. Begin with an empty one: delete"
                " db.sqlite3 in DATA_DIR, or make another PostgreSQL database, then migrate and seed again."
            )
        load_demo(say=self.stdout.write)
        if scale:
            load_scale(scale, progress=self._show)
            self.stdout.write("Indexed.")

    def _show(self, done: int, total: int) -> None:
        full = BAR * done // total
        rest = "\nMaking the indexes …\n" if done == total else ""
        self.stdout.write(f"\r[{'#' * full}{'.' * (BAR - full)}] {done:,} of {total:,} articles{rest}", ending="")
        self.stdout.flush()
