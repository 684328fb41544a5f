from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import Article, AuditEntry
from .desk import DeskAdmin, ForEditors, moment
from .filters import MOST_AUTHORS


class ActorFilter(admin.SimpleListFilter):
    title = gettext_lazy("person")
    parameter_name = "by"

    def lookups(self, request, model_admin) -> list[tuple[str, str]]:
        people = get_user_model().objects.filter(is_staff=True).order_by("display_name", "username")
        return [("nobody", _("The magazine")), *((person.username, str(person)) for person in people[:MOST_AUTHORS])]

    def queryset(self, request, queryset: QuerySet) -> QuerySet:
        if not self.value():
            return queryset
        if self.value() == "nobody":
            return queryset.filter(actor=None)
        return queryset.filter(actor__in=get_user_model().objects.filter(username=self.value()))


@admin.register(AuditEntry)
class AuditEntryAdmin(ForEditors, DeskAdmin):
    """What editors did."""

    list_display = ["when", "who", "did", "on", "change"]
    list_display_links = None
    list_filter = ["action", ActorFilter, "at"]
    search_fields = ["title", "actor_name"]
    search_help_text = gettext_lazy("Words of the headline or the name, or who did it.")
    ordering = ["-at", "-pk"]
    sortable_by = []
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        is_there = Exists(Article.objects.filter(pk=OuterRef("article")))
        return super().get_queryset(request).annotate(is_there=is_there)

    @admin.display(description=gettext_lazy("when"), ordering="-at")
    def when(self, entry: AuditEntry) -> str | None:
        return moment(entry.at)

    @admin.display(description=gettext_lazy("who"))
    def who(self, entry: AuditEntry) -> str:
        return entry.actor_name

    @admin.display(description=gettext_lazy("did"))
    def did(self, entry: AuditEntry) -> str:
        return entry.get_action_display()

    @admin.display(description=gettext_lazy("what"))
    def on(self, entry: AuditEntry) -> SafeString | str:
        """Linked where it is still there."""
        if not entry.is_there:
            return entry.title
        return format_html(
            '<a href="{}">{}</a>', reverse("admin:articles_article_conversation", args=[entry.article_id]), entry.title
        )

    @admin.display(description=gettext_lazy("from → to"), empty_value="")
    def change(self, entry: AuditEntry) -> str:
        return entry.change
