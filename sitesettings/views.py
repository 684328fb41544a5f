from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from .accent import stylesheet

YEAR = 31536000


@require_safe
def accent(request: HttpRequest, digits: str) -> HttpResponse:
    """The same for ever: a colour says all that it depends on, so that no process can answer with an older one."""
    response = HttpResponse(stylesheet(f"#{digits}"), content_type="text/css; charset=utf-8")
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response
