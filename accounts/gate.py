from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from .models import User


class HtmxRequest(HttpRequest):
    """What a view gets that also answers to parts of a page."""

    htmx: HtmxDetails


class PersonRequest(HttpRequest):
    """What a view gets behind `login_required`."""

    user: User


def sign_in_first(request: HtmxRequest, back_to: str) -> HttpResponse:
    """To the sign-in page and then `back_to`, also when only a part of the page asked."""
    response = redirect_to_login(back_to)
    return HttpResponseClientRedirect(response.url) if request.htmx else response
