from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from .archive import months_around
from .home import front_page
from .models import Article, Category, OldSlug, Tag
from .models.article import ArticleQuerySet
from .paging import cut_page, page_number
from .people import people

PAGE_SIZE = 19  # one large card, and full rows of two or three below it


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    front = front_page()
    sections = [strip.category for strip in front.strips]
    return render(request, "articles/home.html", {"front": front, "sections": sections})


@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One article; who may see unpublished ones gets an uncached preview at the same address."""
    articles = Article.objects.visible_to(request.user)
    article = articles.as_page().filter(slug=slug).first()
    if article is None:
        moved = get_object_or_404(OldSlug, slug=slug, article__in=articles)
        return redirect(moved.article, permanent=True)
    context = {"article": article, "related": Article.objects.related_to(article)}
    response = render(request, "articles/article_detail.html", context)
    if not article.is_published:
        add_never_cache_headers(response)
    return response


@require_safe
def category(request: HttpRequest, slug: str) -> HttpResponse:
    category = get_object_or_404(Category, slug=slug)
    return _listing(request, Article.objects.in_category(category), "articles/category.html", category=category)


@require_safe
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    tag = get_object_or_404(Tag, slug=slug)
    return _listing(request, Article.objects.tagged(tag), "articles/tag.html", tag=tag)


@require_safe
def author(request: HttpRequest, username: str) -> HttpResponse:
    """The public page of a person, with what they wrote; readers have one too."""
    person = get_object_or_404(people(), username=username)
    return _listing(request, Article.objects.written_by(person), "articles/author.html", author=person)


@require_safe
def archive(request: HttpRequest, year: int, month: int) -> HttpResponse:
    articles, first = Article.objects.in_month(year, month), date(year, month, 1)
    return _listing(request, articles, "articles/archive.html", month=first, **months_around(first))


def _listing(request: HttpRequest, articles: ArticleQuerySet, template: str, **context) -> HttpResponse:
    number = page_number(request)
    page = cut_page(request, number, PAGE_SIZE, articles.published().page_of_cards(number, PAGE_SIZE))
    return render(request, template, {"page": page, **context})
