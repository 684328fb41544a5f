"""Full text by the database's own means, or by OpenSearch; a small module an engine, which all answer the same.

`newest(terms, keys)` are the newest articles with these words and all of these keys, visible or not: at most MOST.
`with_any(words, most)` are the newest articles with at least one of these words.
`places(terms, keys, found)` says how well each matches: how far up the words stand, then a figure; less is better.
`comments(terms)` are the newest visible comments with these words, at most MOST.

Keys stand where no typed word is looked for: `c7` the category, `t7` a tag, `a7` an author, `y2026` and `m202611` the
date (UTC).

Those of databases have two more. `install(connection)` makes the index and keeps it in step with the tables from then
on; safe to repeat. `drop(connection)` stops that.
"""

from importlib import import_module
from types import ModuleType

from django.conf import settings
from django.db import connection

from articles import clock

from ..models import Telling
from . import changes

SECONDS = 2  # from one look at what OpenSearch has to be told to the next
MOST = 500  # matches that are looked at: the newest


def engine(connection) -> ModuleType:
    """Imported when it is asked for: the driver of what is not used need not be installed."""
    return import_module(f"{__name__}.opensearch") if settings.OPENSEARCH_URL else of_database(connection)


def of_database(connection) -> ModuleType:
    return import_module(f"{__name__}.{connection.vendor}")


def keep_up() -> None:
    if settings.OPENSEARCH_URL:
        clock.apart(SECONDS, _opensearch_index().tell_what_changed)


def start_again() -> None:
    if settings.OPENSEARCH_URL:
        Telling.objects.start_again(_opensearch_index().VERSION)


def doubt() -> str:
    """Why OpenSearch is not asked although the settings name one, or changes are kept although they do not."""
    if settings.OPENSEARCH_URL:
        return _opensearch_index().doubt()
    if changes.present(connection):
        return "Changes are kept for OpenSearch, which the settings do not name: run `manage.py migrate`."
    return ""


def _opensearch_index() -> ModuleType:
    return import_module(f"{__name__}.opensearch_index")
