from allauth.account.utils import get_next_redirect_url
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
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


def back(request: HttpRequest, otherwise) -> HttpResponseRedirect:
    """To the address on this site that the form named as `next`, which need not lead anywhere."""
    return HttpResponseRedirect(get_next_redirect_url(request) or resolve_url(otherwise))
