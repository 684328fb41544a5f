"""Requests per second by wrk, and what they cost the server by /proc: the figure that survives a busy machine."""

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

CONNECTIONS = 32
TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
SERVER_CPU, LOAD_CPU = "0", "1"
MILLISECONDS = {"us": 0.001, "ms": 1, "s": 1000, "m": 60_000}


@dataclass(frozen=True)
class Result:
    """`cpu` and the times are milliseconds, `cpu` of all the server's processes for one request; `rss` is megabytes."""

    requests: int
    rate: float
    p50: float
    p99: float
    cpu: float
    rss: float
    errors: int


def measure(pids: list[int], address: str, *, seconds: int, script: str = "", headers: dict[str, str] | None = None):
    """One connection pool at full speed for so long, from another core than the server's."""
    command = [
        "taskset",
        "-c",
        LOAD_CPU,
        "wrk",
        "-t1",
        f"-c{CONNECTIONS}",
        f"-d{seconds}s",
        "--latency",
        "--timeout",
        "60s",
    ]
    command += ["-s", script] if script else []
    for name, value in ({"X-Forwarded-Proto": "https"} | (headers or {})).items():
        command += ["-H", f"{name}: {value}"]
    trees = [pid for root in pids for pid in tree(root)]
    before = _cpu(trees)
    said = subprocess.run([*command, address], capture_output=True, text=True, check=True).stdout  # noqa: S603
    cpu = _cpu(trees) - before
    requests, spent, unit = re.search(r"(\d+) requests in ([\d.]+)(s|m)", said).groups()
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    count = max(int(requests), 1)
    return Result(
        requests=count,
        rate=1000 * count / (float(spent) * MILLISECONDS[unit]),
        p50=_milliseconds(said, "50%"),
        p99=_milliseconds(said, "99%"),
        cpu=1000 * cpu / count,
        rss=sum(_rss(pid) for pid in trees),
        errors=int(failed[1]) if failed else 0,
    )


def tree(pid: int) -> list[int]:
    """The process and all below it."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(below for child in children for below in tree(int(child)))]


def _cpu(pids: list[int]) -> float:
    """Seconds of user and system time so far (fields 14 and 15 of proc_pid_stat)."""
    fields = (Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in pids)
    return sum(int(field[11]) + int(field[12]) for field in fields) / TICKS


def _rss(pid: int) -> float:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE / 1e6


def _milliseconds(said: str, percentile: str) -> float:
    number, unit = re.search(rf"^\s+{percentile}\s+([\d.]+)(us|ms|s|m)\s*$", said, re.MULTILINE).groups()
    return float(number) * MILLISECONDS[unit]
