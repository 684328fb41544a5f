"""How long things are kept: what the privacy page says is read from here, and so is what `manage.py tidy` does."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.functional import Promise


@dataclass(frozen=True)
class Rule:
    """`drop` takes away what is older than the moment it is given."""

    what: str | Promise
    kept: timedelta
    drop: Callable[[datetime], object]


@dataclass(frozen=True)
class Cookie:
    name: str
    what: str | Promise
    kept: timedelta


# Each app adds its own when it is ready.
rules: list[Rule] = []
cookies: list[Cookie] = []


def enforce() -> None:
    now = timezone.now()
    for rule in rules:
        rule.drop(now - rule.kept)
