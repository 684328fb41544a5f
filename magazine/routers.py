"""Strangers read from the replica; whoever may just have written something reads what was written."""

from collections.abc import Sequence
from contextvars import ContextVar

from django.conf import settings
from django.db import InterfaceError, OperationalError, connections
from django.http import HttpRequest, HttpResponseBase

from outages import Outage

from .middleware import SHAREABLE_COOKIES

PRIMARY, REPLICA = "default", "replica"
WITH_A_MEMORY = ("/accounts/", "/admin/")  # a link in a mail is opened sooner than a slow replica knows of it
CLOSE_ENOUGH = 1024 * 1024  # bytes of the primary's log; a moment's work
OUTAGE = Outage("The replica")
# Where this request reads; None until its first query. Everything outside a request reads from the primary.
reads_from: ContextVar[str | None] = ContextVar("reads_from", default=PRIMARY)


def alias_for_strangers() -> str:
    """The database that pages for strangers are made from right now; what ends those pages has to be read there too."""
    if REPLICA not in settings.DATABASES or not OUTAGE.may_try():
        return PRIMARY
    try:
        connections[REPLICA].ensure_connection()
        if OUTAGE.is_on:
            _refuse_what_is_behind()
    except OperationalError as error:
        OUTAGE.begin(error)
        return PRIMARY
    OUTAGE.end()
    return REPLICA


def _refuse_what_is_behind() -> None:
    """After an hour away it would show readers the magazine of an hour ago."""
    written = _ask(PRIMARY, "SELECT pg_current_wal_lsn()::text")
    behind = _ask(REPLICA, "SELECT pg_wal_lsn_diff(%s, pg_last_wal_replay_lsn())", [written])
    if behind > CLOSE_ENOUGH:
        raise OperationalError(f"it is {behind} bytes behind")


def _ask(alias: str, sql: str, parameters: Sequence = ()):
    with connections[alias].cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchone()[0]


class ReplicaRouter:
    def db_for_read(self, model, **hints) -> str:
        alias = reads_from.get() or alias_for_strangers()
        reads_from.set(alias)
        return alias

    def db_for_write(self, model, **hints) -> str:
        """From now on this request also reads from the primary, where it finds what it wrote."""
        reads_from.set(PRIMARY)
        return PRIMARY

    def allow_relation(self, one, other, **hints) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints) -> bool | None:
        return False if db == REPLICA else None


class ReadFromReplica:
    """The innermost middleware: it decides for a view, and shows it again from the primary when the replica fails."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        token = reads_from.set(None if _is_strangers(request) else PRIMARY)
        try:
            return self.get_response(request)
        finally:
            reads_from.reset(token)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        if reads_from.get() != REPLICA or not isinstance(exception, OperationalError | InterfaceError):
            return None
        OUTAGE.begin(exception)
        reads_from.set(PRIMARY)
        view = request.resolver_match
        return view.func(request, *view.args, **view.kwargs)


def _is_strangers(request: HttpRequest) -> bool:
    """Of somebody without a cookie of ours, so without an account and without a reaction to see again."""
    return (
        request.method in ("GET", "HEAD")
        and request.COOKIES.keys() <= SHAREABLE_COOKIES
        and not request.path_info.startswith(WITH_A_MEMORY)
    )
