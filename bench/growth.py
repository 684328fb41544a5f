"""How pages keep their pace: the same ones of a magazine with a thousand articles and of a large one, side by side.

    python -m bench.growth [--scale 0.05] [--repeat 9] [small large]

`small` and `large` are addresses of databases as in DATABASE_URL, by default two SQLite files in DATA_DIR; empty ones
are seeded first. The requests are made inside the process, past the page cache, and nothing is kept in the cache from
one to the next. CPU is this process's and PostgreSQL's where it runs on the same machine: that is what survives a busy
machine, and what may not double.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

SMALL = "0.001"  # a thousand articles
WITHIN = 2.0
LONGER = 1.3  # a list of few rows in the small one


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", default="0.05", help="of the large one, in millions of articles")
    parser.add_argument("--repeat", default="9", help="requests of which the median counts")
    parser.add_argument("databases", nargs="*", metavar="database")
    told = parser.parse_args()
    scales = [SMALL, told.scale]
    folder = Path(os.environ.setdefault("DATA_DIR", "var")).resolve() / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    addresses = told.databases or [f"sqlite:///{folder}/growth-{scale}.sqlite3" for scale in scales]
    small, large = (measured(*one, told.repeat) for one in zip(addresses, scales, strict=True))
    show(small, large)


def measured(address: str, scale: str, repeat: str) -> dict:
    """By processes of their own, as settings are read once; what is seeded already is left as it is."""
    environment = os.environ | {"DATABASE_URL": address, "DEBUG": "true", "BASE_URL": "http://127.0.0.1:8000"}
    for command in (["migrate", "--verbosity", "0"], ["seed", "--scale", scale]):
        subprocess.run([sys.executable, "manage.py", *command], env=environment, stdout=sys.stderr, check=False)  # noqa: S603
    command = [sys.executable, "-m", "bench.pages", repeat]
    return json.loads(subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True).stdout)  # noqa: S603


def show(small: dict, large: dict) -> None:
    print(f"{large['versions']}\n{small['articles']:,} and {large['articles']:,} articles; wall time (CPU) in ms\n")
    print(f"{'page':36} {'small':>15} {'large':>15}  {'ratio':>14}   KB")
    for name, (wall, cpu, size) in small["pages"].items():
        large_wall, large_cpu, large_size = large["pages"][name]
        ratio, cpu_ratio = large_wall / wall, large_cpu / cpu
        sizes = f"{size / 1024:4.0f} {large_size / 1024:4.0f}"
        over = "" if cpu_ratio <= WITHIN else "  more to show" if large_size > LONGER * size else "  over"
        times = f"{wall:7.1f} ({cpu:5.1f}) {large_wall:7.1f} ({large_cpu:5.1f}) {ratio:6.2f} ({cpu_ratio:5.2f})"
        print(f"{name:36} {times} {sizes}{over}")


if __name__ == "__main__":
    main()
