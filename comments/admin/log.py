from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.models import User
from articles.admin.desk import DeskAdmin, moment

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


@admin.register(ModerationEntry)
class ModerationEntryAdmin(ToRead):
    """What was decided about comments and people."""

    list_display = ["when", "who", "did", "on", "why"]
    list_display_links = None
    list_filter = ["act", "code", "created_at"]
    list_select_related = ["comment", "person"]
    search_fields = ["moderator_name", "reason"]
    search_help_text = "Who decided, words of the reason, or the whole name of a reader."
    ordering = ["-created_at", "-pk"]

    def find(self, queryset, term: str):
        """All about one person, named in full."""
        return queryset.filter(person__in=User.objects.filter(username=term.strip()))

    @admin.display(ordering="-created_at")
    def when(self, entry: ModerationEntry) -> str | None:
        return moment(entry.created_at)

    def who(self, entry: ModerationEntry) -> str:
        return entry.moderator_name

    def did(self, entry: ModerationEntry) -> str:
        return entry.get_act_display()

    @admin.display(description="comment or person")
    def on(self, entry: ModerationEntry) -> SafeString | str:
        if entry.comment:
            address, name = reverse("admin:comments_comment_change", args=[entry.comment_id]), f"“{entry.comment}”"
        elif entry.person:
            address, name = reverse("admin:comments_person", args=[entry.person_id]), str(entry.person)
        else:
            return "Gone"
        return format_html('<a href="{}">{}</a>', address, name)

    @admin.display(empty_value="")
    def why(self, entry: ModerationEntry) -> str:
        return entry.why


@admin.register(Report)
class ReportAdmin(ToRead):
    list_display = ["comment", "reason", "text", "reporter", "created_at", "upheld"]
    list_filter = ["reason", "created_at"]
    list_select_related = ["comment", "reporter"]
    ordering = ["-pk"]
