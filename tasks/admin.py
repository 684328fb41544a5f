from uuid import UUID

from django.contrib import admin
from django.contrib.admin import ActionLocation
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.tasks import TaskResultStatus
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks_db.models import DBTaskResult

from articles.admin.desk import DeskAdmin, moment

from .models import Task

STATES = {
    "waiting": gettext_lazy("Waiting"),
    "running": gettext_lazy("Running"),
    "failed": gettext_lazy("Failed"),
    "done": gettext_lazy("Done"),
}

admin.site.unregister(DBTaskResult)


def is_uuid(value: str) -> bool:
    try:
        return bool(UUID(value))
    except ValueError:
        return False


class StateFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request, model_admin) -> list[tuple[str, str]]:
        return [(status.lower(), STATES[state]) for status, state in Task.STATES.items()]

    def queryset(self, request, queryset: QuerySet) -> QuerySet:
        status = (self.value() or "").upper()
        return queryset.filter(status=status) if status in TaskResultStatus else queryset


@admin.register(Task)
class TaskAdmin(DeskAdmin):
    """To see what waits, runs or failed, and to let it be tried again."""

    list_display = ["__str__", "arguments", "shown_state", "tries", "when", "worker"]
    list_filter = [StateFilter]
    search_fields = ["task_path"]
    search_help_text = gettext_lazy("Part of the name of a task.")
    ordering = ["-enqueued_at"]
    sortable_by = []
    fields = ["task_path", "arguments", "shown_state", "asked", "tries", "when", "worker", "error"]
    readonly_fields = fields
    actions = ["retry"]
    is_key = staticmethod(is_uuid)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Task | None = None) -> bool:
        return False

    def changeform_view(self, request: HttpRequest, object_id=None, form_url="", extra_context=None) -> HttpResponse:
        """There is nothing to save."""
        context = {"show_save": False, "show_save_and_continue": False}
        return super().changeform_view(request, object_id, form_url, context | (extra_context or {}))

    @admin.display(description=gettext_lazy("arguments"))
    def arguments(self, task: Task) -> str:
        named = [f"{name}={value!r}" for name, value in task.args_kwargs["kwargs"].items()]
        return ", ".join([*map(repr, task.args_kwargs["args"]), *named])

    @admin.display(description=gettext_lazy("state"))
    def shown_state(self, task: Task) -> SafeString:
        return format_html('<span class="state state--{}">{}</span>', task.state, STATES[task.state])

    @admin.display(description=gettext_lazy("asked for"))
    def asked(self, task: Task) -> str | None:
        return moment(task.enqueued_at)

    @admin.display(description=gettext_lazy("when"))
    def when(self, task: Task) -> str:
        match task.status:
            case TaskResultStatus.RUNNING:
                return _("Since %(at)s") % {"at": moment(task.started_at)}
            case TaskResultStatus.READY:
                if not task.next_try:
                    return _("As soon as a worker is free")
                return _("Next try %(at)s") % {"at": moment(task.next_try)}
        return moment(task.finished_at)

    @admin.display(description=gettext_lazy("error"))
    def error(self, task: Task) -> SafeString | str:
        return format_html('<pre class="traceback">{}</pre>', task.traceback) if task.traceback else _("None")

    @admin.action(
        description=gettext_lazy("Retry"),
        permissions=["change"],
        location=[ActionLocation.CHANGE_LIST, ActionLocation.CHANGE_FORM],
    )
    def retry(self, request: HttpRequest, queryset: QuerySet) -> None:
        tasks = self.at_once(request, queryset)
        if tasks is None:
            return
        again = {task for task in tasks if task.start_over()}
        self.tell(request, again, _("to be tried again"), set(tasks) - again, _("they did not fail"))
