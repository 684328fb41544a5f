"""What a person is told, and what became of what they wrote. Everything here is theirs alone."""

from typing import cast

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.models import User
from articles.paging import cut_page, page_number

from .forms import AppealForm, CorrectionForm, MailForm
from .mailing import person_of
from .models import AppealError, Comment, Notice

PAGE = 20


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def notices(request: HttpRequest) -> HttpResponse:
    """The news, which count as seen from now on, and by what mail they come."""
    person = cast(User, request.user)
    form = MailForm(request.POST or None, instance=person)
    if form.is_valid():
        form.save()
        messages.success(request, "Saved.")
        return redirect("comments:notices")
    number = page_number(request)
    start = (number - 1) * PAGE
    news = Notice.objects.of(person).newest_first().with_comments()
    page = cut_page(request, number, PAGE, list(news[start : start + PAGE + 1]))
    if request.method == "GET":
        Notice.objects.see(person)
    return render(request, "comments/notices.html", {"page": page, "form": form}, status=422 if form.errors else 200)


@csrf_exempt  # the link is a secret of its own, and mail programs post to it (RFC 8058)
@require_http_methods(["GET", "HEAD", "POST"])
def stop_mail(request: HttpRequest, token: str) -> HttpResponse:
    """Without signing in. Opening the link only asks, as programs open links too."""
    person = person_of(token)
    if person is None:
        return render(request, "comments/stop_mail_broken.html", status=404)
    if request.method == "POST":
        User.objects.filter(pk=person.pk).update(notice_mails=User.NoticeMails.OFF)
    return render(request, "comments/stop_mail.html", {"is_stopped": request.method == "POST"})


@never_cache
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    number = page_number(request)
    start = (number - 1) * PAGE
    own = Comment.objects.filter(author=cast(User, request.user)).exclude(status=Comment.Status.DELETED)
    own = own.select_related("article", "appeal").prefetch_related("log").order_by("-created_at", "-pk")
    page = cut_page(request, number, PAGE, list(own[start : start + PAGE + 1]))
    return render(request, "comments/mine.html", {"page": page})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Other words for a comment that was rejected."""
    comment = _rejected(request, pk)
    form = CorrectionForm(request.POST or None, instance=comment)
    thanks = "Thank you. A moderator looks at it again."
    if comment.has_appeal_waiting:
        thanks = "Thank you. A moderator reads the new words; your question for another look is withdrawn."
    return _ask(request, comment, form, "correct", thanks)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: HttpRequest, pk: int) -> HttpResponse:
    comment = _rejected(request, pk)
    return _ask(request, comment, AppealForm(request.POST or None), "appeal", "Thank you. Another moderator decides.")


def _rejected(request: HttpRequest, pk: int) -> Comment:
    own = Comment.objects.filter(author=cast(User, request.user)).select_related("article")
    return get_object_or_404(own.exclude(status=Comment.Status.DELETED), pk=pk)


def _ask(request: HttpRequest, comment: Comment, form, name: str, thanks: str) -> HttpResponse:
    if request.method == "POST" and not ratelimit.consume(request, action="edit", user=request.user):
        return render(request, "errors/429.html", status=429)
    if form.is_valid():
        try:
            form.send(comment)
        except AppealError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, thanks)
            return redirect("comments:mine")
    context = {"form": form, "comment": comment, "article": comment.article}
    return render(request, f"comments/{name}.html", context, status=422 if form.errors else 200)
