"""`python -m bench.miss`: what an article page with 200 comments costs that is not kept, by what of it is in memory.

`--beside FOLDER PYTHON MODULE PATH` measures a page of another Django project in turn with it, such as Wagtail's;
DJANGO_SETTINGS_MODULE is then for that one.
"""

import argparse
import subprocess
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from .site import ROOT, Site

ROUNDS = 8


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--beside", nargs=4, metavar=("FOLDER", "PYTHON", "MODULE", "PATH"))
    beside = parser.parse_args().beside
    with TemporaryDirectory() as folder:
        site = Site(Path(folder))
        rounds = [measure(site) | (measure_peer(*beside) if beside else {}) for _ in range(ROUNDS)]
    for name in rounds[0]:
        print(f"{name:44}{median(figures[name] for figures in rounds):8.2f} ms")


def measure(site: Site) -> dict[str, float]:
    code = f"from bench.inside import show; show('127.0.0.1:{site.port}', '{site.sessions[0]}')"
    said = site.manage("shell", "--verbosity", "0", "-c", code, variables=site.production)
    return {name: float(figure) for name, figure in (line.split("\t") for line in said.splitlines())}


def measure_peer(folder: str, python: str, module: str, path: str) -> dict[str, float]:
    command = [python, str(ROOT / "bench/loop.py"), module, path]
    said = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)  # noqa: S603
    return {f"{module} {path}": float(said.stdout)}


if __name__ == "__main__":
    main()
