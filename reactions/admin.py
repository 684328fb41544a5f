from django.contrib import admin
from django.contrib.admin import ActionLocation
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.desk import DeskAdmin, moment

from .bursts import DISLIKE, LIKE, Burst

EVERYWHERE = [ActionLocation.CHANGE_LIST, ActionLocation.CHANGE_FORM]


@admin.register(Burst)
class BurstAdmin(DeskAdmin):
    """Who publishes judges bursts. Nothing is typed or deleted here: every decision can be undone."""

    list_display = ["reactions_to", "happened", "count", "status", "decision"]
    list_filter = ["state", "since"]
    list_select_related = ["article", "decided_by"]
    ordering = ["-pk"]
    sortable_by = []
    fields = ["status", "on_article", "happened", "numbers", "decision"]
    readonly_fields = fields
    actions = ["void", "clear", "reopen"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Burst | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Burst | None = None) -> bool:
        return request.user.has_perm("articles.publish_article")

    has_view_permission = has_change_permission

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request)

    def changeform_view(self, request: HttpRequest, object_id=None, form_url="", extra_context=None) -> HttpResponse:
        """There is nothing to save, only to decide."""
        context = {"show_save": False, "show_save_and_continue": False}
        return super().changeform_view(request, object_id, form_url, context | (extra_context or {}))

    @admin.display(description=gettext_lazy("article"))
    def reactions_to(self, burst: Burst) -> str:
        return str(burst.article)

    @admin.display(description=gettext_lazy("article"))
    def on_article(self, burst: Burst) -> SafeString:
        statistics = reverse("admin:statistics-article", args=[burst.article_id])
        read = burst.article.get_absolute_url()
        did = _("what readers did")
        return format_html('<a href="{}">{}</a> (<a href="{}">{}</a>)', read, burst.article, statistics, did)

    @admin.display(description=gettext_lazy("from – to"))
    def happened(self, burst: Burst) -> str:
        return f"{moment(burst.since)} – {moment(burst.until)}"

    @admin.display(description=gettext_lazy("reactions from one network"))
    def numbers(self, burst: Burst) -> str:
        """What is left of them: some may be taken back by now."""
        kinds = {"likes": Count("pk", filter=Q(value=LIKE)), "dislikes": Count("pk", filter=Q(value=DISLIKE))}
        left = burst.reactions.aggregate(**kinds, accounts=Count("user"))
        told = _("%(count)s came; now %(likes)s likes and %(dislikes)s dislikes, %(accounts)s of them by accounts")
        return told % {"count": burst.count, **left}

    @admin.display(description=gettext_lazy("status"))
    def status(self, burst: Burst) -> SafeString:
        look = {"waiting": "held", "fine": "visible", "voided": "rejected"}[burst.state]
        return format_html('<span class="state state--{}">{}</span>', look, burst.get_state_display())

    @admin.display(description=gettext_lazy("decided"))
    def decision(self, burst: Burst) -> str:
        if not burst.decided_at:
            return _("Not yet")
        who = burst.decided_by or _("Somebody")
        return f"{who}, {moment(burst.decided_at)}"

    @admin.action(description=gettext_lazy("Void: they do not count"), permissions=["change"], location=EVERYWHERE)
    def void(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._each(request, queryset, Burst.void, _("voided"))

    @admin.action(description=gettext_lazy("Fine: they count"), permissions=["change"], location=EVERYWHERE)
    def clear(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._each(request, queryset, Burst.clear, _("found to be fine"))

    @admin.action(description=gettext_lazy("Undo the decision"), permissions=["change"], location=EVERYWHERE)
    def reopen(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._each(request, queryset, Burst.reopen, _("to be looked at again"))

    def _each(self, request: HttpRequest, queryset: QuerySet, verb, told: str) -> None:
        bursts = self.at_once(request, queryset)
        if bursts is None:
            return
        done = [burst for burst in bursts if verb(burst, by=request.user)]
        self.tell(request, done, told, set(bursts) - set(done), _("that was decided already"))
