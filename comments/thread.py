"""One page of an article's discussion: its roots by one query, the first replies of each by a second."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import batched, chain
from urllib.parse import urlencode

from django.db.models import Q, Subquery
from django.db.models.expressions import OuterRef
from django.http import Http404, HttpRequest

from articles.models import Article
from articles.paging import Page, cut_page, page_number
from purging.kept import kept

from .models import Comment
from .orders import DEFAULT_ORDER, ORDERS, asked_order
from .prepared import Prepared, unknown
from .rows import Row, Tree, columns, made_rows, rows_of

ROOTS_PER_PAGE = 20
REPLIES_PER_PAGE = 20  # the first ones stand below their root, the others are asked for
MOST_OWN = 20  # of one reader's comments that nobody else sees yet
NEWEST = 50  # among these a page that is being read looks for what it does not know
NO_END = 2**62  # greater than any key


@dataclass(frozen=True)
class Thread:
    """What stands on one page, of an article's discussion or of one of its threads."""

    page: Page
    order: str
    trees: list[Tree]
    path: str = ""  # of the page, where it is not the article's

    @property
    def query(self) -> str:
        """Where the reader is, for links that lead back here: "" or such as `page=2&order=oldest&`."""
        return query_of(self.page.number, self.order)

    def tree_with(self, pk: int | None) -> Tree | None:
        """The tree of this page in which a comment stands."""
        return next((tree for tree in self.trees if tree.has(pk)), None)


def query_of(number: int, order: str) -> str:
    asked = ({"page": number} if number > 1 else {}) | ({"order": order} if order != DEFAULT_ORDER else {})
    return f"{urlencode(asked)}&" if asked else ""


def newest_keys(article: Article) -> str:
    """Of the newest comments, such as `12 11 7`."""
    keys = article.comments.visible().order_by("-created_at", "-pk").values_list("pk", flat=True)
    make = lambda: " ".join(map(str, keys[:NEWEST]))  # noqa: E731
    return kept(("newest", article.pk), make, lambda _: [f"comments-{article.pk}"])


def thread_page(request: HttpRequest, article: Article, told_of: int | None = None) -> Thread:
    """The asked page in the asked order, with the comment `told_of` in its thread wherever it belongs; raises Http404
    past the end."""
    order, number = asked_order(request), page_number(request)
    trees = _kept(request, article, partial(_load, article, request.user, order, number), "thread", order, number)
    page = cut_page(request, number, ROOTS_PER_PAGE, trees)
    own = _own(request.user, article, told_of)
    waiting = _waiting(own, page.items) if number == 1 else []
    return Thread(page, order, [*waiting, *(_with(own, tree) for tree in page.items)])


def replies_page(request: HttpRequest, root: Comment) -> Thread:
    """The asked page of one thread; raises Http404 past its end."""
    number = page_number(request)
    load = partial(_load_replies, root, request.user, number)
    (tree,) = _kept(request, root.article, load, "replies", root.pk, number)
    if number > 1 and len(tree.rows) == 1:
        raise Http404("There is no such page.")
    page = cut_page(request, number, REPLIES_PER_PAGE, list(tree.rows))
    return Thread(replace(page, next=""), DEFAULT_ORDER, [tree], request.path)


def _kept(request: HttpRequest, article: Article, load: Callable[[], list[Tree]], *name) -> list[Tree]:
    """The same for all who may read the same."""
    return kept((*name, article.pk, *Comment.readable_statuses(request.user)), load, partial(_cache_tags, article))


def _cache_tags(article: Article, trees: list[Tree]) -> list[str]:
    rows = chain.from_iterable((*tree.rows, *tree.earlier) for tree in trees)
    return [f"comments-{article.pk}", *(f"person-{author}" for author in {row.author_id for row in rows})]


