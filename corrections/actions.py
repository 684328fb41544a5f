"""Decisions, and that readers hear of them."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from comments.models import Notice

from .models import Correction
from .tasks import tell_reader


@contextmanager
def deciding(correction: Correction) -> Iterator[None]:
    """Whoever sent it is told, by mail and among their notifications, unless the decision is refused."""
    with transaction.atomic():
        yield
        for sent in correction.all_of_it.exclude(reader=None).select_related("reader", "article").order_by("reader"):
            kind = Notice.Kind.CORRECTED if sent.status == Correction.Status.ACCEPTED else Notice.Kind.DECLINED
            words = f"{sent.article}: {sent}"[:300]
            Notice.objects.tell(sent.reader, kind, address=sent.get_absolute_url(), words=words)
            tell_reader.enqueue(sent.pk)
