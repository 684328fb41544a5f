from allauth.core import ratelimit
from django.core.exceptions import BadRequest
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.origin import same_origin_post

THEMES = ("light", "dark", "auto")
YEAR = 31536000


@require_safe
def how_we_count(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/how_we_count.html")


@require_POST
@same_origin_post
def theme(request: HttpRequest) -> HttpResponse:
    """Remember the reader's colour scheme; the way to do it without JavaScript."""
    choice, back = request.POST.get("theme", ""), request.POST.get("next", "")
    if choice not in THEMES:
        raise BadRequest("The colour scheme is light, dark or auto.")
    if not ratelimit.consume(request, action="theme"):
        return render(request, "errors/429.html", status=429)
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}):
        back = reverse("articles:home")
    response = redirect(back)
    response.set_cookie("theme", choice, max_age=YEAR, samesite="Lax", secure=request.is_secure())
    return response


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """The process can do its work: the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("The database does not answer.\n", content_type="text/plain", status=503)
    return HttpResponse("ready\n", content_type="text/plain")
