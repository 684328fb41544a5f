from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from magazine.backup import restore, verify


class Command(BaseCommand):
    help = "Put a backup in the place of an empty magazine; with --verify only prove, beside it, that it would work."
    requires_system_checks = []

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--verify", action="store_true", help="restore beside the magazine, compare, open a page")
        parser.add_argument("--replace", action="store_true", help="even if there is a magazine; stop it before")

    def handle(self, *, file: Path, **options) -> None:
        try:
            if options["verify"]:
                verify(file, self.stdout.write)
            else:
                restore(file, self.stdout.write, replace=options["replace"])
        except (OSError, DatabaseError) as error:
            raise CommandError(f"The backup was not restored: {error}") from error
