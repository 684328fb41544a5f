"""What readers save and have read: with an account kept here, without one in their browser (`static/js/shelf.js`)."""

from typing import cast

from allauth.core import ratelimit
from allauth.decorators import rate_limit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.gate import HtmxRequest, PersonRequest, back, sign_in_first
from accounts.models import User
from accounts.origin import same_origin_post
from articles.models import Article, OldSlug
from articles.paging import cut_page, page_number
from purging.log import tagged

from .models import HistoryChoice, MarkQuerySet, Read, Saved, Standing
from .own import HISTORY_KEPT

PAGE = 20
MOST_BROUGHT = 200  # as many as a browser keeps
SAVED, TAKEN_OFF = _("Saved for later."), _("It is not on your list any more.")
CHOICES = {"yes": True, "no": False}


@require_http_methods(["GET", "HEAD", "POST"])
@same_origin_post
def save(request: HtmxRequest, slug: str) -> HttpResponse:
    """Whoever has to sign in first finds the button again: nothing is saved by opening an address."""
    article = get_object_or_404(Article.objects.published().only("slug", "title"), slug=slug)
    if not request.user.is_authenticated:
        return sign_in_first(request, request.path)
    if request.method == "POST":
        return _save(request, article)
    return render(request, "reading/save.html", {"article": article, "mine": Standing.of(request.user, article)})


@csrf_protect
def _save(request: HtmxRequest, article: Article) -> HttpResponse:
    reader, is_saved = cast(User, request.user), _choice(request, "save")
    if not ratelimit.consume(request, action="save"):
        return render(request, "errors/429.html", status=429)
    if is_saved:
        Saved.objects.put(Saved(reader=reader, article=article))
    else:
        Saved.objects.take_away(reader, article)
    if request.htmx:
        context = {"article": article, "mine": Standing(is_saved), "said": SAVED if is_saved else TAKEN_OFF}
        return render(request, "reading/_kept.html", context)
    messages.success(request, SAVED if is_saved else TAKEN_OFF)
    return back(request, article)


@require_safe
def saved(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return _shelf(request, Saved.objects.of(request.user), "reading/saved.html")
    return tagged(render(request, "reading/saved_here.html"))


@require_POST
@login_required
@rate_limit(action="save")
def bring(request: PersonRequest) -> HttpResponse:
    """What the browser kept before its reader had an account; the browser sends the oldest first."""
    asked = request.POST.getlist("slug")[:MOST_BROUGHT]
    published = Article.objects.published()
    keys = dict(OldSlug.objects.filter(slug__in=asked, article__in=published).values_list("slug", "article"))
    keys |= dict(published.filter(slug__in=asked).values_list("slug", "pk"))
    Saved.objects.put_all(request.user, dict.fromkeys(keys[slug] for slug in asked if slug in keys))
    messages.success(request, _("What this browser kept is on your list now."))
    return HttpResponse(status=204)


@require_safe
def history(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return tagged(render(request, "reading/history_here.html"))
    is_off = HistoryChoice.objects.is_off(request.user)
    context = {"is_off": is_off, "kept": HISTORY_KEPT}
    return _shelf(request, Read.objects.of(request.user), "reading/history.html", **context)


@require_POST
@login_required
def clear(request: PersonRequest) -> HttpResponse:
    HistoryChoice.objects.clear(request.user)
    messages.success(request, _("Your history is empty."))
    return redirect("reading:history")


@require_POST
@login_required
def keep_history(request: PersonRequest) -> HttpResponse:
    keeps = _choice(request, "keep")
    HistoryChoice.objects.choose(request.user, keeps=keeps)
    messages.success(
        request, _("From now on it is kept what you read.") if keeps else _("What you read is not kept any more.")
    )
    return redirect("reading:history")


@require_POST
@login_required
def forget(request: PersonRequest, slug: str) -> HttpResponse:
    HistoryChoice.objects.clear(request.user, article__slug=slug)
    return redirect("reading:history")


def _shelf(request: HttpRequest, marks: MarkQuerySet, template: str, **context) -> HttpResponse:
    number = page_number(request)
    start = (number - 1) * PAGE
    page = cut_page(request, number, PAGE, list(marks.with_cards()[start : start + PAGE + 1]))
    return render(request, template, {"page": page, **context})


def _choice(request: HttpRequest, name: str) -> bool:
    try:
        return CHOICES[request.POST.get(name, "")]
    except KeyError as error:
        raise BadRequest(_("It is one of yes and no.")) from error
