"""What is kept about a person, by part: for their export, for forgetting them, and for the privacy page."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from .models import User


@dataclass(frozen=True)
class Part:
    """`rows` are dictionaries of plain values, for JSON; `forget` takes away what does not go with the account."""

    name: str
    title: str
    afterwards: str  # what becomes of it when somebody is forgotten, as the privacy page says
    rows: Callable[[User], Iterable[dict]]
    forget: Callable[[User], object] = lambda person: None
    keeps_name: Callable[[User], bool] = lambda person: False
    newsroom: bool = False  # of those who write and edit; readers have none of it


def in_words(found: QuerySet, **columns: str) -> list[dict]:
    """Rows for their owner: what each column is called there, and which field it is."""
    return [dict(zip(columns, row, strict=True)) for row in found.values_list(*columns.values())]


# Each app adds its own when it is ready, in the order of the export.
parts: list[Part] = []
