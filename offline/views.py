import json
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from purging.log import tagged
from sitesettings.models import SiteSettings, site_settings

from .icons import SIZES, drawn, icon_path

YEAR = 31536000
WORKER, RETIRED = (Path(__file__).with_name(name).read_text() for name in ("worker.js", "retired.js"))
# What the page needs that is shown where nothing else can be.
PARTS = ["css/site.css", "fonts/roboto-serif-latin.woff2", "fonts/roboto-serif-cyrillic.woff2"]
PARTS += ["img/icons.svg", "img/favicon.svg", "js/theme.js", "js/search.js", "js/register.js", "js/kept.js"]


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """https://www.w3.org/TR/appmanifest/"""
    brand = site_settings()
    about = {
        "id": "/",
        "name": brand.name,
        "short_name": brand.name[:12],
        "description": brand.tagline,
        "lang": settings.LANGUAGE_CODE,
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#ffffff",
        "categories": ["news", "magazines"],
        "icons": [_icon(brand, "192"), _icon(brand, "512"), _icon(brand, "maskable") | {"purpose": "maskable"}],
        "shortcuts": [{"name": _("Search"), "url": reverse("search:search")}],
    }
    return tagged(JsonResponse(about, content_type="application/manifest+json"))


@require_safe
def icon(request: HttpRequest, version: str, kind: str) -> HttpResponse:
    """An address from before the settings changed leads to the one they have."""
    if kind not in SIZES:
        raise Http404("There is no such icon.")
    brand = site_settings()
    if request.path != (path := icon_path(brand, kind)):
        return redirect(path)
    response = HttpResponse(drawn(brand, kind), content_type="image/png")
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Below `/`, as it only serves what lies there; with OFFLINE=false one that takes itself and all copies away."""
    response = HttpResponse(_worker() if settings.OFFLINE else RETIRED, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response


@require_safe
def unreachable(request: HttpRequest) -> HttpResponse:
    """What a reader sees whose device has no connection, with the articles that it keeps."""
    return tagged(render(request, "offline/offline.html"))


def _worker() -> str:
    """Another one whenever a file or the settings change, so that browsers fetch the offline page anew."""
    brand = site_settings()
    parts = [*map(static, PARTS), *filter(None, [brand.accent_css, icon_path(brand, "192")])]
    digest = sha256(repr([parts, brand.choices]).encode()).hexdigest()[:12]
    kept = {"words": _("Offline. This copy is from %(when)s."), "language": settings.LANGUAGE_CODE}
    told = {"SHELL": f"shell-{digest}", "PARTS": parts, "KEPT": kept}
    return "".join(f"const {name} = {json.dumps(value)};\n" for name, value in told.items()) + f"\n{WORKER}"


def _icon(brand: SiteSettings, kind: str) -> dict[str, str]:
    return {"src": icon_path(brand, kind), "sizes": f"{SIZES[kind]}x{SIZES[kind]}", "type": "image/png"}
