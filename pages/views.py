from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from articles.addresses import absolute
from articles.crawlers import element, lastmod, streamed
from articles.rendering import BODY_CSP
from purging.log import tagged

from .models import COUNTING, Page


@csp_override(BODY_CSP)
@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One page; who may write it sees it here before readers do."""
    page = get_object_or_404(Page.objects.visible_to(request.user), slug=slug)
    if page.is_counting:
        return tagged(redirect(page, permanent=True), f"page-{page.pk}")
    response = render(request, "pages/page_detail.html", {"page": page})
    if not page.published:
        add_never_cache_headers(response)
        return response
    return tagged(response, f"page-{page.pk}")


@csp_override(BODY_CSP)
@require_safe
def how_we_count(request: HttpRequest) -> HttpResponse:
    """The rules are part of the program that keeps them, so that nobody can publish others."""
    page = Page.objects.published().filter(slug=COUNTING).first()
    return tagged(render(request, "pages/how_we_count.html", {"page": page}))


@require_safe
def sitemap(request: HttpRequest) -> StreamingHttpResponse:
    pages = Page.objects.published().only("slug", "modified_at")
    return streamed(element("url", absolute(page.get_absolute_url()), lastmod(page.modified_at)) for page in pages)
