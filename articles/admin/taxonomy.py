from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import OuterRef, QuerySet, Subquery
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from purging.log import EVERYTHING, purge

from ..actions import keep_old_path
from ..models import Article, Category, Tag, Tagging
from .logged import LoggedAdmin

MOST_COUNTED = 1000  # articles of one row
FEEDS = ["feed/", "feed/atom/", "feed/json/"]  # below the address of a list


class CountedList(ChangeList):
    def get_queryset(self, request: HttpRequest, exclude_parameters: list | None = None) -> QuerySet:
        """Counted no further than anybody wants to know."""
        rows = super().get_queryset(request, exclude_parameters)
        filed = self.model_admin.filed_under(OuterRef("pk")).order_by().values("pk")[:MOST_COUNTED]
        counted = Subquery(filed, template="(SELECT COUNT(*) FROM (%(subquery)s) filed)")
        return rows.annotate(article_count=counted)


@admin.register(Category)
class CategoryAdmin(LoggedAdmin):
    list_display = ["name", "slug", "position", "article_count"]
    search_fields = ["name", "slug"]
    ordering = ["position", "name"]
    prepopulated_fields = {"slug": ["name"]}
    actions = ["delete_selected"]

    def filed_under(self, category: OuterRef) -> QuerySet:
        return Article.objects.filter(category=category)

    def get_changelist(self, request: HttpRequest, **kwargs) -> type[ChangeList]:
        return CountedList

    def save_model(self, request: HttpRequest, obj: Category | Tag, form: ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and "slug" in form.changed_data:
            before = type(obj)(slug=form.initial["slug"]).get_absolute_url()
            keep_old_path(before, obj.get_absolute_url(), below=["", *FEEDS])
        purge(EVERYTHING)  # a category is in the frame of every page, and a tag may be on any

    def delete_model(self, request: HttpRequest, obj: Category | Tag) -> None:
        super().delete_model(request, obj)
        purge(EVERYTHING)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        super().delete_queryset(request, queryset)
        purge(EVERYTHING)

    @admin.display(description=_("articles"))
    def article_count(self, row) -> str:
        return f"{row.article_count}{'+' if row.article_count == MOST_COUNTED else ''}"


@admin.register(Tag)
class TagAdmin(CategoryAdmin):
    list_display = ["name", "slug", "article_count"]
    ordering = ["name"]

    def filed_under(self, tag: OuterRef) -> QuerySet:
        return Tagging.objects.filter(tag=tag)
