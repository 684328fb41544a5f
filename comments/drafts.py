"""Text that somebody sent without being signed in, kept in the browser's session until it is posted."""

from functools import wraps

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.gate import HtmxRequest, sign_in_first

from .models import MAX_LENGTH

SESSION_KEY = "comment_draft"
LONGEST = 2 * MAX_LENGTH  # whoever wrote too much is told so after signing in, with all of it before them


def keep_draft(request: HttpRequest, body: str, parent: str = "") -> None:
    """One draft a browser: the latest, for the form that posts to this address."""
    if body.strip():
        request.session[SESSION_KEY] = {"form": request.path, "body": body[:LONGEST], "parent": parent[:20]}


def draft_for(request: HttpRequest, form: str) -> dict[str, str]:
    """Initial values for the form that posts to the address `form`, {} when nothing was kept for it."""
    draft = request.session.get(SESSION_KEY, {})
    return {"body": draft["body"], "parent": draft["parent"]} if draft.get("form") == form else {}


def forget_draft(request: HttpRequest) -> None:
    if draft_for(request, request.path):
        del request.session[SESSION_KEY]


def login_required_keeping_text(view):
    """Like `login_required`, but what was typed while a session ran out is there again after signing in."""

    @wraps(view)
    def guarded(request: HtmxRequest, *args, **kwargs) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.POST and not ratelimit.consume(request, action="draft"):
            return render(request, "errors/429.html", status=429)
        keep_draft(request, request.POST.get("body", ""))
        return sign_in_first(request, request.path)

    return guarded
