"""What templates may say about reading."""

from django.http import HttpRequest

from articles.models import Article

from . import trail
from .models import Standing


def standing(request: HttpRequest, article: Article) -> Standing:
    """Of who asks, whose history it is written to unless the page is only loaded ahead; no query for a guest."""
    if not request.user.is_authenticated:
        return Standing()
    found = Standing.of(request.user, article)
    if found.is_to_note and request.method == "GET" and not request.headers.get("Sec-Purpose"):
        trail.note(request.user.pk, article.pk)
    return found


GLOBALS = {"standing": standing}
