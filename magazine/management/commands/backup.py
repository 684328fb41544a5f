from argparse import ArgumentTypeError
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from magazine.backup import back_up
from magazine.backup.files import remove_oldest


def at_least_one(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError("at least one is kept")
    return int(text)


class Command(BaseCommand):
    help = "Write the database and the pictures into one checked file, while the magazine runs."
    requires_system_checks = []

    def add_arguments(self, parser) -> None:
        parser.add_argument("--to", type=Path, default=settings.DATA_DIR / "backups", metavar="FOLDER")
        parser.add_argument(
            "--keep", type=at_least_one, metavar="N", help="then remove all backups there but the newest N"
        )

    def handle(self, *, to: Path, keep: int | None, **options) -> None:
        try:
            finished = back_up(to, self.stderr.write)
        except (OSError, DatabaseError) as error:
            raise CommandError(f"No backup was made: {error}") from error
        self.stdout.write(str(finished))
        try:
            if keep:
                remove_oldest(finished, keep)
        except OSError as error:
            raise CommandError(f"Older backups were not removed: {error}") from error
