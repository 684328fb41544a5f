import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from django.db import connection, connections

from .archive import BackupError
from .files import apart, swapped

# Not the search index, whose rows are its own affair.
NOT_OURS = "name GLOB 'sqlite_*' OR name GLOB 'search_index*'"
TABLES = f"SELECT name FROM sqlite_master WHERE type = 'table' AND NOT ({NOT_OURS})"  # noqa: S608


def snapshot(folder: Path) -> tuple[Path, dict[str, int]]:
    """In one go, under one read lock: in WAL mode nobody waits for it, and what is written meanwhile is not in it."""
    file = folder / "database.sqlite3"
    connection.ensure_connection()
    with closing(sqlite3.connect(file)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
        return file, _rows(copy)


@contextmanager
def scratch(file: Path, folder: Path) -> Iterator[tuple[dict[str, int], dict[str, str]]]:
    rows = checked(file)
    database = file.rename(folder / "db.sqlite3")
    yield rows, apart(folder) | {"DATABASE_URL": f"sqlite:///{database}"}


@contextmanager
def replaced(file: Path) -> Iterator[dict[str, int]]:
    rows = checked(file)
    live = Path(connection.settings_dict["NAME"])
    connections.close_all()
    with ExitStack() as stack:
        for log in (live.with_name(f"{live.name}-wal"), live.with_name(f"{live.name}-shm")):
            stack.enter_context(swapped(None, log))
        stack.enter_context(swapped(file, live))
        yield rows


def checked(file: Path) -> dict[str, int]:
    """The rows of each table of a file that SQLite finds nothing wrong with."""
    try:
        with closing(sqlite3.connect(file)) as database:
            wrong = [text for (text,) in database.execute("PRAGMA integrity_check") if text != "ok"]
            wrong += [f"{row[0]} refers to a missing row" for row in database.execute("PRAGMA foreign_key_check")]
            if not wrong:
                return _rows(database)
    except sqlite3.DatabaseError as error:
        wrong = [str(error)]
    raise BackupError(f"The database in the backup is damaged: {wrong[0]}.")


def _rows(database: sqlite3.Connection) -> dict[str, int]:
    tables = [name for (name,) in database.execute(TABLES)]
    return {table: database.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] for table in tables}  # noqa: S608
