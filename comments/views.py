from collections.abc import Callable
from functools import partial
from typing import cast

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

import markup
from accounts.gate import HtmxRequest, sign_in_first
from accounts.models import User
from accounts.origin import same_origin_post
from articles.models import Article
from purging.log import tagged

from .drafts import draft_for, forget_draft, keep_draft, login_required_keeping_text
from .forms import CommentForm, EditForm, RejectForm, ReportForm
from .models import MOST_PINNED, Comment, PinnedEnoughError, RefusedError
from .names import names_like
from .orders import asked_order
from .places import address_of, address_with_root, leaves_a_trace
from .tasks import ask_akismet, tell_akismet
from .thread import newest_keys

POSTED = _("Your comment is posted.")
HELD = _("Your comment waits for review. Only you see it.")
MARKS: dict[str, tuple[Callable, str | Promise]] = {
    "pin": (Comment.pin, _("The comment is pinned above the others.")),
    "unpin": (Comment.unpin, _("The comment is no longer pinned.")),
    "pick": (Comment.pick, _("The comment is an editor’s pick.")),
    "unpick": (Comment.unpick, _("The comment is no longer an editor’s pick.")),
}


@require_POST
@same_origin_post
def create(request: HtmxRequest, slug: str) -> HttpResponse:
    """A signed-in reader's comment is posted; a guest's text waits in the session until they have signed in."""
    article = get_object_or_404(Article.objects.published(), slug=slug)
    if not article.comments_open:
        return render(request, "comments/closed.html", {"article": article}, status=403)
    if request.user.is_authenticated:
        return _post(request, article)
    if not ratelimit.consume(request, action="draft"):
        return render(request, "errors/429.html", status=429)
    keep_draft(request, request.POST.get("body", ""), request.POST.get("parent", ""))
    return sign_in_first(request, f"{article.get_absolute_url()}#comment-form")


@csrf_protect
def _post(request: HttpRequest, article: Article) -> HttpResponse:
    author = cast(User, request.user)
    if "preview" in request.POST:
        return _preview(request, CommentForm(request.POST, article=article, author=author), article)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=author.pk)  # one comment at a time: the second sees the first
        form = CommentForm(request.POST, article=article, author=author)
        if form.is_valid():
            form.save(commit=False).post()
            if settings.AKISMET_KEY and not author.is_staff:
                asked = (form.instance.pk, request.META["REMOTE_ADDR"], request.headers.get("User-Agent", ""))
                transaction.on_commit(partial(ask_akismet.enqueue, *asked))
    if form.errors:
        return _write_on(request, form, article)
    forget_draft(request)
    return _show(request, form.instance, POSTED if form.instance.seems_posted else HELD)


def _preview(request: HttpRequest, form: CommentForm, article: Article) -> HttpResponse:
    """What would be shown, by the renderer that would show it; the same page without JavaScript and in place."""
    if not ratelimit.consume(request, action="preview", user=request.user):
        return render(request, "errors/429.html", status=429)
    if not form.is_valid():
        return _write_on(request, form, article)
    form.instance.render()
    return _write_on(request, form, article, preview=form.instance.body_html)


def _write_on(request: HttpRequest, form: CommentForm, article: Article, preview: str = "") -> HttpResponse:
    form.fields["body"].widget.attrs["autofocus"] = True
    context = {"article": article, "action": request.path, "answered": form.cleaned_data.get("parent")}
    return _ask_again(request, "comments/comment_create.html", form, preview=preview, **context)


@require_safe
def permalink(request: HttpRequest, pk: int) -> HttpResponse:
    """To the comment in its place, or to the tombstone that holds its replies, else to nothing."""
    comment = get_object_or_404(_of_published(), pk=pk)
    if not leaves_a_trace(comment, request.user):
        if comment.status == Comment.Status.DELETED:
            return render(request, "errors/410.html", status=410)
        raise Http404("This comment is hidden.")
    return redirect(address_of(comment, request.user, asked_order(request)))


