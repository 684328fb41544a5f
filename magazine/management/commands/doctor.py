from django.core.management.base import BaseCommand, CommandError

from magazine.doctor import examine


class Command(BaseCommand):
    help = "Say what is wrong with this configuration, and what to do about it; exits 1 when something does not work."
    requires_system_checks = []

    def handle(self, **options) -> None:
        styles = {"ok": self.style.SUCCESS, "warn": self.style.WARNING, "FAIL": self.style.ERROR}
        failed = 0
        for verdict, subject, sentence in examine():
            self.stdout.write(f"{styles[verdict](f'{verdict:4}')}  {subject}: {sentence}")
            failed += verdict == "FAIL"
        if failed:
            raise CommandError(f"{failed} things do not work.")
