"""Other programs, with our own environment and some variables more."""

import os
import subprocess
import sys

from django.conf import settings
from django.core.management.base import CommandError


def run(*command: str, **variables: str) -> str:
    """What it said; what it complained about is the error."""
    try:
        done = subprocess.run(  # noqa: S603 (no shell, and nothing that a reader wrote)
            command, cwd=settings.ROOT, env=os.environ | variables, capture_output=True, text=True, check=False
        )
    except FileNotFoundError as error:
        raise CommandError(f"{command[0]} is not installed.") from error
    if done.returncode:
        raise CommandError(f"{command[0]} failed: {done.stderr.strip()}")
    return done.stdout


def manage(*arguments: str, **variables: str) -> str:
    return run(sys.executable, "manage.py", *arguments, **variables)
