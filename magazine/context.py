from functools import partial

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from sitesettings.models import site_settings

THEMES = ("light", "dark")  # what a reader may choose; otherwise their system does
# The fields in which people write; error pages give back what stood in them.
WORDS = ("title", "lead", "body", "note", "comment", "text", "bio", "display_name", "alt", "caption")


def site(request: HttpRequest) -> dict:
    """What every page needs to know of the site; `theme` is the reader's choice or "", `here` where to come back to.

    `brand` is asked for when a page uses it: those that say that the database is away bring their own.
    """
    brand = SimpleLazyObject(site_settings)
    theme = request.COOKIES.get("theme", "")
    return {
        "brand": brand,
        "site_name": SimpleLazyObject(lambda: brand.name),
        "site_tagline": SimpleLazyObject(lambda: brand.tagline),
        "base_url": settings.BASE_URL,
        "canonical_url": settings.BASE_URL + request.path,
        "here": request.get_full_path() if request.method in ("GET", "HEAD") else "/",
        "theme": theme if theme in THEMES else "",
        "typed": SimpleLazyObject(partial(_typed, request)),
    }


def _typed(request: HttpRequest) -> list[str]:
    return [words for name in WORDS if (words := request.POST.get(name, "")).strip()]
