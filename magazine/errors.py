"""Error pages in the magazine's own clothes."""

import sys

from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.adapter import MailUnavailableError
from following.links import DeadLinkError
from pictures import StorageUnavailableError
from purging.log import tagged
from sitesettings.models import known_site_settings

RETRY_SECONDS = 30
AWAY = (OperationalError, InterfaceError, MailUnavailableError, StorageUnavailableError)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Says why only in our own words: what Django calls suspicious is not for readers. The form cannot be read."""
    too_much = isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent)
    status = 413 if too_much else 400
    reason = str(exception) if isinstance(exception, BadRequest) else ""
    return render(request, f"errors/{status}.html", {"reason": reason, "typed": []}, status=status)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/403.html", {"reason": str(exception)}, status=403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Says why of our own links alone. Tagged, so that a CDN forgets it once the address leads somewhere."""
    reason = str(exception) if isinstance(exception, DeadLinkError) else ""
    return tagged(render(request, "errors/404.html", {"reason": reason}, status=404), "missing")


def method_not_allowed(request: HttpRequest, plain: HttpResponse) -> HttpResponse:
    """`plain` is what `require_POST` and its like answer; it names the allowed methods."""
    response = render(request, "errors/405.html", status=405)
    response.headers["Allow"] = plain.headers["Allow"]
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Rendered without the database, which may be what failed, as mail or storage may: then come back soon."""
    brand = known_site_settings()
    told = {"brand": brand, "site_name": brand.name, "site_tagline": brand.tagline}
    if isinstance(sys.exception(), AWAY):
        told["needs_mail"] = isinstance(sys.exception(), MailUnavailableError)
        response = render(request, "errors/503.html", told, status=503)
        response.headers["Retry-After"] = str(RETRY_SECONDS)
        return response
    return render(request, "errors/500.html", told, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form outlived its session."""
    return render(request, "errors/403.html", {"expired": True}, status=403)


def second_factor_first(request: HttpRequest) -> HttpResponse:
    """The desk is closed to whoever works with a password alone; what they had written is on the page."""
    if request.method != "POST":
        return redirect("mfa_index")
    return render(request, "errors/403.html", {"needs_factor": True}, status=403)
