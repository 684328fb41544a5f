from functools import partial

from django.db import transaction
from django.tasks import TaskResult
from django.tasks.backends import immediate


class ImmediateBackend(immediate.ImmediateBackend):
    """Needs no worker; like one, it does not begin before the transaction is committed that asked for the work."""

    def _execute_task(self, task_result: TaskResult) -> None:
        transaction.on_commit(partial(super()._execute_task, task_result))  # type: ignore[misc]  # not in the stubs
