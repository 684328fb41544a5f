"""In which order the threads of a discussion stand: what is pinned first, then by the order that the reader chose."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import pgettext_lazy

from .models import Comment

ORDERS = {
    "newest": ("-is_pinned", "-created_at", "-pk"),
    "oldest": ("-is_pinned", "created_at", "pk"),
    "best": ("-is_pinned", "-best", "-score", "-pk"),
    "replies": ("-is_pinned", "-reply_count", "-pk"),
}
NAMES = {
    "newest": pgettext_lazy("comments", "Newest"),
    "oldest": pgettext_lazy("comments", "Oldest"),
    "best": pgettext_lazy("comments", "Best"),
    "replies": pgettext_lazy("comments", "Most replied"),
}
DEFAULT_ORDER = "newest"


def asked_order(request: HttpRequest) -> str:
    order = request.GET.get("order", DEFAULT_ORDER)
    return order if order in ORDERS else DEFAULT_ORDER


def above(root: Comment, order: str) -> Q:
    """Which threads stand above this one."""
    before = Q(pk__in=[])
    same: dict[str, Any] = {}
    for key in ORDERS[order]:
        name, side = key.lstrip("-"), "gt" if key.startswith("-") else "lt"
        value = getattr(root, name)
        before |= Q(**same, **{f"{name}__{side}": value})
        same[name] = value
    return before
