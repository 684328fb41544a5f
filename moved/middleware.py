from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.redirects.models import Redirect
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.encoding import escape_uri_path

from articles.actions import REDIRECTS
from purging.log import tagged

from .rules import LONGEST


def lead_on(get_response):
    """Where there is no page, an old address may lead to one; costs one query, and only there."""

    def middleware(request):
        response = get_response(request)
        if response.status_code != 404 or request.method not in ("GET", "HEAD"):
            return response
        redirect = _redirect_from(request)
        return _answer(request, redirect) if redirect else response

    return middleware


def _redirect_from(request: HttpRequest) -> Redirect | None:
    """With its query first, then without, then with or without the slash at its end."""
    path = escape_uri_path(request.path)
    other = path.rstrip("/") if path.endswith("/") else f"{path}/"
    wanted = [asked for asked in (request.get_full_path(), path, other) if asked and len(asked) <= LONGEST]
    found = {row.old_path: row for row in Redirect.objects.filter(site=settings.SITE_ID, old_path__in=wanted)}
    return next((found[asked] for asked in wanted if asked in found), None)


def _answer(request: HttpRequest, redirect: Redirect) -> HttpResponse:
    """Tagged like what is saved at that address, so that an article which takes it is seen at once."""
    if not redirect.new_path:
        return render(request, "errors/410.html", status=410)
    query = request.META.get("QUERY_STRING", "")
    keeps = query and not urlsplit(redirect.new_path).query and "?" not in redirect.old_path
    target = f"{redirect.new_path}?{query}" if keeps and "#" not in redirect.new_path else redirect.new_path
    slug = request.path.rstrip("/").rpartition("/")[2]
    tags = [f"slug-{slug}"] if slug.isascii() and slug.replace("-", "").isalnum() else []
    return tagged(HttpResponsePermanentRedirect(target), REDIRECTS, *tags)
