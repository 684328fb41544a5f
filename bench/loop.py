"""CPU of one request in the process, without a server: `python loop.py MODULE PATH`, also for other Django projects."""

import statistics
import sys
import time
from collections.abc import Callable
from importlib import import_module

ROUNDS, IN_A_ROW = 4, 15

type Case = tuple[dict, Callable[[], object]]  # a request, and what is done before it and not measured


def milliseconds(application, cases: dict[str, Case]) -> dict[str, float]:
    """Medians of this thread's CPU. The cases take turns: how fast a machine is changes from second to second."""
    spent: dict[str, list[float]] = {name: [] for name in cases}
    for name, (environ, before) in [*cases.items()] * ROUNDS:
        for _ in range(IN_A_ROW):
            before()
            began = time.thread_time()
            ask(application, environ)
            spent[name].append(time.thread_time() - began)
    return {name: 1000 * statistics.median(times) for name, times in spent.items()}


def ask(application, environ: dict) -> bytes:
    statuses: list[str] = []
    parts = application(dict(environ), lambda status, headers: statuses.append(status))
    body = b"".join(parts)
    getattr(parts, "close", lambda: None)()
    if not statuses[0].startswith("200"):
        raise RuntimeError(statuses[0])
    return body


if __name__ == "__main__":
    sys.path.insert(0, "")
    application = import_module(sys.argv[1]).application
    from django.test import RequestFactory

    environ = RequestFactory().get(sys.argv[2], headers={"host": "127.0.0.1"}).environ
    ask(application, environ)
    print(*milliseconds(application, {"peer": (environ, list)}).values())
