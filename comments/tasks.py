"""Work that a request need not wait for; safe to repeat."""

from django.tasks import task

from .akismet import takes_for_spam
from .models import Comment, HoldReason


@task
def ask_akismet(comment_id: int, address: str, agent: str) -> None:
    comment = Comment.objects.visible().select_related("article", "author").filter(pk=comment_id).first()
    if comment and takes_for_spam(comment, address, agent):
        comment.hold([HoldReason(kind=HoldReason.Kind.AKISMET)])
