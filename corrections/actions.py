"""Decisions, and that readers hear of them."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils.text import Truncator

from comments.models import Notice

from .models import Correction


@contextmanager
def deciding(correction: Correction) -> Iterator[None]:
    """Whoever sent it is told, unless the decision is refused."""
    with transaction.atomic():
        yield
        for sent in correction.all_of_it.exclude(reader=None).select_related("reader", "article").order_by("reader"):
            kind = Notice.Kind.CORRECTED if sent.status == Correction.Status.ACCEPTED else Notice.Kind.DECLINED
            words = f"{sent.article}: {sent}{sent.reason and f' – {sent.reason}'}"
            Notice.objects.tell(sent.reader, kind, address=sent.get_absolute_url(), words=Truncator(words).chars(300))
