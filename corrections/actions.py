"""Decisions, and that readers hear of them."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from .models import Correction
from .tasks import tell_reader


@contextmanager
def deciding(correction: Correction) -> Iterator[None]:
    """Whoever sent it is told, unless the decision is refused."""
    with transaction.atomic():
        yield
        for key in correction.all_of_it.values_list("pk", flat=True):
            tell_reader.enqueue(key)
