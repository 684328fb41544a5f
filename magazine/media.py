"""Uploaded pictures, served by the application itself when no web server in front does it."""

from pathlib import PurePosixPath
from urllib.parse import quote

from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.utils.http import quote_etag
from django.views.decorators.http import etag, require_safe

YEAR = 31536000
# Not guessed by the system, which may not know the newer ones; whatever else is there is no page.
CONTENT_TYPES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}


@require_safe
@etag(lambda request, name: quote_etag(quote(name)))
def serve(request: HttpRequest, name: str) -> HttpResponseBase:
    """Names are made from the content, so a browser never has to ask twice."""
    try:
        file = default_storage.open(name)
    except (OSError, ValueError, SuspiciousOperation) as error:
        raise Http404("There is no such picture.") from error
    content_type = CONTENT_TYPES.get(PurePosixPath(name).suffix, "application/octet-stream")
    response = FileResponse(file, content_type=content_type)
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"  # feed readers show them too
    return response
