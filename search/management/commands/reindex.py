from django.core.management.base import BaseCommand
from django.db import connection, transaction

from search.engines import of_database, start_again


class Command(BaseCommand):
    help = "Make the search index anew; OpenSearch is told everything again, and the database asked meanwhile."

    def handle(self, *args, **options) -> None:
        with transaction.atomic():
            of_database(connection).drop(connection)
            of_database(connection).install(connection)
        self.stdout.write(start_again() or "The search index is new.")
