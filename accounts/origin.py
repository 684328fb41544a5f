"""POSTs from pages that carry no token: what another site sends in a reader's name is refused."""

from functools import wraps
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt


def same_origin_post(view):
    """In place of a CSRF token, believe `Sec-Fetch-Site`, else `Origin`, else `Referer`; scripts that send none pass.

    Browsers set these headers themselves and pages cannot forge them. A client without any of them is no browser, so
    there is no reader whose cookies it could misuse.
    """

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs):
        if not _is_from_here(request):
            raise PermissionDenied(_("This form was sent from another site."))
        return view(request, *args, **kwargs)

    return guarded


def _is_from_here(request: HttpRequest) -> bool:
    if fetch_site := request.headers.get("Sec-Fetch-Site"):
        return fetch_site in ("same-origin", "none")
    sender = request.headers.get("Origin") or request.headers.get("Referer")
    if not sender:
        return True
    try:
        return urlsplit(sender).netloc == request.get_host()
    except ValueError:  # not an address at all
        return False
