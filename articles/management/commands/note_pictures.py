from django.core.management.base import BaseCommand

from articles.picture_uses import note_all


class Command(BaseCommand):
    help = "Find out anew which articles show which pictures; needed only after articles were changed by other means."

    def handle(self, **options) -> None:
        seen = 0
        for seen in note_all():
            self.stdout.write(f"\r{seen}", ending="")
        self.stdout.write(f"\r{seen} articles looked at.")
