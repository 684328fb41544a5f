"""Decisions at the desk: about one comment or many, each made on what the moderator saw, and taken back by one key."""

from collections.abc import Iterable
from itertools import chain

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from articles.admin.desk import MOST_AT_ONCE
from articles.choosing import is_key
from articles.models import Article

from ..models import Comment, HoldReason, ModerationEntry, Reason, RefusedError, WatchedArticle
from ..tasks import tell_akismet

REASONS = [(code, label) for code, label in Reason.choices if code != Reason.SPAM]  # which has a button of its own
LONGEST = 300  # characters of a reason in words
TOLD = {
    "approve": "shown to readers",
    "keep": "kept, and the reports settled",
    "hold": "held for a second look",
    "reject": "hidden",
    "uphold": "shown to readers: the appeal is upheld",
    "refuse": "left hidden: the appeal is refused",
}
ALREADY = {
    Comment.Status.VISIBLE: "readers see it already. Nothing was changed.",
    Comment.Status.HELD: "it waits already. Nothing was changed.",
    Comment.Status.REJECTED: "it is hidden already. Nothing was changed.",
    Comment.Status.DELETED: "its author deleted it. Nothing was changed.",
}
KEPT_IN_ADDRESS = ["queue", "article", "q", "page"]


def decide(model_admin, request: HttpRequest) -> HttpResponse:
    """A button says what and why: `reject` = `12:abuse` about one, `all` = `reject:abuse` about all chosen."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    verb, code, keys, words = _asked(request)
    if not keys or (code == Reason.OTHER and not words):
        missing = "say in your words what is wrong" if keys else "choose comments first"
        messages.error(request, f"Nothing was changed: please {missing}.")
        return redirect(_back(request, anchor=keys[0] if keys else 0))
    done: dict[str, list[Comment]] = {}
    left: dict[str, list[Comment]] = {}
    for comment in Comment.objects.filter(pk__in=keys).select_related("author", "appeal").order_by("pk"):
        meant = _meant(comment, verb) if "all" in request.POST else verb
        if why := _left(comment, meant, code, words, request):
            left.setdefault(why, []).append(comment)
        else:
            done.setdefault(meant, []).append(comment)
            tell_akismet(comment)
    _tell(request, done, left, code)
    anchor = next(chain(*left.values())).pk if left else _next(request, keys)
    return redirect(_back(request, chain(*done.values()), anchor))


def _meant(comment: Comment, verb: str) -> str:
    """Of each comment, a button for many means what its own button would."""
    if comment.status == Comment.Status.REJECTED and comment.has_appeal_waiting:
        return {"approve": "uphold", "reject": "refuse"}.get(verb, verb)
    is_to_keep = verb == "approve" and comment.is_visible and comment.has_reports_waiting
    return "keep" if is_to_keep else verb


def _left(comment: Comment, verb: str, code: str, words: str, request: HttpRequest) -> str:
    """Decide about it; why it was left as it is, or nothing."""
    before = comment.decisions
    try:
        _do(comment, verb, code, words, request)
    except RefusedError as error:
        return str(error)
    return "" if comment.decisions > before else ALREADY[Comment.Status(comment.status)]


def _tell(request: HttpRequest, done: dict[str, list[Comment]], left: dict[str, list[Comment]], code: str) -> None:
    """Something in any case."""
    for verb, comments in done.items():
        what = "1 comment" if len(comments) == 1 else f"{len(comments)} comments"
        why = f" ({Reason(code).label.lower()})" if verb == "reject" else ""
        messages.success(request, f"{what} {TOLD[verb]}{why}.")
    for why, comments in left.items():
        names = ", ".join(dict.fromkeys(str(comment.author) for comment in comments))
        what = "Comment" if len(comments) == 1 else f"{len(comments)} comments"
        messages.error(request, f"{what} by {names}: {why}")
    if not done and not left:
        messages.error(request, "Nothing was changed, because what you chose is not there any more.")


def _asked(request: HttpRequest) -> tuple[str, str, list[int], str]:
    """(verb, reason, comments, words)"""
    pressed = [(name, request.POST[name]) for name in [*TOLD, "all"] if name in request.POST]
    if len(pressed) != 1:
        raise BadRequest("A decision is one button.")
    name, value = pressed[0]
    if name == "all":
        verb, _, code = value.partition(":")
        chosen, words = request.POST.getlist("chosen"), request.POST.get("words", "")
    else:
        verb, (key, _, code) = name, value.partition(":")
        chosen, words = [key], request.POST.get(f"words-{key}", "")
    if verb not in TOLD or (code not in Reason.values if verb == "reject" else code):
        raise BadRequest("There is no such decision.")
    if not all(map(is_key, chosen)) or len(chosen) > MOST_AT_ONCE:
        raise BadRequest("What is chosen must be comments of this page.")
    return verb, code, list(map(int, chosen)), words.replace("\0", "").strip()[:LONGEST]


def _do(comment: Comment, verb: str, code: str, words: str, request: HttpRequest) -> None:
    who = {"by": request.user, "seen": request.POST.get(f"seen-{comment.pk}", "")}
    match verb:
        case "approve":
            comment.restore(**who)
        case "reject":
            comment.hide(code=code, reason=words, **who)
        case "keep":
            comment.keep(**who)
        case "uphold" | "refuse":
            comment.decide_appeal(is_upheld=verb == "uphold", **who)
        case _:
            comment.hold([HoldReason(kind=HoldReason.Kind.MODERATOR, words=words)], **who)


def undo(model_admin, request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    entries = _entries(request.POST.get("entries", ""))
    for entry in entries:
        try:
            entry.comment.undo(entry, by=request.user)
        except RefusedError as error:
            messages.error(request, f"Comment by {entry.comment.author}: {error}")
        else:
            messages.success(request, f"As it was before: {entry.comment.author}, “{entry.comment}”")
    return redirect(_back(request, anchor=entries[0].comment_id if entries else 0))


def watch(model_admin, request: HttpRequest, pk: int) -> HttpResponse:
    """Every comment on this article waits from now on, or no longer."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    article = get_object_or_404(Article, pk=pk)
    if "watch" in request.POST:
        WatchedArticle.objects.get_or_create(article=article, defaults={"by": request.user})
        messages.success(request, "From now on every comment on this article waits for a moderator.")
    else:
        WatchedArticle.objects.filter(article=article).delete()
        messages.success(request, "Comments on this article wait only where a rule holds them.")
    return redirect(_back(request))


