from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.test import Client

from articles.models import Article


class Command(BaseCommand):
    help = "Open the front page and the newest article as a reader would; exits 1 unless both are shown."

    def handle(self, **options) -> None:
        client = Client(raise_request_exception=False, headers={"host": settings.HOST})
        newest = Article.objects.published().first()
        for path in ["/", *([newest.get_absolute_url()] if newest else [])]:
            response = client.get(path, secure=settings.HTTPS)
            if response.status_code != 200 or "</html>" not in response.text:
                raise CommandError(f"{path} was answered with {response.status_code}.")
            self.stdout.write(f"{path} is shown.")
