"""The page of an article as a stranger would see it, though it is not published."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from .models import Article
from .story import Story


def preview_page(request: HttpRequest, article: Article, **context) -> HttpResponse:
    """Of what `article.preview` made. Nothing can be sent from it, and its address (`here`) stands nowhere on it."""
    stranger = {"user": AnonymousUser(), "messages": [], "here": "/"}
    shown = {"article": article, "story": Story.of(article), "is_live": False}
    told = {"framed": False, "link": None} | stranger | shown | context
    return unlisted(render(request, "articles/article_preview.html", told))


def unlisted(response: HttpResponse) -> HttpResponse:
    """Kept by nobody, found by nobody, and no other page learns where one came from."""
    add_never_cache_headers(response)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
