"""Django's PostgreSQL, but an outage is not waited for by everybody: soon no thread would be left for kept pages."""

from django.db.backends.postgresql import base

from outages import Outage

OUTAGE = Outage("The database")


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params):
        if not OUTAGE.may_try():
            raise self.Database.OperationalError("The database did not answer a moment ago.")
        try:
            connection = super().get_new_connection(conn_params)
        except self.Database.OperationalError as error:
            OUTAGE.begin(error)
            raise
        OUTAGE.end()
        return connection
