"""Rows by the hundred thousand: straight into the tables, whose indexes are made when the rows are there."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.core.management.color import no_style
from django.db import connection, models

from search.engines import of_database

FAST = "PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000; PRAGMA foreign_keys = OFF"
INDEXES = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({})",
    # Those of constraints stay: foreign keys need them.
    "postgresql": (
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
        " WHERE indrelid::regclass::text IN ({}) AND indexrelid NOT IN (SELECT conindid FROM pg_constraint)"
    ),
}


def insert(model: type[models.Model], names: list[str], rows: Sequence[tuple]) -> None:
    """Values are written as they are: dates as text, true and false as the column wants them."""
    column_of = {field.name: field.column for field in model._meta.concrete_fields}
    columns = ", ".join(connection.ops.quote_name(column_of[name]) for name in names)
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            places = ", ".join(["%s"] * len(names))
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", rows)  # noqa: S608 (our own names)
            return
        with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)


@contextmanager
def bulk_load(*loaded: type[models.Model]) -> Iterator[None]:
    """No indexes, no search index and on SQLite no checks until the end; whatever breaks in between leaves it so."""
    tables = [model._meta.db_table for model in loaded]
    index = of_database(connection)
    index.drop(connection)
    with connection.cursor() as cursor:
        cursor.execute(INDEXES[connection.vendor].format(", ".join(["%s"] * len(tables))), tables)
        indexes = cursor.fetchall()
        for name, _ in indexes:
            cursor.execute(f"DROP INDEX {name}")
        if connection.vendor == "sqlite":
            for pragma in FAST.split("; "):
                cursor.execute(pragma)
    yield
    with connection.cursor() as cursor:
        for _, statement in indexes:
            cursor.execute(statement)
        index.install(connection)
        for statement in connection.ops.sequence_reset_sql(no_style(), list(loaded)):
            cursor.execute(statement)
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE")
    connection.close()  # the next one has the settings of every other
