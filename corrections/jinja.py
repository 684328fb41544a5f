"""What templates may say about corrections."""

from articles.models import Article

from .models import MOST_NAMED, Correction


def corrected_by(article: Article) -> list[str]:
    """Names of the readers who may be thanked, each once, the first first."""
    found = Correction.objects.thankable().filter(article=article).select_related("reader").order_by("decided_at", "pk")
    return list(dict.fromkeys(str(correction.reader) for correction in found[:MOST_NAMED]))


GLOBALS = {"corrected_by": corrected_by}
