from typing import cast

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from accounts.gate import HtmxRequest, sign_in_first
from accounts.models import User
from accounts.origin import same_origin_post
from articles.models import Article

from .drafts import draft_for, forget_draft, keep_draft
from .forms import CorrectionForm
from .models import Correction

SELECTED = {"exact", "prefix", "suffix"}  # what the page of the article hands on
SHOWN = 100  # of one's own
SAID = "Thank you. The editors will look at it, and you will hear from them."


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@same_origin_post
def report(request: HtmxRequest, slug: str) -> HttpResponse:
    """The form, filled in with what was selected; what a guest sends waits in the session until they have signed in."""
    article = get_object_or_404(Article.objects.published().prefetch_related("tags", "bylines"), slug=slug)
    if request.method == "POST" and request.user.is_authenticated:
        return _post(request, article)
    if request.method == "POST":
        if not ratelimit.consume(request, action="draft"):
            return render(request, "errors/429.html", status=429)
        keep_draft(request)
        return sign_in_first(request, request.path)
    asked = draft_for(request) or {name: request.GET[name][:1000] for name in SELECTED & request.GET.keys()}
    return _ask(request, article, CorrectionForm(initial=asked, article=article, reader=None))


@csrf_protect
def _post(request: HttpRequest, article: Article) -> HttpResponse:
    form = CorrectionForm(request.POST, article=article, reader=cast(User, request.user))
    if form.is_from_a_robot:
        return redirect(article)
    if not ratelimit.consume(request, action="correct", user=request.user):
        return render(request, "errors/429.html", status=429)  # before the sentence is looked for, which takes a while
    if not form.is_valid():
        return _ask(request, article, form)
    form.save(commit=False).post()
    forget_draft(request)
    messages.success(request, SAID)
    return redirect("corrections:mine")


@require_safe
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    sent = Correction.objects.filter(reader=cast(User, request.user)).select_related("article")
    return render(request, "corrections/mine.html", {"sent": sent.order_by("-created_at", "-pk")[:SHOWN]})


def _ask(request: HttpRequest, article: Article, form: CorrectionForm) -> HttpResponse:
    context = {"article": article, "form": form}
    return render(request, "corrections/report.html", context, status=422 if form.errors else 200)
