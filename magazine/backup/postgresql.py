"""By pg_dump and pg_restore, which must not be older than the server."""

import secrets
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode

from django.db import ProgrammingError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from .archive import BackupError
from .files import apart
from .programs import run

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
OWNED_BY_US = ("--no-owner", "--no-acl")
OLD = "before_restore"  # a schema, where the tables that were there wait
EXTENSIONS = "SELECT quote_ident(extname) FROM pg_extension WHERE extnamespace = %s::regnamespace"


def snapshot(folder: Path) -> tuple[Path, dict[str, int]]:
    """pg_dump sees the same moment as the count, whatever is written meanwhile."""
    file = folder / "database.dump"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (moment,) = cursor.fetchone()
        _run("pg_dump", connection, "--format=custom", f"--snapshot={moment}", f"--file={file}", *OWNED_BY_US)
        return file, _rows(connection)


@contextmanager
def scratch(file: Path, folder: Path) -> Iterator[tuple[dict[str, int], dict[str, str]]]:
    database = connection.copy("scratch")
    database.settings_dict["NAME"] = f"{database.settings_dict['NAME']}_verify_{secrets.token_hex(4)}"
    database.settings_dict["OPTIONS"].pop("pool", None)
    name = connection.ops.quote_name(database.settings_dict["NAME"])
    _execute(f"CREATE DATABASE {name} TEMPLATE template0")
    try:
        with closing(database):
            _load(file, database)
            rows = _rows(database)
        yield rows, apart(folder) | {"DATABASE_URL": _url(database)}
    finally:
        _execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def replaced(file: Path) -> Iterator[dict[str, int]]:
    try:
        with transaction.atomic():
            _execute(f"ALTER SCHEMA public RENAME TO {OLD}", "CREATE SCHEMA public")
            _move_extensions(OLD, "public")
    except ProgrammingError as error:
        raise BackupError(f"The schema could not be put aside: {error}") from error
    try:
        _load(file, connection)
        yield _rows(connection)
    except BaseException:
        _move_extensions("public", OLD)
        _execute("DROP SCHEMA public CASCADE", f"ALTER SCHEMA {OLD} RENAME TO public")
        raise
    _execute(f"DROP SCHEMA {OLD} CASCADE")


def _move_extensions(schema: str, target: str) -> None:
    """A database has each only once: old and new tables use the same, which must not be dropped with one of them."""
    with connection.cursor() as cursor:
        cursor.execute(EXTENSIONS, [schema])
        names = [name for (name,) in cursor.fetchall()]
    _execute(*(f"ALTER EXTENSION {name} SET SCHEMA {target}" for name in names))


def _load(file: Path, database: BaseDatabaseWrapper) -> None:
    """All or nothing, and an error is one."""
    name = database.settings_dict["NAME"]
    _run("pg_restore", database, "--single-transaction", f"--dbname={name}", *OWNED_BY_US, str(file))


def _run(program: str, database: BaseDatabaseWrapper, *arguments: str) -> None:
    command, variables = database.client.settings_to_cmd_args_env(database.settings_dict, [])
    *where, name = command[1:]
    run(program, *where, *arguments, *([name] if program == "pg_dump" else []), **(variables or {}))


def _execute(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _rows(database: BaseDatabaseWrapper) -> dict[str, int]:
    rows = {}
    with database.cursor() as cursor:
        cursor.execute(TABLES)
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT count(*) FROM public.{database.ops.quote_name(table)}")  # noqa: S608
            rows[table] = cursor.fetchone()[0]
    return rows


def _url(database: BaseDatabaseWrapper) -> str:
    its = database.settings_dict
    login = quote(its["USER"], safe="") + (f":{quote(its['PASSWORD'], safe='')}" if its["PASSWORD"] else "")
    options = urlencode({key: value for key, value in its["OPTIONS"].items() if isinstance(value, str)})
    return f"postgres://{login}@{quote(its['HOST'], safe='')}:{its['PORT']}/{its['NAME']}?{options}"
