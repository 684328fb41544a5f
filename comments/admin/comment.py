from collections.abc import Callable
from functools import partial

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from accounts.models import User
from articles.admin.desk import DeskAdmin
from articles.models import Article
from articles.paging import cut_page, page_number

from ..models import Comment, WatchedArticle
from . import deciding, person
from .queues import QUEUES, SIZE, cards_of, counts


@admin.register(Comment)
class CommentAdmin(DeskAdmin):
    """Read and decide. Words are their author's, and nothing is deleted: what was hidden can come back."""

    search_fields = ["body", "author__username", "author__display_name"]
    most_searched = 5000

    def get_urls(self) -> list[URLPattern]:
        def at(route: str, view: Callable, name: str) -> URLPattern:
            return path(
                route, self.admin_site.admin_view(partial(_moderators_only, view, self)), name=f"comments_{name}"
            )

        return [
            at("decide/", deciding.decide, "decide"),
            at("undo/", deciding.undo, "undo"),
            at("articles/<int:pk>/watch/", deciding.watch, "watch"),
            at("people/<int:pk>/", person.record, "person"),
            at("people/<int:pk>/note/", person.note, "note"),
            at("people/<int:pk>/restrict/", person.restrict, "restrict"),
            at("restrictions/<int:pk>/lift/", person.lift, "lift"),
            *super().get_urls(),
        ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Comment | None = None) -> bool:
        return False

    def find(self, queryset: QuerySet, term: str) -> QuerySet:
        """All of one person, named in full."""
        return queryset.filter(author__in=User.objects.filter(username=term.strip()))

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """One of the queues."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        name = request.GET.get("queue", "waiting")
        queue = QUEUES.get(name, QUEUES["waiting"])
        number, words = page_number(request), request.GET.get("q", "")
        key = _key(request.GET.get("article"))
        article = Article.objects.filter(pk=key).first() if key else None
        comments = queue.comments()
        if article:
            comments = comments.filter(article=article)
        found, _ = self.get_search_results(request, comments, words)
        keys = list(found.values_list("pk", flat=True)[(number - 1) * SIZE : number * SIZE + 1])
        page = cut_page(request, number, SIZE, keys)
        cards = {card.comment.pk: card for card in cards_of(Comment.objects.filter(pk__in=page.items), request.user)}
        counted = counts()
        context = self.admin_site.each_context(request) | {
            "title": "Comments",
            "opts": self.opts,
            "queue": queue,
            "queue_name": name if name in QUEUES else "waiting",
            "queues": [(key, each.name, counted.get(key, "")) for key, each in QUEUES.items()],
            "page": page,
            "cards": [cards[key] for key in page.items],
            "article": article,
            "is_watched": bool(article) and WatchedArticle.objects.filter(article=article).exists(),
            "words": words,
            "reasons": deciding.REASONS,
            "query": request.GET.urlencode(),
            "undo": deciding.just_done(request),
            "said_at": (at := _key(request.GET.get("at"))) in cards and at,
        }
        return TemplateResponse(request, "admin/comments/desk.html", context)

    def changeform_view(self, request: HttpRequest, object_id=None, form_url="", extra_context=None) -> HttpResponse:
        """One comment with all that was decided about it; there is nothing to save, only to decide."""
        if object_id is None or not self.has_change_permission(request) or request.method == "POST":
            raise PermissionDenied
        comment = get_object_or_404(Comment, pk=_key(object_id))
        context = self.admin_site.each_context(request) | {
            "title": f"Comment by {comment.author}",
            "opts": self.opts,
            "card": cards_of(Comment.objects.filter(pk=comment.pk), request.user)[0],
            "log": comment.log.with_words().order_by("pk"),
            "past_reports": comment.reports.exclude(settled_at=None).select_related("reporter").order_by("pk"),
            "reasons": deciding.REASONS,
            "query": f"comment={comment.pk}",
            "undo": deciding.just_done(request),
            "said_at": comment.pk,
        }
        return TemplateResponse(request, "admin/comments/one.html", context)


def _moderators_only(view: Callable, model_admin: CommentAdmin, request: HttpRequest, **kwargs) -> HttpResponse:
    if not model_admin.has_change_permission(request):
        raise PermissionDenied("Only moderators decide about comments.")
    return view(model_admin, request, **kwargs)


def _key(asked: str | None) -> int:
    return int(asked) if DeskAdmin.is_key(asked or "") else 0
