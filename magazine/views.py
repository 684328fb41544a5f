from allauth.core import ratelimit
from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from accounts.origin import same_origin_post

from . import health
from .addresses import is_in
from .context import THEMES
from .metrics import render as render_metrics

YEAR = 31536000


@require_POST
@same_origin_post
def theme(request: HttpRequest) -> HttpResponse:
    """Remember the reader's colour scheme; the way to do it without JavaScript."""
    choice, back = request.POST.get("theme", ""), request.POST.get("next", "")
    if choice not in (*THEMES, "auto"):
        raise BadRequest(_("The colour scheme is light, dark or auto."))
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
    """The process can do its work, if slower than with everything there; why not is only in the log."""
    works = health.ask()
    ready = all(works[dependency] for dependency in works if dependency.needed)
    verdict = "ready" if all(works.values()) else "degraded" if ready else "not ready"
    lines = [verdict, *(dependency.told(works[dependency]) for dependency in works), ""]
    return HttpResponse("\n".join(lines), content_type="text/plain", status=200 if ready else 503)


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """For Prometheus; to everybody else there is no such page."""
    if not (_is_near(request) or _has_token(request)):
        raise Http404("There is no such page.")
    return HttpResponse(render_metrics(), content_type=CONTENT_TYPE_LATEST)


def _is_near(request: HttpRequest) -> bool:
    """A proxy that is not in TRUSTED_PROXIES makes everybody look near, and so does a hop that cannot be read."""
    address = request.META["REMOTE_ADDR"]
    return not getattr(request, "has_unknown_proxy", True) and is_in(address, tuple(settings.METRICS_ALLOW))


def _has_token(request: HttpRequest) -> bool:
    given = request.headers.get("Authorization", "")
    return bool(settings.METRICS_TOKEN) and constant_time_compare(given, f"Bearer {settings.METRICS_TOKEN}")
