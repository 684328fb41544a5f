"""Articles as Markdown, for programs that read: at an address of its own, and at the article's for who asks for it."""

from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

import markup
from purging.log import tagged
from sitesettings.models import site_settings

from .addresses import absolute
from .models import Article, OldSlug
from .notes import notes_for_readers

TYPE = "text/markdown"
LONGEST_ACCEPT = 1000  # characters of the header that are looked at


def prefers_markdown(accept: str) -> bool:
    """Whether an Accept header has Markdown before HTML; no browser's does."""
    return TYPE in accept and _prefers_markdown(accept[:LONGEST_ACCEPT])


@lru_cache(maxsize=1000)
def _prefers_markdown(accept: str) -> bool:
    request = HttpRequest()
    request.META["HTTP_ACCEPT"] = accept
    return request.get_preferred_type([TYPE, "text/html"]) == TYPE


@require_safe
def article(request: HttpRequest, slug: str) -> HttpResponse:
    """At `….md`; an old slug leads to the new one's."""
    if response := markdown_response(slug):
        return response
    moved = get_object_or_404(OldSlug, slug=slug, article__in=Article.objects.published())
    address = reverse("articles:markdown", args=[moved.article.slug])
    return tagged(redirect(address, permanent=True), f"article-{moved.article_id}", f"slug-{slug}")


def negotiated(slug: str) -> HttpResponse | None:
    """In place of the page. CDNs that do not look at Vary must not keep it, or their next reader would get it too."""
    response = markdown_response(slug)
    if response:
        response.headers["Content-Location"] = reverse("articles:markdown", args=[slug])
        response.headers["CDN-Cache-Control"] = "no-store"  # RFC 9213
        patch_vary_headers(response, ["Accept"])
    return response


def markdown_response(slug: str) -> HttpResponse | None:
    """None for what nobody may see."""
    article = Article.objects.published().as_page().defer("body_html", "body_text").filter(slug=slug).first()
    if article is None:
        return None
    response = HttpResponse(document(article), content_type=f"{TYPE}; charset=utf-8")
    response.headers["Link"] = f'<{article.public_url}>; rel="canonical"'
    response.headers["Content-Language"] = article.lang
    people = [f"person-{author.pk}" for author in article.byline_authors]
    return tagged(response, f"article-{article.pk}", f"slug-{slug}", *people)


def document(article: Article) -> str:
    """Headline, lead, who wrote it when, the text, and where it came from."""
    address = absolute(article.get_absolute_url())
    written = markup.escape_markdown
    parts = [
        f"# {written(article.title)}",
        article.lead and f"**{written(article.lead)}**",
        " · ".join(filter(None, map(written, _facts(article)))),
        markup.as_markdown(article.body, address),
        "\n\n".join(f"**{written(when)}** {written(note)}" for when, note in notes_for_readers(article)),
        "---\n\n" + _("Source: %(link)s") % {"link": f"[{written(site_settings().name)}]({address})"},
    ]
    return "\n\n".join(filter(None, parts)) + "\n"


def _facts(article: Article) -> list[str]:
    authors = ", ".join(map(str, article.byline_authors))
    source = article.source_name and f"{article.source_name} {article.source_url}".strip()
    published, updated = localdate(article.published_at), localdate(article.updated_at)
    return [
        authors and _("By %(names)s") % {"names": authors},
        date_format(published, "DATE_FORMAT"),
        _("Updated %(when)s") % {"when": date_format(updated, "DATE_FORMAT")} if updated > published else "",
        article.tested_with and _("Tested with %(products)s") % {"products": ", ".join(article.products)},
        source and _("First reported by %(source)s") % {"source": source},
    ]
