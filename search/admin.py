from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext, gettext_lazy

from articles import admin as desk
from articles.models import Article

from .engines import engine
from .models import DAYS_SHOWN, Unanswered
from .words import Query

admin.site.unregister(Article)


@admin.register(Article)
class ArticleAdmin(desk.ArticleAdmin):
    """The desk finds what readers find, beside parts of words in what is new."""

    search_help_text = gettext_lazy("Words of the article, or any part of a recent headline, lead or address.")

    def find(self, queryset: QuerySet, term: str) -> QuerySet:
        return queryset.filter(pk__in=engine(connection).newest(Query.of(term).terms, []))


@admin.register(Unanswered)
class UnansweredAdmin(admin.ModelAdmin):
    """What readers look for and the magazine does not have: for editors, and only to be read."""

    def has_view_permission(self, request: HttpRequest, obj: Unanswered | None = None) -> bool:
        return request.user.has_perm("articles.publish_article")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    has_change_permission = has_delete_permission = lambda self, request, obj=None: False

    def get_urls(self):
        return super().get_urls()[:1]

    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = self.admin_site.each_context(request) | {
            "title": gettext("Searches without results"),
            "opts": self.opts,
        }
        context |= {"searches": Unanswered.objects.most_asked(), "days": DAYS_SHOWN}
        return TemplateResponse(request, "admin/search/unanswered/change_list.html", context)
