from django import template
from django.urls import reverse

from articles.models import Article

from ..drafts import SESSION_KEY, draft_for
from ..forms import CommentForm
from ..models import Comment
from ..thread import DEFAULT_ORDER, Thread, thread_page

register = template.Library()

RECENT = 10


@register.inclusion_tag("comments/_thread.html", takes_context=True)
def comment_thread(context, article: Article) -> dict:
    """The whole section: one page of the discussion and the form or the way to it; two queries."""
    request, user = context["request"], context["user"]
    action = reverse("comments:create", args=[article.slug])
    draft = draft_for(request, action)
    thread = thread_page(request, article)
    # `or []`: going through no messages at all would set a cookie to say so.
    told = [message for message in context["messages"] or [] if message.tags.startswith("comment-")]
    fresh = told[-1].extra_tags if told else ""
    return {
        "request": request,
        "user": user,
        "article": article,
        "thread": thread,
        "order_query": f"?order={thread.order}" if thread.order != DEFAULT_ORDER else "",
        "said": told[-1].message if told else "",
        "fresh": fresh,
        "is_fresh_shown": any(node.comment.anchor == fresh and node.is_needed for node in thread.nodes.values()),
        "action": action,
        "form": CommentForm(initial=draft, article=article),
        "is_draft_kept": bool(draft),
        "answered": _answered(article, thread, request.GET.get("reply") or draft.get("parent", "")),
        "moderates": user.has_perm("comments.change_comment"),
    }


@register.simple_tag(takes_context=True)
def has_comment_waiting(context) -> bool:
    """Whether this browser wrote a comment that is posted after signing in."""
    return SESSION_KEY in context["request"].session


@register.inclusion_tag("comments/_recent.html")
def recent_comments(person) -> dict:
    """What somebody said last, where everybody may read it."""
    comments = Comment.objects.visible().of_published_articles().filter(author=person)
    return {"comments": comments.select_related("article").order_by("-created_at")[:RECENT]}


def _answered(article: Article, thread: Thread, asked: str) -> Comment | None:
    """The comment that the form answers: usually one of this page."""
    if not (asked.isascii() and asked.isdigit() and len(asked) < 19):
        return None
    if node := thread.nodes.get(int(asked)):
        return node.comment if node.comment.is_visible else None
    return article.comments.visible().for_thread().filter(pk=asked).first()