def just_done(request: HttpRequest) -> list[ModerationEntry]:
    """What can be taken back by one button."""
    return [entry for entry in _entries(request.GET.get("done", "")) if entry.can_be_undone]


def _entries(asked: str) -> list[ModerationEntry]:
    keys = [key for key in asked.split("-")[:MOST_AT_ONCE] if is_key(key)]
    found = ModerationEntry.objects.filter(pk__in=keys).exclude(comment=None).order_by("pk")
    return list(found.select_related("comment__author"))


def _next(request: HttpRequest, decided: list[int]) -> int:
    """The comment below what was decided, on which the eye goes on."""
    listed = [int(key) for key in request.POST.getlist("listed") if is_key(key)]
    last = max((listed.index(key) for key in decided if key in listed), default=-1)
    return next((key for key in listed[last + 1 :] if key not in decided), 0)


def _back(request: HttpRequest, done: Iterable[Comment] = (), anchor: int = 0) -> str:
    """To the page that it was decided on, which offers to take it back."""
    query = {name: request.GET[name] for name in KEPT_IN_ADDRESS if request.GET.get(name)}
    if entries := ModerationEntry.objects.last_of_each([comment.pk for comment in done]):
        query["done"] = "-".join(str(entry.pk) for entry in entries.values())
    if anchor:
        query["at"] = str(anchor)
    if is_key(one := request.GET.get("comment", "")):
        address = reverse("admin:comments_comment_change", args=[one], query=query)
    else:
        address = reverse("admin:comments_comment_changelist", query=query)
    return f"{address}#comment-{anchor}" if anchor else address
