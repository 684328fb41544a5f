from django.core.management.base import BaseCommand
from django.db import connection, transaction

from search.engines import of_database, start_again


class Command(BaseCommand):
    help = "Make the search index anew; the running magazine tells OpenSearch everything again, too."

    def handle(self, *args, **options) -> None:
        with transaction.atomic():
            of_database(connection).drop(connection)
            of_database(connection).install(connection)
            start_again()
        self.stdout.write("The search index is new.")
