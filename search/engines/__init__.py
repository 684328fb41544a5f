"""Full text by the database's own means; a small module an engine, all with the same functions.

`install(connection)` makes the index and keeps it in step with the tables from then on; safe to repeat.
`drop(connection)` stops that.
`newest(terms, keys)` are the newest articles with these words and all of these keys, visible or not: at most MOST.
`with_any(words, most)` are the newest articles with at least one of these words.
`places(terms, keys, found)` says how well each matches: how far up the words stand, then a figure; less is better.
`comments(terms)` are the newest visible comments with these words, at most MOST.

Keys stand where no typed word is looked for: `c7` the category, `t7` a tag, `a7` an author, `y2026` and `m202611` the
date (UTC).
"""

from importlib import import_module
from types import ModuleType

MOST = 500  # matches that are looked at: the newest


def engine(connection) -> ModuleType:
    """Imported when it is asked for: the driver of a database that is not used need not be installed."""
    return import_module(f"{__name__}.{connection.vendor}")
