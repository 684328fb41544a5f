"""Work that a request need not wait for; safe to repeat."""

from functools import partial

from django.conf import settings
from django.db import transaction
from django.tasks import task

from .akismet import correct, takes_for_spam
from .models import Comment, HoldReason


@task
def ask_akismet(comment_id: int, address: str, agent: str) -> None:
    comment = Comment.objects.visible().select_related("article", "author").filter(pk=comment_id).first()
    if comment and takes_for_spam(comment, address, agent):
        comment.hold([HoldReason(kind=HoldReason.Kind.AKISMET)])


def tell_akismet(comment: Comment) -> None:
    """After a moderator's decision about it, and only where Akismet is asked at all."""
    if settings.AKISMET_KEY:
        transaction.on_commit(partial(correct_akismet.enqueue, comment.pk))


@task
def correct_akismet(comment_id: int) -> None:
    """Only where it was wrong: it learns nothing from being told what it said."""
    comment = Comment.objects.select_related("article", "author").filter(pk=comment_id).first()
    if comment is None:
        return
    was_taken_for_spam = comment.hold_reasons.filter(kind=HoldReason.Kind.AKISMET).exists()
    if comment.learned_as == ("ham" if was_taken_for_spam else "spam"):
        correct(comment, comment.learned_as)
