"""One page of an article's discussion: its roots by one query, all their replies by a second."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache, partial
from typing import NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from accounts.models import User
from articles.models import Article
from articles.paging import Page, cut_page, page_number
from purging.kept import kept

from .models import Comment
from .orders import DEFAULT_ORDER, ORDERS, above, asked_order
from .prepared import Prepared, unknown

ROOTS_PER_PAGE = 20
MOST_WAITING = 10  # of one reader's own threads that are shown to them
VISIBLE_DEPTH = 3  # replies to a reply this deep stand beside it and say whom they answer

AUTHOR_FIELDS = [
    column.attname  # in the order in which the model takes them
    for column in User._meta.concrete_fields
    if column.attname in {"id", "username", "display_name", "avatar", "is_staff", "is_active"}
]


class Row(NamedTuple):
    """What a page shows of a comment, as the database gives it: a page has hundreds, and most have not changed since
    they were shown the last time."""

    pk: int
    parent: int | None
    root: int | None
    body_html: str
    status: str
    score: int
    created_at: datetime
    edited_at: datetime | None
    is_pinned: bool
    is_picked: bool
    is_shadowed: bool
    author_id: int
    author: tuple


Tree = tuple[Row, ...]  # a root and all its replies, each after the one it answers


@dataclass(eq=False, slots=True)
class Node:
    """A comment in its place."""

    row: Row
    author: User
    is_readable: bool
    above: "Node | None" = None
    answers: "Node | None" = None  # the comment it replies to, when that is not the one above
    depth: int = 0
    replies: list["Node"] = field(default_factory=list)
    size: int = 0  # how many replies stand below, at any depth
    is_needed: bool = False  # readable, or a tombstone that something readable answers
    is_new: bool = False  # since the reader was here

    @property
    def pk(self) -> int:
        return self.row.pk

    @property
    def is_visible(self) -> bool:
        return self.row.status == Comment.Status.VISIBLE

    @property
    def is_marked_edited(self) -> bool:
        """Changed when others had long read it."""
        edited_at, window = self.row.edited_at, timedelta(minutes=settings.COMMENT_EDIT_MINUTES)
        return edited_at is not None and edited_at - self.row.created_at > window

    @property
    def status_name(self) -> str:
        return Comment.Status(self.row.status).label


@dataclass(frozen=True)
class Thread:
    page: Page[Tree]
    order: str
    waiting: list[Tree]  # what the reader wrote and nobody else sees yet; on the first page

    @property
    def trees(self) -> list[Tree]:
        return [*self.waiting, *self.page.items]

    @property
    def query(self) -> str:
        """Where the reader is, for links that lead back here: "" or such as `page=2&order=oldest&`."""
        return _query(self.page.number, self.order)

    def tree_with(self, pk: int) -> Tree:
        """The tree of this page in which a comment stands, () for none."""
        return next((tree for tree in self.trees if any(row.pk == pk for row in tree)), ())


def thread_page(request: HttpRequest, article: Article) -> Thread:
    """The asked page in the asked order; raises Http404 past the end."""
    order, number = asked_order(request), page_number(request)
    name = ("thread", article.pk, order, number, *Comment.readable_statuses(request.user))
    load = partial(_load, article, request.user, order, number)
    trees = kept(name, load, partial(_cache_tags, article))
    waiting = _waiting(request.user, article) if number == 1 else []
    return Thread(cut_page(request, number, ROOTS_PER_PAGE, trees), order, waiting)


def _waiting(user, article: Article) -> list[Tree]:
    if not user.is_authenticated or Comment.Status.HELD in Comment.readable_statuses(user):
        return []
    held = Comment.objects.held_of(user, article).order_by("-created_at")
    shown = _rows(held[:MOST_WAITING])
    return [(row._replace(status=Comment.Status.VISIBLE) if row.is_shadowed else row,) for row in shown]


def _load(article: Article, user, order: str, number: int) -> list[Tree]:
    """One tree more than fits, without its replies."""
    alias, statuses = Comment.objects.db, tuple(Comment.readable_statuses(user))
    roots = _made_rows(_roots(alias, statuses, order, (number - 1) * ROOTS_PER_PAGE).rows(article.pk))
    trees = {root.pk: [root] for root in roots}
    shown = [root.pk for root in roots[:ROOTS_PER_PAGE]]
    for reply in _made_rows(_replies(alias, len(shown)).rows(*shown)) if shown else []:
        trees[reply.root].append(reply)
    return [tuple(tree) for tree in trees.values()]


@lru_cache(maxsize=100)
def _roots(alias: str, statuses: tuple[str, ...], order: str, start: int) -> Prepared:
    (article,) = unknown(1)
    roots = Comment.objects.using(alias).roots_of(article, statuses).order_by(*ORDERS[order])
    return Prepared(_columns(roots[start : start + ROOTS_PER_PAGE + 1]))


@lru_cache(maxsize=100)
def _replies(alias: str, count: int) -> Prepared:
    return Prepared(_columns(Comment.objects.using(alias).replies_below(unknown(count))))


def _cache_tags(article: Article, trees: list[Tree]) -> list[str]:
    return [
        f"comments-{article.pk}",
        *(f"person-{author}" for author in {row.author_id for tree in trees for row in tree}),
    ]


def _rows(comments: QuerySet[Comment]) -> list[Row]:
    return _made_rows(_columns(comments))


def _columns(comments: QuerySet[Comment]) -> QuerySet:
    return comments.values_list(*Row._fields[:-1], *(f"author__{name}" for name in AUTHOR_FIELDS))


def _made_rows(found: Iterable[tuple]) -> list[Row]:
    ours = len(Row._fields) - 1
    return [Row._make((*row[:ours], row[ours:])) for row in found]


def comment_for(comments: QuerySet[Comment], user) -> Node | None:
    """The first of these comments, apart from its discussion."""
    return next(iter(plant(_rows(comments[:1]), user).values()), None)


def leaves_a_trace(comment: Comment, user) -> bool:
    """Whether `user` finds it on the page: the comment, or the tombstone that holds its replies."""
    root = comment.root_id or comment.pk
    tree = Comment.objects.filter(Q(pk=root) | Q(root=root)).order_by("pk")
    return plant(_rows(tree), user)[comment.pk].is_needed


def address_of(comment: Comment, user, order: str = DEFAULT_ORDER) -> str:
    """Of the comment in its place: the right page of its article, scrolled to it."""
    query = _query(_page_of(comment, user, order), order).removesuffix("&")
    return f"{comment.article.get_absolute_url()}{query and '?'}{query}#{comment.anchor}"


def _page_of(comment: Comment, user, order: str) -> int:
    if comment.is_held_of(user):
        return 1
    roots = Comment.objects.roots_of(comment.article_id, Comment.readable_statuses(user))
    return roots.filter(above(comment.root or comment, order)).count() // ROOTS_PER_PAGE + 1


def _query(number: int, order: str) -> str:
    asked = ({"page": number} if number > 1 else {}) | ({"order": order} if order != DEFAULT_ORDER else {})
    return f"{urlencode(asked)}&" if asked else ""


def plant(tree: Iterable[Row], user) -> dict[int, Node]:
    """The comments of a tree in their places, by key; all comments of a person share one author."""
    readable = Comment.readable_statuses(user)
    authors: dict[int, User] = {}
    nodes: dict[int, Node] = {}
    for row in tree:
        if not (author := authors.get(row.author_id)):
            author = authors[row.author_id] = User.from_db(None, AUTHOR_FIELDS, row.author)
        is_own = row.author_id == user.pk and row.status == Comment.Status.HELD
        node = nodes[row.pk] = Node(row, author, is_own or row.status in readable)
        if row.parent in nodes:
            _attach(node, nodes[row.parent])
    _prune(nodes)
    return nodes


def _attach(node: Node, answered: Node) -> None:
    node.above = answered
    if answered.depth == VISIBLE_DEPTH:
        node.above, node.answers = answered.above, answered
    node.depth = node.above.depth + 1
    node.above.replies.append(node)


def _prune(nodes: dict[int, Node]) -> None:
    """What is gone and carries no reply leaves no trace; what stays is counted by all that stand above it."""
    for node in reversed(nodes.values()):  # replies before what they answer
        node.is_needed = node.is_needed or node.is_readable
        node.replies = [reply for reply in node.replies if reply.is_needed]
        node.size = sum(1 + reply.size for reply in node.replies)
        if node.is_needed and node.row.parent in nodes:
            nodes[node.row.parent].is_needed = True
