"""What templates may say about comments."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import chain, zip_longest
from typing import NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import get_messages
from django.forms import BoundField
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from accounts.models import User
from articles.choosing import is_key
from articles.jinja import time
from articles.models import Article

from . import visits
from .drafts import SESSION_KEY, draft_for
from .forms import CommentForm
from .models import Appeal, Comment, Sanction
from .orders import DEFAULT_ORDER, NAMES
from .planting import Node, comment_for, plant
from .remembered import LIMIT, Made, Memory
from .rows import Row, Tree
from .structured_data import comments_data
from .thread import REPLIES_PER_PAGE, Thread, newest_keys, replies_page, thread_page
from .traps import trap

RECENT = 10
WHEN = "\0"  # stands for a moment until it is known how long ago that was; no text has it

memory = Memory(LIMIT)

type CommentMacro = Callable[[Node, Callable[[datetime], str]], str]


class Told(NamedTuple):
    words: str
    about: int  # a comment


@dataclass(frozen=True)
class Discussion:
    """The section below an article, as one reader sees it."""

    thread: Thread
    reader: User | AnonymousUser
    article_authors: frozenset[int]
    is_open: bool
    order_query: str
    said: str  # what is announced after an act …
    fresh: int | None  # … and the comment that it was about
    action: str
    form: CommentForm | None  # where there is something to put into it
    is_draft_kept: bool
    answered: Node | None  # the comment that the form answers
    moderates: bool
    since: datetime | None  # when the reader was here before
    new_count: int  # what others have written since then
    appealed: frozenset[int]  # rejected comments whose authors ask for another look, for moderators
    ignored: frozenset[int]  # whose comments the reader wants to see collapsed

    @property
    def is_answered_here(self) -> bool:
        return self.answered is not None and self.thread.tree_with(self.answered.pk) is not None

    @property
    def is_fresh_shown(self) -> bool:
        tree = self.thread.tree_with(self.fresh)
        return tree is not None and plant(tree, self.reader)[self.fresh].is_needed

    def tree_html(self, comment: CommentMacro, tree: Tree, votes: dict[int, int]) -> SafeString:
        """A root and its replies, by the macro `comment` where they are not remembered as this reader sees them."""
        if tree.has(self.fresh) or (self.answered and tree.has(self.answered.pk)):
            return self._told(self._made(comment, tree))
        look = self._look(tree, votes)
        if not (made := memory.get(look)):
            memory.put(look, made := self._made(comment, tree))
        return self._told(made)

    def _look(self, tree: Tree, votes: dict[int, int]) -> tuple:
        """All that the HTML depends on."""
        me = self.reader.pk
        mine = me if any(row.author_id == me for row in tree.rows) else None
        voted = tuple((row.pk, votes[row.pk]) for row in tree.rows if row.pk in votes) if votes else ()
        new = tuple(row.pk for row in tree.rows if self._is_new(row))
        ignored = tuple(row.pk for row in tree.rows if row.author_id in self.ignored) if self.ignored else ()
        appealed = tuple(row.pk for row in tree.rows if row.pk in self.appealed) if self.appealed else ()
        here = (self.thread.path, self.thread.query, self.order_query, self.is_open, self.article_authors)
        return tree, self.reader.is_authenticated, mine, voted, new, ignored, appealed, self.moderates, here

    def _made(self, comment: CommentMacro, tree: Tree) -> Made:
        moments: list[datetime] = []

        def when(moment: datetime) -> str:
            moments.append(moment)
            return WHEN

        nodes = plant(tree, self.reader)
        for node in nodes.values():
            node.is_new, node.is_ignored = self._is_new(node.row), node.row.author_id in self.ignored
            node.is_appealed = node.pk in self.appealed
        html = str(comment(nodes[tree.root.pk], when))
        return Made(html.split(WHEN), moments)

    def _is_new(self, row: Row) -> bool:
        return self.since is not None and row.created_at > self.since and row.author_id != self.reader.pk

    @staticmethod
    def _told(made: Made) -> SafeString:
        return SafeString("".join(chain(*zip_longest(made.texts, map(time, made.moments), fillvalue=""))))


def discussion_of(request: HttpRequest, article: Article) -> Discussion:
    """One page of the comments, and the form or the way to it; two queries, and six more for who has signed in."""
    told = _told(request)
    return _discussion(request, article, thread_page(request, article, told and told.about), told)


def replies_of(request: HttpRequest, root: Comment) -> Discussion:
    """One thread by itself."""
    return _discussion(request, root.article, replies_page(request, root), _told(request))


def _discussion(request: HttpRequest, article: Article, thread: Thread, told: Told | None) -> Discussion:
    action = reverse("comments:create", args=[article.slug])
    draft = draft_for(request, action)
    initial = draft or _quoted(request, article)
    moderates = request.user.has_perm("comments.change_comment")
    since = visits.note(request.user, article) if request.user.is_authenticated else None
    return Discussion(
        thread=thread,
        reader=request.user,
        article_authors=frozenset(byline.author_id for byline in article.bylines.all()),
        is_open=article.comments_open,
        order_query=f"?order={thread.order}" if thread.order != DEFAULT_ORDER else "",
        said=told.words if told else "",
        fresh=told.about if told else None,
        action=action,
        form=CommentForm(initial=initial, article=article) if initial else None,
        is_draft_kept=bool(draft),
        answered=_answered(request, article, thread, request.GET.get("reply") or draft.get("parent", "")),
        moderates=moderates,
        since=since,
        new_count=article.comments.new_to(request.user, since).count() if since else 0,
        appealed=_appealed(thread) if moderates else frozenset(),
        ignored=request.user.ignored_ids if request.user.is_authenticated else frozenset(),
    )


def _appealed(thread: Thread) -> frozenset[int]:
    rejected = [row.pk for tree in thread.trees for row in tree.rows if row.status == Comment.Status.REJECTED]
    return frozenset(Appeal.objects.waiting().filter(comment__in=rejected).values_list("comment", flat=True))


def _told(request: HttpRequest) -> Told | None:
    """The last word about an act of this reader."""
    # `or []`: going through no messages at all would set a cookie to say so.
    told = [message for message in get_messages(request) or [] if message.tags.startswith("comment-")]
    return Told(str(told[-1].message), int(told[-1].extra_tags.removeprefix("comment-"))) if told else None


@cache
def blank_body(field: Callable[[BoundField], SafeString]) -> SafeString:
    """Where a comment is written that nothing is known of yet; made once, which took a tenth of the page."""
    return field(CommentForm(article=Article(pk=0))["body"])


def show_more(count: int) -> str:
    """What the link to more replies of a thread says."""
    if count > REPLIES_PER_PAGE:
        words = ngettext("Show %(shown)s of %(count)s more reply", "Show %(shown)s of %(count)s more replies", count)
        return words % {"shown": REPLIES_PER_PAGE, "count": number_format(count, force_grouping=True)}
    return ngettext("Show %(count)s more reply", "Show %(count)s more replies", count) % {"count": count}


def has_comment_waiting(request: HttpRequest) -> bool:
    """Whether this browser wrote a comment that is posted after signing in."""
    return SESSION_KEY in request.session


def recent_comments(person) -> list[Comment]:
    """What somebody said last, where everybody may read it."""
    comments = Comment.objects.visible().of_published_articles().filter(author=person)
    return list(comments.select_related("article").order_by("-created_at")[:RECENT])


def _quoted(request: HttpRequest, article: Article) -> dict[str, str]:
    """The words of the comment that is answered, where `?quote` asks for them."""
    asked = request.GET.get("reply", "")
    if "quote" not in request.GET or not is_key(asked):
        return {}
    comment = article.comments.posted_for(request.user).filter(pk=asked).first()
    return {"body": comment.quotation, "parent": asked} if comment else {}


def _answered(request: HttpRequest, article: Article, thread: Thread, asked: str) -> Node | None:
    """The comment that the form answers: usually one of this page."""
    if not is_key(asked):
        return None
    if tree := thread.tree_with(int(asked)):
        node = plant(tree, request.user)[int(asked)]
        return node if node.is_visible else None
    return comment_for(article.comments.posted_for(request.user).filter(pk=asked), request.user)


GLOBALS = {
    "comment_orders": NAMES,
    "comments_data": comments_data,
    "blank_body": blank_body,
    "comment_count": Comment.objects.count_for,
    "discussion_of": discussion_of,
    "has_comment_waiting": has_comment_waiting,
    "recent_comments": recent_comments,
    "newest_keys": newest_keys,
    "replies_of": replies_of,
    "restriction_of": Sanction.objects.told_to,
    "show_more": show_more,
    "trap": trap,
}
