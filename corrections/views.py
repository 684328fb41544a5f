from typing import cast

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.gate import HtmxRequest, sign_in_first
from accounts.models import User
from accounts.origin import same_origin_post
from articles.models import Article
from reactions.people import person_of, remember

from .drafts import draft_for, forget_draft, keep_draft
from .forms import CorrectionForm, MarkForm
from .models import Correction, Mark

SELECTED = {"exact", "prefix", "suffix"}  # what the page of the article hands on
SHOWN = 100  # of one's own
SAID = _("Thank you. The editors will look at it, and you will hear from them.")


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


@require_POST
@same_origin_post
def mark(request: HttpRequest, slug: str) -> HttpResponse:
    """This no longer works, or does after all; a guest's browser gets its cookie, as for a reaction."""
    technical = Article.objects.published().filter(vouched_at__isnull=False)
    article = get_object_or_404(technical.only("slug", "title"), slug=slug)
    if not ratelimit.consume(request, action="mark"):
        return render(request, "errors/429.html", status=429)
    person, back = person_of(request), redirect(f"{article.get_absolute_url()}#outdated")
    if request.POST.get("value") == "none":
        Mark.objects.take_back(article, person)
        return back
    form = MarkForm(request.POST if request.user.is_authenticated else {})
    if not form.is_valid():
        return render(request, "corrections/mark.html", {"article": article, "form": form}, status=422)
    Mark.objects.mark(article, person, form.cleaned_data["text"])
    return remember(person, back)


@require_safe
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    sent = Correction.objects.filter(reader=cast(User, request.user)).select_related("article")
    return render(request, "corrections/mine.html", {"sent": sent.order_by("-created_at", "-pk")[:SHOWN]})


def _ask(request: HttpRequest, article: Article, form: CorrectionForm) -> HttpResponse:
    context = {"article": article, "form": form}
    return render(request, "corrections/report.html", context, status=422 if form.errors else 200)
