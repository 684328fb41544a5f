from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from ..models import Category, Tag
from .desk import DeskAdmin


class CountedList(ChangeList):
    def get_queryset(self, request: HttpRequest, exclude_parameters: list | None = None) -> QuerySet:
        return super().get_queryset(request, exclude_parameters).annotate(article_count=Count("articles"))


@admin.register(Category)
class CategoryAdmin(DeskAdmin):
    list_display = ["name", "slug", "position", "article_count"]
    search_fields = ["name", "slug"]
    ordering = ["position", "name"]
    prepopulated_fields = {"slug": ["name"]}
    actions = ["delete_selected"]

    def get_changelist(self, request: HttpRequest, **kwargs) -> type[ChangeList]:
        return CountedList

    @admin.display(description="articles")
    def article_count(self, category: Category) -> int:
        return category.article_count


@admin.register(Tag)
class TagAdmin(CategoryAdmin):
    list_display = ["name", "slug", "article_count"]
    ordering = ["name"]
