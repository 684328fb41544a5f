from functools import partial

from django.db import transaction
from django.tasks import DEFAULT_TASK_BACKEND_ALIAS, TaskResult, task_backends
from django.tasks.backends import immediate
from django_tasks_db import DatabaseBackend


class ImmediateBackend(immediate.ImmediateBackend):
    """Needs no worker; like one, it does not begin before the transaction is committed that asked for the work."""

    def _execute_task(self, task_result: TaskResult) -> None:
        transaction.on_commit(partial(super()._execute_task, task_result))  # type: ignore[misc]  # not in the stubs


def has_queue() -> bool:
    """Else tasks are done at once, and no worker is needed."""
    return isinstance(task_backends[DEFAULT_TASK_BACKEND_ALIAS], DatabaseBackend)