def _own(user, article: Article, told_of: int | None) -> list[Row]:
    """What somebody wrote and nobody else sees yet, and the comment that they are told of."""
    if not user.is_authenticated:
        return []
    wanted = Q(pk=told_of)
    if Comment.Status.HELD not in Comment.readable_statuses(user):
        wanted |= Comment.only_read_by(user)
    return rows_of(article.comments.filter(wanted).order_by("-pk")[:MOST_OWN])


def _waiting(own: list[Row], trees: list[Tree]) -> list[Tree]:
    """Threads that nobody else sees anything of, the newest first."""
    held = [row for row in own if row.parent is None and row.status == Comment.Status.HELD and not row.reply_count]
    return [_with(own, Tree((row,))) for row in held if not any(tree.has(row.pk) for tree in trees)]


def _with(own: list[Row], tree: Tree) -> Tree:
    new = [row for row in own if row.root == tree.root.pk and not tree.has(row.pk)]
    return tree._replace(rows=tuple(sorted([*tree.rows, *new]))) if new else tree


def _load(article: Article, user, order: str, number: int) -> list[Tree]:
    """One tree more than fits, without its replies."""
    alias, statuses = Comment.objects.db, tuple(Comment.readable_statuses(user))
    found = _roots(alias, statuses, order, (number - 1) * ROOTS_PER_PAGE).rows(article.pk)
    ends = [row[-1] for row in found[:ROOTS_PER_PAGE]]
    roots = made_rows(found)
    below: dict[int | None, list[Row]] = {root.pk: [] for root in roots}
    keys = [key for root, end in zip(roots, ends, strict=False) for key in (root.pk, end or NO_END)]
    for reply in made_rows(_replies(alias, statuses, len(ends)).rows(*keys)) if ends else []:
        below[reply.root].append(reply)
    return [_tree(root, below[root.pk], bool(end)) for root, end in zip(roots, [*ends, None], strict=False)]


def _tree(root: Row, replies: list[Row], is_folded: bool) -> Tree:
    if not is_folded:
        return Tree((root, *replies))
    shown = sum(reply.status == Comment.Status.VISIBLE for reply in replies)
    return Tree((root, *replies), max(root.reply_count - shown, 1), 2)


@lru_cache(maxsize=100)
def _roots(alias: str, statuses: tuple[str, ...], order: str, start: int) -> Prepared:
    """Each with the key of the first reply that does not stand on the page."""
    (article,) = unknown(1)
    comments = Comment.objects.using(alias)
    folded = comments.replies(statuses).filter(root=OuterRef("pk")).values("pk")[REPLIES_PER_PAGE:][:1]
    roots = comments.roots_of(article, statuses).order_by(*ORDERS[order])
    return Prepared(columns(roots[start : start + ROOTS_PER_PAGE + 1]).annotate(end=Subquery(folded)))


@lru_cache(maxsize=100)
def _replies(alias: str, statuses: tuple[str, ...], count: int) -> Prepared:
    upto = Q()
    for root, end in batched(unknown(2 * count), 2, strict=True):
        upto |= Q(root=root, pk__lt=end)
    return Prepared(columns(Comment.objects.using(alias).replies(statuses).filter(upto)))


def _load_replies(root: Comment, user, number: int) -> list[Tree]:
    start, replies = (number - 1) * REPLIES_PER_PAGE, root.descendants.replies(Comment.readable_statuses(user))
    found = rows_of(replies[start : start + REPLIES_PER_PAGE + 1])
    shown, rest = found[:REPLIES_PER_PAGE], found[REPLIES_PER_PAGE:]
    more = max(replies.visible().filter(pk__gte=rest[0].pk).count(), 1) if rest else 0
    known = {root.pk, *(row.pk for row in shown)}
    earlier = rows_of(Comment.objects.filter(pk__in={row.parent for row in shown} - known))
    (top,) = rows_of(Comment.objects.filter(pk=root.pk))
    return [Tree((top, *shown), more, number + 1 if rest else 0, tuple(earlier))]
