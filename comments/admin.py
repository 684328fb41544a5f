from django.contrib import admin
from django.contrib.admin import ActionLocation
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from accounts.models import User
from articles.admin.desk import DeskAdmin, moment

from .models import Comment, Report

HAPPENED = "<p><strong>{}</strong> – {}, {}<br>{}</p>"


class ReportedFilter(admin.SimpleListFilter):
    title = "reports"
    parameter_name = "reported"

    def lookups(self, request, model_admin) -> list[tuple[str, str]]:
        return [("yes", "Reported"), ("waiting", "Waiting for a decision")]

    def queryset(self, request, queryset: QuerySet) -> QuerySet:
        match self.value():
            case "yes":
                return queryset.filter(pk__in=Report.objects.values("comment"))
            case "waiting":
                # Not "visible", for which SQLite would go through all comments.
                hidden = set(Comment.Status) - {Comment.Status.VISIBLE}
                return queryset.filter(pk__in=Report.objects.waiting().values("comment")).exclude(status__in=hidden)
        return queryset


@admin.register(Comment)
class CommentAdmin(DeskAdmin):
    """Read and moderate. Words are their author's, and nothing is deleted: hidden comments can come back."""

    list_display = ["excerpt", "author", "on_article", "state", "report_count", "written"]
    list_filter = ["status", ReportedFilter, "created_at"]
    list_select_related = ["author", "article"]
    search_fields = ["body", "author__username", "author__display_name"]
    search_help_text = "Words of the comment, or who wrote it."
    ordering = ["-created_at", "-pk"]
    sortable_by = []
    fields = ["state", "text", "author", "on_article", "written", "edited", "on_site", "reports", "decisions"]
    readonly_fields = fields
    actions = ["hide", "keep", "restore"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Comment | None = None) -> bool:
        return False

    def find(self, queryset: QuerySet, term: str) -> QuerySet:
        """All of one person, named in full."""
        return queryset.filter(author__in=User.objects.filter(username=term.strip()))

    def changeform_view(self, request: HttpRequest, object_id=None, form_url="", extra_context=None) -> HttpResponse:
        """There is nothing to save, only to decide."""
        context = {"show_save": False, "show_save_and_continue": False}
        return super().changeform_view(request, object_id, form_url, context | (extra_context or {}))

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Counted for each row that is shown; joined, all there are would be grouped before one is."""
        reports = Report.objects.filter(comment=OuterRef("pk")).order_by().values("comment")
        count = Subquery(reports.annotate(count=Count("pk")).values("count"))
        return super().get_queryset(request).annotate(report_count=Coalesce(count, 0))

    @admin.display(description="comment")
    def excerpt(self, comment: Comment) -> str:
        return Truncator(comment.body).chars(140)

    @admin.display(description="article")
    def on_article(self, comment: Comment) -> SafeString:
        return format_html('<a href="{}">{}</a>', comment.article.get_absolute_url(), comment.article)

    @admin.display(description="status")
    def state(self, comment: Comment) -> SafeString:
        return format_html('<span class="state state--{}">{}</span>', comment.status, comment.get_status_display())

    @admin.display(description="reports")
    def report_count(self, comment: Comment) -> int:
        return comment.report_count

    @admin.display(ordering="-pk")
    def written(self, comment: Comment) -> str | None:
        return moment(comment.created_at)

    def edited(self, comment: Comment) -> str:
        return moment(comment.edited_at) or "Never"

    @admin.display(description="text")
    def text(self, comment: Comment) -> SafeString:
        return mark_safe(comment.body_html)  # noqa: S308 (cleaned when it was saved)

    @admin.display(description="on the site")
    def on_site(self, comment: Comment) -> SafeString | str:
        if not comment.is_visible:
            return "Readers do not see it."
        return format_html('<a href="{}">Read it in its place</a>', comment.get_absolute_url())

    @admin.display(empty_value="None")
    def reports(self, comment: Comment) -> SafeString:
        rows = comment.reports.select_related("reporter").order_by("created_at")
        lines = (
            (report.get_reason_display(), report.reporter, moment(report.created_at), report.text) for report in rows
        )
        return format_html_join("", HAPPENED, lines)

    @admin.display(empty_value="None")
    def decisions(self, comment: Comment) -> SafeString:
        rows = comment.log.select_related("moderator").order_by("created_at")
        lines = (
            (entry.get_to_status_display(), entry.moderator, moment(entry.created_at), entry.reason) for entry in rows
        )
        return format_html_join("", HAPPENED, lines)

    @admin.action(
        description="Hide", permissions=["change"], location=[ActionLocation.CHANGE_LIST, ActionLocation.CHANGE_FORM]
    )
    def hide(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._each(request, queryset, Comment.hide, "hidden", Comment.Status.REJECTED)

    @admin.action(
        description="Keep, and settle its reports",
        permissions=["change"],
        location=[ActionLocation.CHANGE_LIST, ActionLocation.CHANGE_FORM],
    )
    def keep(self, request: HttpRequest, queryset: QuerySet) -> None:
        comments = self.at_once(request, queryset)
        if comments is None:
            return
        chosen = list(Comment.objects.filter(pk__in=[comment.pk for comment in comments]).reported())
        for comment in chosen:
            comment.keep(by=request.user)
        self.tell(request, chosen, "kept", set(comments) - set(chosen), "no report of them waits for a decision")

    @admin.action(
        description="Restore", permissions=["change"], location=[ActionLocation.CHANGE_LIST, ActionLocation.CHANGE_FORM]
    )
    def restore(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._each(request, queryset, Comment.restore, "restored", Comment.Status.VISIBLE)

    def _each(self, request: HttpRequest, queryset: QuerySet, verb, told: str, wanted: str) -> None:
        """Through the model's verbs, so that counters and the log follow."""
        comments = self.at_once(request, queryset)
        if comments is None:
            return
        settled = {wanted, Comment.Status.DELETED}
        chosen = [comment for comment in comments if comment.status not in settled]
        for comment in chosen:
            verb(comment, by=request.user)
        self.tell(request, chosen, told, set(comments) - set(chosen), "they were already, or their author deleted them")


@admin.register(Report)
class ReportAdmin(DeskAdmin):
    list_display = ["comment", "reason", "text", "reporter", "created_at"]
    list_filter = ["reason", "created_at"]
    list_select_related = ["comment", "reporter"]
    ordering = ["-pk"]
    sortable_by = []

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Report | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Report | None = None) -> bool:
        return False
