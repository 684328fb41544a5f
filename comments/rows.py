"""Comments as pages need them: rows as the database gives them, the parts of a thread that stand on one page."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet

from accounts.models import User

from .models import Comment

AUTHOR_FIELDS = [
    column.attname  # in the order in which the model takes them
    for column in User._meta.concrete_fields
    if column.attname in {"id", "username", "display_name", "avatar", "is_staff", "is_active"}
]


class Row(NamedTuple):
    """What a page shows of a comment, as the database gives it: a page has hundreds, and most have not changed since
    they were shown the last time."""

    pk: int
    parent: int | None
    root: int | None
    body_html: str
    status: str
    score: int
    reply_count: int
    created_at: datetime
    edited_at: datetime | None
    is_pinned: bool
    is_picked: bool
    is_shadowed: bool
    author_id: int
    author: tuple


class Tree(NamedTuple):
    """A root and those replies that stand with it on one page, each after the one it answers."""

    rows: tuple[Row, ...]
    more: int = 0  # replies that stand on later pages of the thread …
    next: int = 0  # … of which this is the next; 0 for none
    earlier: tuple[Row, ...] = ()  # what replies of this page answer on pages before it

    @property
    def root(self) -> Row:
        return self.rows[0]

    def has(self, pk: int | None) -> bool:
        return any(row.pk == pk for row in self.rows)


def rows_of(comments: QuerySet[Comment]) -> list[Row]:
    return made_rows(columns(comments))


def columns(comments: QuerySet[Comment]) -> QuerySet:
    return comments.values_list(*Row._fields[:-1], *(f"author__{name}" for name in AUTHOR_FIELDS))


def made_rows(found: Iterable[tuple]) -> list[Row]:
    ours, all_of_it = len(Row._fields) - 1, len(Row._fields) - 1 + len(AUTHOR_FIELDS)
    return [Row._make((*row[:ours], row[ours:all_of_it])) for row in found]
