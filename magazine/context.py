from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, str]:
    """What every page needs to know of the site; `theme` is the reader's choice or "", `here` where to come back to."""
    theme = request.COOKIES.get("theme", "")
    return {
        "site_name": settings.SITE_NAME,
        "site_tagline": settings.SITE_TAGLINE,
        "base_url": settings.BASE_URL,
        "canonical_url": settings.BASE_URL + request.path,
        "here": request.get_full_path() if request.method in ("GET", "HEAD") else "/",
        "theme": theme if theme in ("light", "dark") else "",
    }
