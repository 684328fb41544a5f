from datetime import date

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from purging.log import tagged

from .archive import months_around
from .home import front_page
from .models import Article, Category, OldSlug, PreviewLink, Tag
from .models.article import ArticleQuerySet
from .models.listing import ListingQuerySet
from .paging import cut_page, page_number
from .people import people
from .plain import negotiated, prefers_markdown
from .preview import preview_page, unlisted
from .rendering import BODY_CSP
from .share_card import open_share_card, share_card_path
from .story import Story

YEAR = 31536000
PAGE_SIZE = 19  # one large card, and full rows of two or three below it


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return tagged(render(request, "articles/home.html", {"front": front_page()}), "home")


@csp_override(BODY_CSP)
@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One article; who may see unpublished ones gets an uncached preview at the same address."""
    if prefers_markdown(request.headers.get("Accept", "")) and (response := negotiated(slug)):
        return response
    response = _page(request, slug)
    patch_vary_headers(response, ["Accept"])
    return response


def _page(request: HttpRequest, slug: str) -> HttpResponse:
    try:
        story = Story.published(slug)
    except Article.DoesNotExist:
        return _preview(request, slug)
    response = render(
        request, "articles/article_detail.html", {"article": story.article, "story": story, "is_live": True}
    )
    response.headers["Content-Language"] = story.article.lang
    return tagged(response, f"article-{story.article.pk}", f"comments-{story.article.pk}", *story.cache_tags)


def _preview(request: HttpRequest, slug: str) -> HttpResponse:
    """What is not published, for who may see it; else what was once at this address."""
    articles = Article.objects.visible_to(request.user)
    if article := articles.as_page().filter(slug=slug).first():
        context = {"article": article, "story": Story.of(article), "is_live": False}
        response = render(request, "articles/article_detail.html", context)
        add_never_cache_headers(response)
        return response
    moved = get_object_or_404(OldSlug, slug=slug, article__in=articles)
    return tagged(redirect(moved.article, permanent=True), f"article-{moved.article_id}", f"slug-{slug}")


@csp_override(BODY_CSP)
@never_cache
@require_safe
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """The newest text for somebody who was given a link, whether or not they have an account."""
    link = PreviewLink.objects.by_token(token)
    if link is None:
        raise Http404("There is no such preview.")
    if link.is_served_by_the_site:
        return redirect(link.article)
    if not link.is_open:
        return unlisted(render(request, "articles/preview_closed.html", {"link": link, "here": "/"}, status=410))
    if request.method == "GET":
        link.note_opened()
    link.article.preview(link.article.newest_content)
    return preview_page(request, link.article, link=link)


@require_safe
def share_card(request: HttpRequest, pk: int, digest: str) -> HttpResponseBase:
    """The picture of a link to a published article; an address from before it changed leads to the one it has."""
    article = get_object_or_404(Article.objects.published().as_cards(), pk=pk)
    path = share_card_path(article)
    if not path:
        raise Http404("It is in letters that cannot be drawn.")
    if request.path != path:
        return redirect(path)
    response = FileResponse(open_share_card(article), content_type="image/jpeg")
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"  # other sites show it
    return response


@require_safe
def category(request: HttpRequest, slug: str) -> HttpResponse:
    category = get_object_or_404(Category, slug=slug)
    response = _listing(request, Article.objects.in_category(category), "articles/category.html", category=category)
    return tagged(response, "listings", f"category-{category.pk}")


@require_safe
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    tag = get_object_or_404(Tag, slug=slug)
    response = _listing(request, tag.taggings.all(), "articles/tag.html", tag=tag)
    return tagged(response, "listings", f"tag-{tag.pk}")


@require_safe
def author(request: HttpRequest, username: str) -> HttpResponse:
    """The public page of a person, with what they wrote; readers have one too."""
    person = get_object_or_404(people(), username=username)
    response = _listing(request, person.bylines.all(), "articles/author.html", author=person)
    return tagged(response, "listings", f"person-{person.pk}")


@require_safe
def archive(request: HttpRequest, year: int, month: int) -> HttpResponse:
    articles, first = Article.objects.in_month(year, month), date(year, month, 1)
    response = _listing(request, articles, "articles/archive.html", month=first, **months_around(first))
    return tagged(response, "listings")


def _listing(
    request: HttpRequest, articles: ArticleQuerySet | ListingQuerySet, template: str, **context
) -> HttpResponse:
    number = page_number(request)
    start = (number - 1) * PAGE_SIZE
    cards = Article.objects.cards_of(articles.published().newest_keys(start, start + PAGE_SIZE + 1))
    page = cut_page(request, number, PAGE_SIZE, cards)
    return render(request, template, {"page": page, **context})
