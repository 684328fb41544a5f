"""Full text by the database's own means; one small module an engine, all with the same three functions.

`install(connection)` makes the index and keeps it in step with the article table from then on; safe to repeat.
`find(text, start, stop)` is that slice of the visible articles with these words, best first, each with a `snippet`; its
matches stand between the characters START and STOP.
`newest(text)` are the keys of the newest articles with these words, visible or not, for the desk.
"""

from importlib import import_module
from types import ModuleType


def engine(connection) -> ModuleType:
    """Imported when it is asked for: the driver of a database that is not used need not be installed."""
    return import_module(f"{__name__}.{connection.vendor}")
