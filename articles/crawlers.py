"""What machines read: sitemaps, robots.txt, security.txt."""

from datetime import datetime, timedelta
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.sitemaps import Sitemap, views
from django.db.models import Max
from django.db.models.functions import Greatest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from .models import Article, Byline, Category, Tag

NEWS_AGE = timedelta(days=2)  # older articles do not belong in a news sitemap
NEWS_COUNT = 1000  # https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap


class SiteSitemap(Sitemap):
    """Addresses under BASE_URL, whatever host the crawler used."""

    limit = 10_000

    def get_domain(self, site=None) -> str:
        return urlsplit(settings.BASE_URL).netloc

    def get_protocol(self, protocol=None) -> str:
        return urlsplit(settings.BASE_URL).scheme


class ArticleSitemap(SiteSitemap):
    def items(self):
        return Article.objects.published().only("slug", "modified_at", "published_at").order_by("pk")

    def lastmod(self, article: Article) -> datetime:
        return article.updated_at

    def get_latest_lastmod(self) -> datetime | None:
        """Not by looking at every article, as Django's own does."""
        newest = Article.objects.published().aggregate(at=Max(Greatest("modified_at", "published_at")))
        return newest["at"]


class ListingSitemap(SiteSitemap):
    """Categories, tags and authors with something published; the home page first."""

    def items(self) -> list:
        published = Article.objects.published()
        authors = get_user_model().objects.filter(pk__in=Byline.objects.filter(article__in=published).values("author"))
        tags = Tag.objects.filter(articles__in=published).distinct()
        return ["articles:home", *Category.objects.all(), *tags, *authors.order_by("pk")]

    def location(self, item) -> str:
        return reverse(item) if isinstance(item, str) else item.get_absolute_url()


SITEMAPS: dict[str, type[SiteSitemap]] = {"articles": ArticleSitemap, "listings": ListingSitemap}


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """Addresses under BASE_URL, which Django's own index view does not know of."""
    parts = []
    for section, kind in SITEMAPS.items():
        sitemap, address = kind(), urljoin(settings.BASE_URL, reverse("articles:sitemap-section", args=[section]))
        for number in sitemap.paginator.page_range:
            location = address if number == 1 else f"{address}?p={number}"
            parts.append({"location": location, "last_mod": sitemap.get_latest_lastmod()})
    return render(request, "sitemap_index.xml", {"sitemaps": parts}, content_type="application/xml")


@require_safe
def sitemap(request: HttpRequest, section: str) -> HttpResponse:
    return views.sitemap(request, {**SITEMAPS}, section)


@require_safe
def news_sitemap(request: HttpRequest) -> HttpResponse:
    since = timezone.now() - NEWS_AGE
    recent = Article.objects.published().filter(published_at__gte=since).newest_first()
    articles = recent.only("slug", "title", "published_at")[:NEWS_COUNT]
    return render(request, "articles/news_sitemap.xml", {"articles": articles}, content_type="application/xml")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return render(request, "articles/robots.txt", content_type="text/plain; charset=utf-8")


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """RFC 9116; the date moves on, as the contact is looked after for as long as the site runs."""
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {timezone.now() + timedelta(days=180):%Y-%m-%dT00:00:00Z}",
        f"Canonical: {urljoin(settings.BASE_URL, request.path)}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
