from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from magazine.demo.load import load_demo


class Command(BaseCommand):
    help = "Load the demo magazine: articles, pictures, people, comments and reactions. Repeating it changes nothing."

    def handle(self, **options) -> None:
        if not settings.DEBUG:
            raise CommandError("The demo has accounts with a known password, so it is only loaded with DEBUG=true.")
        load_demo(say=self.stdout.write)