@require_safe
def replies(request: HttpRequest, pk: int) -> HttpResponse:
    """One thread by itself, page by page: there stand the replies that its article's page has no room for."""
    root = get_object_or_404(_of_published().filter(parent=None), pk=pk)
    if not leaves_a_trace(root, request.user):
        raise Http404("This thread is hidden.")
    response = render(request, "comments/comment_replies.html", {"root": root, "article": root.article})
    return tagged(response, f"article-{root.article_id}", f"comments-{root.article_id}")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required_keeping_text
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    comment = _own(request, _of_published().posted_for(request.user), pk)
    if request.method == "POST" and not ratelimit.consume(request, action="edit", user=request.user):
        return render(request, "errors/429.html", status=429)
    form = EditForm(_posted(request), initial=draft_for(request, request.path), instance=comment, auto_id="edit-%s")
    context = {"comment": comment, "article": comment.article}
    if not form.is_valid():
        return _ask_again(request, "comments/comment_edit.html", form, **context)
    if "preview" in request.POST:
        comment.render()
        return _ask_again(request, "comments/comment_edit.html", form, preview=comment.body_html, **context)
    comment.edit(form.cleaned_data["body"])
    forget_draft(request)
    said = (
        gettext("Your comment is changed.")
        if comment.seems_posted
        else gettext("Changed. Your comment waits for a moderator again.")
    )
    return _show(request, comment, said)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first."""
    there = Q(status=Comment.Status.VISIBLE) | Comment.only_read_by(request.user)
    comment = _own(request, _of_published().filter(there), pk)
    if request.method != "POST":
        return render(request, "comments/comment_delete.html", {"comment": comment, "article": comment.article})
    comment.delete_by_author()
    return _show(request, comment, gettext("Your comment is deleted."))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def report(request: HttpRequest, pk: int) -> HttpResponse:
    comment = get_object_or_404(_of_published().visible(), pk=pk)
    if comment.author_id == request.user.pk:
        raise PermissionDenied(gettext("You cannot report your own comment; you can edit or delete it."))
    if request.method == "POST" and not ratelimit.consume(request, action="report", user=request.user):
        return render(request, "errors/429.html", status=429)
    form = ReportForm(_posted(request), instance=comment.reports.filter(reporter=request.user).first())
    if not form.is_valid():
        return _ask_again(request, "comments/comment_report.html", form, comment=comment, article=comment.article)
    comment.report(by=request.user, **form.cleaned_data)
    return _show(request, comment, gettext("Thank you. A moderator will look at this comment."))


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("comments.change_comment", raise_exception=True)
def hide(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks why."""
    comment = get_object_or_404(_of_published(), pk=pk)
    form = RejectForm(_posted(request), initial={"seen": comment.seen_as}, label_suffix="")
    if not form.is_valid():
        return _ask_again(request, "comments/comment_hide.html", form, comment=comment, article=comment.article)
    return _decide(request, comment, gettext("The comment is hidden from readers."), comment.hide, **form.cleaned_data)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("comments.change_comment", raise_exception=True)
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Shows first who decided what."""
    comment = get_object_or_404(_of_published(), pk=pk)
    if request.method != "POST":
        return render(request, "comments/comment_restore.html", {"comment": comment, "article": comment.article})
    return _decide(
        request, comment, gettext("The comment is back."), comment.restore, seen=request.POST.get("seen", "")
    )


def _decide(request: HttpRequest, comment: Comment, said: str, verb, **decision) -> HttpResponse:
    try:
        verb(by=request.user, **decision)
    except RefusedError as error:
        said = str(error)
        comment.refresh_from_db(fields=["status"])
    else:
        tell_akismet(comment)
    return _show(request, comment, said)


@require_POST
@permission_required("comments.change_comment", raise_exception=True)
def mark(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Pin a thread or pick a comment, or take that back."""
    among = _of_published().visible().filter(**({"parent": None} if verb == "pin" else {}))
    comment = get_object_or_404(among, pk=pk)
    act, said = MARKS[verb]
    try:
        act(comment, by=request.user)
    except PinnedEnoughError:
        said = ngettext(
            "%(count)s comment is pinned already. Unpin it first.",
            "%(count)s comments are pinned already. Unpin one of them first.",
            MOST_PINNED,
        ) % {"count": MOST_PINNED}
    comment.refresh_from_db(fields=["is_pinned"])
    return _show(request, comment, said)


@require_safe
@permission_required("comments.change_comment", raise_exception=True)
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """What a comment said before it was changed."""
    comment = get_object_or_404(_of_published(), pk=pk)
    versions = [(version, markup.render_comment(version.body)) for version in comment.versions.order_by("-pk")]
    context = {"comment": comment, "article": comment.article, "versions": versions}
    return render(request, "comments/comment_history.html", context)


@require_safe
def newest(request: HttpRequest, slug: str) -> HttpResponse:
    """Keys of the newest comments: pages ask this while they are read, and any cache may answer."""
    article = get_object_or_404(Article.objects.published().only("slug"), slug=slug)
    response = HttpResponse(newest_keys(article), content_type="text/plain")
    return tagged(response, f"comments-{article.pk}", f"card-{article.pk}")


@require_safe
@login_required
def names(request: HttpRequest, slug: str) -> HttpResponse:
    """Whom somebody who begins to type a name may mean."""
    article = get_object_or_404(Article.objects.published().only("slug"), slug=slug)
    if not ratelimit.consume(request, action="names", user=request.user):
        return HttpResponse(status=429)
    people = names_like(request.GET.get("q", "")[:40], article)
    return JsonResponse({"people": [{"username": person.username, "name": str(person)} for person in people]})


def _of_published():
    return Comment.objects.of_published_articles().select_related("article", "root", "author")


def _own(request: HttpRequest, comments: QuerySet[Comment], pk: int) -> Comment:
    comment = get_object_or_404(comments, pk=pk)
    if comment.author_id != request.user.pk:
        if not comment.is_visible:
            raise Http404
        raise PermissionDenied(gettext("Only who wrote a comment can change it."))
    return comment


def _posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _ask_again(request: HttpRequest, template: str, form, **context) -> HttpResponse:
    return render(request, template, {"form": form, **context}, status=422 if form.errors else 200)


def _show(request: HttpRequest, comment: Comment, said: str | Promise) -> HttpResponse:
    """Back to the discussion, which finds by the message's tag what to announce and where the focus goes."""
    messages.success(request, str(said), extra_tags=comment.anchor)
    if leaves_a_trace(comment, request.user):
        return redirect(address_with_root(comment, request.user, asked_order(request)))
    return redirect(f"{comment.article.get_absolute_url()}#comments")
