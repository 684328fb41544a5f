"""What templates may say about corrections, and about articles that may no longer work."""

from typing import NamedTuple

from django.http import HttpRequest

from articles.models import Article
from reactions.people import person_of, visitor_of
from sitesettings.models import site_settings

from .marks import LONGEST_TEXT, Mark
from .models import MOST_NAMED, Correction


class Doubt(NamedTuple):
    """Why readers should be careful: it is old, or it failed for so many of them."""

    is_old: bool
    readers: int


def corrected_by(article: Article) -> list[str]:
    """Names of the readers who may be thanked, each once, the first first."""
    found = Correction.objects.thankable().filter(article=article).select_related("reader").order_by("decided_at", "pk")
    return list(dict.fromkeys(str(correction.reader) for correction in found[:MOST_NAMED]))


def doubt(article: Article) -> Doubt | None:
    """By the clock and by what is known now, so in no piece that is kept; one query, of technical articles."""
    limits = site_settings()
    if not article.vouched_at:
        return None
    is_old = 0 < limits.stale_months <= article.months_since_vouched
    readers = Mark.objects.counted().filter(article=article).count() if limits.stale_marks else 0
    found = Doubt(is_old, readers if readers >= limits.stale_marks else 0)
    return found if any(found) else None


def has_marked(request: HttpRequest, article: Article) -> bool:
    """One query, and only for somebody who may have."""
    if not request.user.is_authenticated and not visitor_of(request):
        return False
    return Mark.objects.open().by(person_of(request)).filter(article=article).exists()


GLOBALS = {"corrected_by": corrected_by, "doubt": doubt, "has_marked": has_marked, "longest_mark": LONGEST_TEXT}
