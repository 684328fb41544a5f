from collections.abc import Iterable

from django.contrib.admin.models import LogEntry
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse

from ..models import AuditEntry
from .desk import DeskAdmin

Action = AuditEntry.Action


class LoggedAdmin(DeskAdmin):
    """What the newsroom does here stands in the audit log, beside what Django keeps for the history of each thing."""

    def log_addition(self, request: HttpRequest, obj: Model, message) -> LogEntry:
        self._log(Action.ADDED, request, [obj])
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Model, message) -> LogEntry:
        entry = super().log_change(request, obj, message)
        self._log(Action.CHANGED, request, [obj], after=entry.get_change_message())
        return entry

    def log_deletions(self, request: HttpRequest, queryset) -> None:
        self._log(Action.DELETED, request, queryset)
        super().log_deletions(request, queryset)

    @transaction.atomic
    def response_action(self, request: HttpRequest, queryset: QuerySet, **kwargs) -> HttpResponse | None:
        return super().response_action(request, queryset, **kwargs)

    def _log(self, action: str, request: HttpRequest, things: Iterable[Model], after: str = "") -> None:
        kind = self.opts.verbose_name
        for thing in things:
            title = str(thing) if str(thing).lower() == kind else f"{kind} {thing}"
            AuditEntry.write(action, by=request.user, title=title, after=after)
