from django.contrib import admin
from django.http import HttpRequest

from accounts.models import User
from articles.admin.desk import DeskAdmin

from ..models import ModerationEntry, Report


class ToRead(DeskAdmin):
    """Rows that nobody changes."""

    sortable_by = []
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False


class When(admin.DateFieldListFilter):
    def __init__(self, field, *args, **kwargs) -> None:
        super().__init__(field, *args, **kwargs)
        self.title = "when"


class What(admin.ChoicesFieldListFilter):
    def __init__(self, field, *args, **kwargs) -> None:
        super().__init__(field, *args, **kwargs)
        self.title = "what"


@admin.register(ModerationEntry)
class ModerationEntryAdmin(ToRead):
    """What was decided about comments and people, day by day."""

    list_display_links = None
    list_filter = [("act", What), "code", ("created_at", When)]
    list_select_related = ["comment", "person"]
    search_fields = ["moderator_name", "reason"]
    search_help_text = "Who decided, words of the reason, or the whole name of a reader."
    ordering = ["-created_at", "-pk"]

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).with_words()

    def find(self, queryset, term: str):
        """All about one person, named in full."""
        return queryset.filter(person__in=User.objects.filter(username=term.strip()))


@admin.register(Report)
class ReportAdmin(ToRead):
    list_display_links = None
    list_filter = ["reason", ("created_at", When)]
    list_select_related = ["comment", "reporter"]
    ordering = ["-pk"]
