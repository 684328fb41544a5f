from django.core.management.base import BaseCommand

from accounts.retention import enforce, rules


class Command(BaseCommand):
    help = "Take away what was kept as long as the privacy page says. A worker does it once a day."

    def handle(self, *args, **options):
        enforce()
        self.stdout.write(f"{len(rules)} rules are kept.")
