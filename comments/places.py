"""Where a comment stands, for links to it."""

from django.urls import reverse

from .models import Comment
from .orders import DEFAULT_ORDER, above
from .thread import REPLIES_PER_PAGE, ROOTS_PER_PAGE, query_of


def leaves_a_trace(comment: Comment, user) -> bool:
    """Whether `user` finds it on the page: the comment, or the tombstone that holds its replies."""
    readable, gone = Comment.readable_statuses(user), {comment.pk}
    if comment.status in readable or Comment.objects.filter(Comment.only_read_by(user), pk=comment.pk).exists():
        return True
    later = Comment.objects.filter(root=comment.root_id or comment.pk, pk__gt=comment.pk).order_by("pk")
    for pk, parent, status in later.values_list("pk", "parent", "status").iterator():
        if parent in gone:
            if status in readable:
                return True
            gone.add(pk)
    return False


def address_of(comment: Comment, user, order: str = DEFAULT_ORDER) -> str:
    """Of the comment in its place: the right page of its article, or of its thread, scrolled to it."""
    if (number := _page_of_thread(comment, user)) == 1:
        return address_with_root(comment, user, order)
    return f"{reverse('comments:replies', args=[comment.root_id])}?page={number}#{comment.anchor}"


def address_with_root(comment: Comment, user, order: str) -> str:
    """Of the page of the article with the thread in which a comment stands."""
    query = query_of(_page_of(comment, user, order), order).removesuffix("&")
    return f"{comment.article.get_absolute_url()}{query and '?'}{query}#{comment.anchor}"


def _page_of(comment: Comment, user, order: str) -> int:
    root = comment.root or comment
    if root.is_held_of(user):
        return 1
    roots = Comment.objects.roots_of(comment.article_id, Comment.readable_statuses(user))
    return roots.filter(above(root, order)).count() // ROOTS_PER_PAGE + 1


def _page_of_thread(comment: Comment, user) -> int:
    """What only its author reads stands on the first."""
    readable = Comment.readable_statuses(user)
    if comment.root_id is None or (comment.author_id == user.pk and comment.status not in readable):
        return 1
    before = Comment.objects.replies(readable).filter(root=comment.root_id, pk__lt=comment.pk)
    return before.count() // REPLIES_PER_PAGE + 1
