"""What every request and response passes through, in the order of `settings.MIDDLEWARE`."""

import logging
import re
import time
import uuid

from django.conf import settings
from django.core.exceptions import BadRequest, DisallowedHost, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.encoding import escape_uri_path
from django.utils.translation import gettext as _

from . import errors
from .addresses import is_trusted, reader_address
from .logs import request_id

logger = logging.getLogger(__name__)

REQUEST_ID = re.compile(r"[A-Za-z0-9._:-]{8,100}")
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"
# Cookies that only change how a page looks; pages are shared by all who carry no others.
SHAREABLE_COOKIES = {"theme"}
SHARED_SECONDS = 30
LONGEST_PATH = 500  # characters of it in the log
PROBES = {"/healthz", "/readyz", "/metrics"}  # asked by address, not by name
LARGEST_REQUEST = 20 * 1024 * 1024  # the largest picture and the form around it; more is not even read


def client_address(get_response):
    """Put the reader's own address into REMOTE_ADDR when a trusted proxy passed it on; drop what strangers claim."""

    def middleware(request):
        trusted = is_trusted(request.META.get("REMOTE_ADDR", ""))
        request.META["REMOTE_ADDR"] = reader_address(request.META)
        forwarded = request.META.pop("HTTP_X_FORWARDED_FOR", "")
        request.has_unknown_proxy = bool(forwarded) and (not trusted or is_trusted(request.META["REMOTE_ADDR"]))
        if not trusted:
            request.META.pop("HTTP_X_FORWARDED_PROTO", None)
            request.META.pop("HTTP_X_REQUEST_ID", None)
        return get_response(request)

    return middleware


def log_requests(get_response):
    """One line for each request that Django answers. Its id is new, or a trusted proxy's (see `client_address`)."""

    def middleware(request):
        given = request.META.get("HTTP_X_REQUEST_ID", "")
        known = request_id.set(given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex)
        began = time.perf_counter()
        try:
            response = get_response(request)
            response.headers["X-Request-ID"] = request_id.get()
            if response.status_code >= 400 or not _is_asked_all_the_time(request.path_info):
                _log(request, response, time.perf_counter() - began)
        finally:
            request_id.reset(known)
        return response

    return middleware


def security_headers(get_response):
    def middleware(request):
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return middleware


class CompressText(GZipMiddleware):
    """Everything but pictures, which are compressed already."""

    def process_response(self, request, response):
        if response.headers.get("Content-Type", "").startswith("image/"):
            return response
        return super().process_response(request, response)


def cache_headers(get_response):
    """Pages for strangers may be kept by any cache for a moment; pages for somebody by nobody else."""

    def middleware(request):
        response = get_response(request)
        if response.has_header("Cache-Control"):
            return response
        patch_vary_headers(response, ["Cookie"])
        if _is_for_everybody(request, response):
            patch_cache_control(
                response,
                public=True,
                max_age=0,
                s_maxage=SHARED_SECONDS,
                stale_while_revalidate=60,
                stale_if_error=86400,
            )
        else:
            patch_cache_control(response, private=True, no_cache=True)
        return response

    return middleware


def refuse_malformed(get_response):
    """Requests for a host that is not ours, in another encoding, or with NUL where databases choke on it."""

    def middleware(request):
        told = [request.path_info, request.META.get("QUERY_STRING", "").replace("%00", "\0"), *request.COOKIES.values()]
        if any("\0" in text for text in told):
            request.COOKIES.clear()
            return errors.bad_request(request, BadRequest(_("It contains a NUL character.")))
        if request.content_params and request.content_params.get("charset", "utf-8").lower() != "utf-8":
            request.encoding = "utf-8"  # some others decode to what no page can hold
            return errors.bad_request(request, BadRequest(_("It is not written in UTF-8.")))
        if request.path_info in PROBES:
            request.META["HTTP_HOST"] = settings.HOST
        try:
            request.get_host()
        except DisallowedHost as error:
            return errors.bad_request(request, error)
        return get_response(request)

    return middleware


class OwnErrorPages:
    """Errors look like the magazine also where Django has other pages or none; a crash in debug mode shows itself."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if settings.DEBUG and response.status_code == 404 and not request.resolver_match:
            return errors.page_not_found(request)
        if response.status_code == 405 and not response.content:
            return errors.method_not_allowed(request, response)
        return response

    def process_view(self, request, *view):
        """A form that is too large or cannot be read is refused before anybody looks for a token in it."""
        if request.method == "POST":
            try:
                if _length(request) > LARGEST_REQUEST:
                    raise RequestDataTooBig
                request.POST  # noqa: B018 (parsed at the first look)
            except (SuspiciousOperation, BadRequest, MultiPartParserError, UnreadablePostError) as error:
                return errors.bad_request(request, error)
        return None

    def process_exception(self, request, exception):
        if settings.DEBUG and isinstance(exception, Http404):
            return errors.page_not_found(request, exception)
        if settings.DEBUG and isinstance(exception, BadRequest | SuspiciousOperation):
            return errors.bad_request(request, exception)
        return None


def _is_asked_all_the_time(path: str) -> bool:
    return path in PROBES or path.startswith(settings.STATIC_URL)


def _log(request, response, seconds: float) -> None:
    """Who asked is only said when the view wanted to know: looking would make a shared page a private one."""
    user = getattr(request, "_cached_user", None)
    fields = {
        "method": request.method,
        "path": escape_uri_path(_path(request)[:LONGEST_PATH]),
        "status": response.status_code,
        "duration_ms": round(seconds * 1000, 1),
        "user": user.pk if user else None,
    }
    logger.info("%(method)s %(path)s %(status)s %(duration_ms)s ms", fields, extra={"fields": fields})


def _path(request) -> str:
    """Without what opens a page to whoever knows it."""
    token = request.resolver_match and request.resolver_match.kwargs.get("token")
    return request.path.replace(token, "-") if token else request.path


def _length(request) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        raise BadRequest(_("It does not say how long it is.")) from None


def _is_for_everybody(request, response) -> bool:
    return (
        request.method in ("GET", "HEAD")
        and response.status_code in (200, 301, 404)
        and not response.cookies
        and not response.has_header("HX-Redirect")
        and request.COOKIES.keys() <= SHAREABLE_COOKIES
    )
