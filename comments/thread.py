"""One page of an article's discussion: its roots by one query, all their replies by a second."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpRequest

from articles.models import Article
from articles.paging import Page, cut_page, page_number

from .models import Comment

ROOTS_PER_PAGE = 20
VISIBLE_DEPTH = 3  # replies to a reply this deep stand beside it and say whom they answer
ORDERS = {"newest": ("-created_at", "-pk"), "oldest": ("created_at", "pk")}
DEFAULT_ORDER = "newest"


@dataclass(eq=False)
class Node:
    """A comment in its place."""

    comment: Comment
    is_readable: bool
    above: "Node | None" = None
    answers: Comment | None = None  # the comment it replies to, when that is not the one above
    depth: int = 0
    replies: list["Node"] = field(default_factory=list)
    size: int = 0  # how many replies stand below, at any depth
    is_needed: bool = False  # readable, or a tombstone that something readable answers


@dataclass(frozen=True)
class Thread:
    page: Page[Node]
    order: str
    nodes: dict[int, Node]

    @property
    def query(self) -> str:
        """Where the reader is, for links that lead back here: "" or such as `page=2&order=oldest&`."""
        return _query(self.page.number, self.order)


def asked_order(request: HttpRequest) -> str:
    order = request.GET.get("order", DEFAULT_ORDER)
    return order if order in ORDERS else DEFAULT_ORDER


def thread_page(request: HttpRequest, article: Article) -> Thread:
    """The asked page in the asked order; raises Http404 past the end."""
    order, number = asked_order(request), page_number(request)
    start = (number - 1) * ROOTS_PER_PAGE
    roots = Comment.objects.roots_of(article, request.user).for_thread().order_by(*ORDERS[order])
    found = list(roots[start : start + ROOTS_PER_PAGE + 1])
    nodes = _plant(article, request.user, found[:ROOTS_PER_PAGE])
    beyond = [Node(root, is_readable=False) for root in found[ROOTS_PER_PAGE:]]
    trees = [nodes[root.pk] for root in found[:ROOTS_PER_PAGE]]
    return Thread(cut_page(request, number, ROOTS_PER_PAGE, trees + beyond), order, nodes)


def leaves_a_trace(comment: Comment, user) -> bool:
    """Whether `user` finds it on the page: the comment, or the tombstone that holds its replies."""
    return _plant(comment.article, user, [comment.root or comment])[comment.pk].is_needed


def address_of(comment: Comment, user, order: str = DEFAULT_ORDER) -> str:
    """Of the comment in its place: the right page of its article, scrolled to it."""
    query = _query(_page_of(comment, user, order), order).removesuffix("&")
    return f"{comment.article.get_absolute_url()}{query and '?'}{query}#{comment.anchor}"


def _page_of(comment: Comment, user, order: str) -> int:
    root = comment.root or comment
    side = "gt" if order == "newest" else "lt"
    before = Q(**{f"created_at__{side}": root.created_at}) | Q(**{f"pk__{side}": root.pk}, created_at=root.created_at)
    return Comment.objects.roots_of(comment.article, user).filter(before).count() // ROOTS_PER_PAGE + 1


def _query(number: int, order: str) -> str:
    asked = ({"page": number} if number > 1 else {}) | ({"order": order} if order != DEFAULT_ORDER else {})
    return f"{urlencode(asked)}&" if asked else ""


def _plant(article: Article, user, roots: list[Comment]) -> dict[int, Node]:
    """The trees of these roots as nodes by key, each reply below what it answers."""
    readable = Comment.readable_statuses(user)
    nodes: dict[int, Node] = {}
    for comment in [*roots, *Comment.objects.replies_below(roots).for_thread()]:
        comment.article = article
        node = nodes[comment.pk] = Node(comment, comment.status in readable)
        if comment.parent_id:
            _attach(node, nodes[comment.parent_id])
    _prune(nodes)
    return nodes


def _attach(node: Node, answered: Node) -> None:
    node.above = answered
    if answered.depth == VISIBLE_DEPTH:
        node.above, node.answers = answered.above, answered.comment
    node.depth = node.above.depth + 1
    node.above.replies.append(node)


def _prune(nodes: dict[int, Node]) -> None:
    """What is gone and carries no reply leaves no trace; what stays is counted by all that stand above it."""
    for node in reversed(nodes.values()):  # replies before what they answer
        node.is_needed = node.is_needed or node.is_readable
        node.replies = [reply for reply in node.replies if reply.is_needed]
        node.size = sum(1 + reply.size for reply in node.replies)
        if node.is_needed and node.comment.parent_id:
            nodes[node.comment.parent_id].is_needed = True
