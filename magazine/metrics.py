"""What Prometheus reads at /metrics; under a server the numbers are those of all its processes."""

import fcntl
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from django.tasks import TaskResultStatus
from prometheus_client import (
    GC_COLLECTOR,
    PLATFORM_COLLECTOR,
    PROCESS_COLLECTOR,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    Metric,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.mmap_dict import MmapedDict
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from tasks.models import Task

from . import health, processes

STATUSES = [TaskResultStatus.READY, TaskResultStatus.RUNNING, TaskResultStatus.FAILED]
METHODS = {"GET", "HEAD", "POST", "OPTIONS"}
REQUESTS = Counter("techymag_requests", "Requests that Django answered.", ["method", "status", "route"])
SECONDS = Histogram("techymag_request_duration_seconds", "Time until Django had its answer.", ["route"])
PAGES = Counter("techymag_page_cache", "Requests by what the page cache did.", ["result"])
PAGE_RESULTS = {result: PAGES.labels(result) for result in ("hit", "miss", "stale", "bypass")}


def count_page(result: str) -> None:
    """`hit`, `miss`, `stale` or `bypass`."""
    PAGE_RESULTS[result].inc()


def count_requests(get_response):
    def middleware(request):
        began = time.perf_counter()
        response = get_response(request)
        method = request.method if request.method in METHODS else "other"
        route = getattr(request.resolver_match, "view_name", None) or "-"
        REQUESTS.labels(method, f"{response.status_code // 100}xx", route).inc()
        SECONDS.labels(route).observe(time.perf_counter() - began)
        return response

    return middleware


class Dependencies(Collector):
    """Which parts work, and what waits in the queue when the database can be asked."""

    def collect(self) -> Iterator[Metric]:
        up = GaugeMetricFamily("techymag_dependency_up", "Whether a dependency works.", labels=["name"])
        works = health.ask()
        for dependency, is_up in works.items():
            up.add_metric([dependency.name], is_up)
        yield up
        if all(works[each] for each in works if each.needed):
            yield self._tasks()

    @staticmethod
    def _tasks() -> Metric:
        tasks = GaugeMetricFamily("techymag_tasks", "Background tasks that are not done.", labels=["status"])
        for status in STATUSES:
            tasks.add_metric([status.lower()], Task.objects.filter(status=status).count())
        return tasks


class Processes(Collector):
    """Memory, CPU, age and open files of every process of this server."""

    def collect(self) -> Iterator[Metric]:
        families: dict[str, Metric] = {}
        for pid in processes.alive():
            for family in ProcessCollector(pid=partial(str, pid), registry=None).collect():
                metric = families.setdefault(family.name, Metric(family.name, family.documentation, family.type))
                for sample in family.samples:
                    metric.add_sample(sample.name, {"pid": str(pid)}, sample.value)
        yield from families.values()


for collector in (GC_COLLECTOR, PLATFORM_COLLECTOR, PROCESS_COLLECTOR):
    REGISTRY.unregister(collector)  # they know this one process only
AT_THE_MOMENT = CollectorRegistry()
AT_THE_MOMENT.register(Dependencies())
AT_THE_MOMENT.register(Processes())


def render() -> bytes:
    counted = _of_all_processes(processes.folder) if processes.folder else generate_latest()
    return counted + generate_latest(AT_THE_MOMENT)


def _of_all_processes(folder: Path) -> bytes:
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _add_up_the_ended(folder)
        registry = CollectorRegistry()
        MultiProcessCollector(registry, folder)
        return generate_latest(registry)


def _add_up_the_ended(folder: Path) -> None:
    """What processes that were replaced have counted still counts, but not in a file for each."""
    for file in folder.glob("*.db"):
        if (pid := processes.owner(file)) and not processes.is_alive(pid):
            sums = MmapedDict(str(file).replace(f"_{pid}.db", "_0.db"))
            for key, value, timestamp, _ in MmapedDict.read_all_values_from_file(file):
                sums.write_value(key, sums.read_value(key)[0] + value, timestamp)
            sums.close()
            file.unlink()
