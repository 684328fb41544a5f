"""What is said to programs in plain text: robots.txt, llms.txt, security.txt, and whose the magazine is (IndexNow)."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.views.decorators.http import require_safe

import markup
from purging.log import tagged

from .addresses import absolute
from .models import Article

TEXT = "text/plain; charset=utf-8"
LISTED = 100  # newest articles that llms.txt names


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return tagged(render(request, "articles/robots.txt", content_type=TEXT))


@require_safe
def llms(request: HttpRequest) -> HttpResponse:
    """https://llmstxt.org: where a language model that answers somebody finds the texts without what is around them."""
    cards = Article.objects.cards_of(Article.objects.published().newest_keys(0, LISTED))
    context = {"articles": cards, "written": markup.escape_markdown}
    return tagged(render(request, "articles/llms.txt", context, content_type=TEXT), "feeds")


@require_safe
def indexnow_key(request: HttpRequest) -> HttpResponse:
    """Shows search engines that who sends them addresses is who answers here; only where they are told any."""
    if not settings.INDEXNOW_URL:
        raise Http404("Nobody is told.")
    return HttpResponse(own_key(), content_type=TEXT)


def own_key() -> str:
    return salted_hmac("articles.indexnow", settings.BASE_URL, algorithm="sha256").hexdigest()[:32]


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """RFC 9116; the date moves on, as the contact is looked after for as long as the site runs."""
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {timezone.now() + timedelta(days=180):%Y-%m-%dT00:00:00Z}",
        f"Canonical: {absolute(request.path)}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type=TEXT)
