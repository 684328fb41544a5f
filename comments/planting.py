"""From the rows of a thread to its tree, as one reader sees it."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.db.models import QuerySet

from accounts.models import User

from .models import Comment
from .rows import AUTHOR_FIELDS, Row, Tree, rows_of

VISIBLE_DEPTH = 3  # replies to a reply this deep stand beside it and say whom they answer


@dataclass(eq=False, slots=True)
class Node:
    """A comment in its place."""

    row: Row
    author: User
    is_readable: bool
    above: "Node | None" = None
    answers: "Node | None" = None  # the comment it replies to, when that is not the one above
    is_apart: bool = False  # what it replies to is not on this page
    depth: int = 0
    replies: list["Node"] = field(default_factory=list)
    size: int = 0  # how many replies stand below, at any depth
    more: int = 0  # how many of its thread stand on later pages
    next: int = 0  # see `Tree`
    is_needed: bool = False  # readable, or a tombstone that something readable answers
    is_new: bool = False  # since the reader was here
    is_appealed: bool = False  # it is rejected, and its author asks for another look
    is_ignored: bool = False  # the reader does not want to hear of its author

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


def comment_for(comments: QuerySet[Comment], user) -> Node | None:
    """The first of these comments, apart from its discussion."""
    return next(iter(plant(Tree(tuple(rows_of(comments[:1]))), user).values()), None)


def plant(tree: Tree, user) -> dict[int, Node]:
    """The comments of a tree in their places, by key; all comments of a person share one author."""
    readable, authors = Comment.readable_statuses(user), dict[int, User]()
    earlier = {row.pk: _node(row, user, readable, authors) for row in tree.earlier}
    nodes: dict[int, Node] = {}
    for row in tree.rows:
        node = nodes[row.pk] = _node(row, user, readable, authors)
        if row.parent in nodes:
            _attach(node, nodes[row.parent])
        elif row.root in nodes:
            _attach(node, nodes[row.root])
            node.is_apart, node.answers = True, earlier.get(row.parent)
    if tree.next:
        root = nodes[tree.root.pk]
        root.more, root.next, root.is_needed = tree.more, tree.next, True
    _prune(nodes)
    return nodes


def _node(row: Row, user, readable: list[str], authors: dict[int, User]) -> Node:
    if not (author := authors.get(row.author_id)):
        author = authors[row.author_id] = User.from_db(None, AUTHOR_FIELDS, row.author)
    is_held_of_reader = row.author_id == user.pk and row.status == Comment.Status.HELD
    if is_held_of_reader and row.is_shadowed:
        row = row._replace(status=Comment.Status.VISIBLE)  # who is shadow banned is not to notice
    return Node(row, author, is_held_of_reader or row.status in readable)


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
        if node.is_needed and (answered := nodes.get(node.row.parent) or nodes.get(node.row.root)):
            answered.is_needed = True
