"""Feeds of what readers say: below one article, and everywhere."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

import markup
from articles.addresses import absolute
from articles.models import Article
from articles.paging import cut_page, page_number
from articles.syndication import ITEMS, Author, Channel, Entry, feed_response, tag_uri

from .models import Comment
from .models.comment import CommentQuerySet


@require_safe
def site(request: HttpRequest, kind: str) -> HttpResponse:
    """Goes with what happens to articles, too, and to the people who wrote."""
    return _feed(
        request, kind, Channel(_("Comments"), "/"), Comment.objects.of_published_articles(), "comments", "feeds"
    )


@require_safe
def discussion(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    article = get_object_or_404(Article.objects.published().only("title", "slug"), slug=slug)
    title = _("Comments: %(article)s") % {"article": article.title}
    channel = Channel(title, f"{article.get_absolute_url()}#comments", article.title)
    tags = f"comments-{article.pk}", f"article-{article.pk}", f"slug-{slug}"
    return _feed(request, kind, channel, Comment.objects.filter(article=article), *tags)


def _feed(request: HttpRequest, kind: str, channel: Channel, comments: CommentQuerySet, *tags: str) -> HttpResponse:
    """Without Last-Modified: what was taken away leaves no date behind."""
    number = page_number(request)
    start = (number - 1) * ITEMS
    shown = comments.visible().select_related("author", "article").order_by("-created_at", "-pk")
    shown = shown.defer("article__body", "article__body_html", "article__body_text")
    page = cut_page(request, number, ITEMS, [_entry(comment) for comment in shown[start : start + ITEMS + 1]])
    return feed_response(request, kind, channel, page, *tags)


def _entry(comment: Comment) -> Entry:
    address, author = absolute(comment.get_absolute_url()), comment.author
    return Entry(
        id=tag_uri(comment.created_at, f"comment-{comment.pk}"),
        address=address,
        title=_("%(author)s on %(article)s") % {"author": author, "article": comment.article},
        content=markup.render_for_feeds(comment.body_html, address),
        published_at=comment.created_at,
        updated_at=comment.edited_at or comment.created_at,
        authors=[Author(str(author), absolute(author.get_absolute_url()))],
    )
