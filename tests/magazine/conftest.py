import pytest
from django.db import OperationalError, connection


@pytest.fixture
def broken_database():
    """The database answers every query with an error, as one that is down or locked does."""

    def refuse(execute, sql, params, many, context):
        raise OperationalError("the database is away")

    with connection.execute_wrapper(refuse):
        yield
