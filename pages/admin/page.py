from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csp import get_nonce
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.csp import csp_override

from articles.actions import keep_old_path
from articles.admin.desk import moment
from articles.admin.logged import LoggedAdmin
from articles.editor import EDITOR_CSP

from ..forms import PageForm
from ..models import Page

MODULES = [
    *("library", "library-many", "unsaved", "editor-name", "suggestions", "word-count"),
    *("local-copy", "fill-form", "copy-offer", "save-state"),
]


@admin.register(Page)
class PageAdmin(LoggedAdmin):
    form = PageForm
    list_display = ["title", "address", "published", "changed"]
    ordering = ["pk"]
    sortable_by: list[str] = []
    actions = None
    fieldsets = [
        (None, {"fields": ["title", "slug", "body"]}),
        (gettext_lazy("Readers"), {"fields": ["published"]}),
        (gettext_lazy("Search engines"), {"fields": ["seo_description"], "classes": ["collapse"]}),
    ]

    class Media:
        js = [Script(f"admin-desk/{name}.js", type="module") for name in MODULES]

    def has_delete_permission(self, request: HttpRequest, obj: Page | None = None) -> bool:
        """The rules of counting are published for as long as something is counted."""
        return super().has_delete_permission(request, obj) and not (obj and obj.is_counting)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Page | None:
        """Locked while it is being saved: of two saves at once, the second finds the version of the first."""
        page = super().get_object(request, object_id, from_field)
        if page and request.method == "POST" and transaction.get_connection().in_atomic_block:
            page.refresh_from_db(from_queryset=Page.objects.select_for_update())
        return page

    @method_decorator(csp_override(EDITOR_CSP))
    def changeform_view(self, request: HttpRequest, object_id=None, form_url="", extra_context=None) -> HttpResponse:
        context = {"csp_nonce": get_nonce(request)}
        return super().changeform_view(request, object_id, form_url, context | (extra_context or {}))

    def save_model(self, request: HttpRequest, obj: Page, form: PageForm, change: bool) -> None:
        if change:
            obj.version += 1
        obj.save()
        if change and "slug" in form.changed_data:
            keep_old_path(Page(slug=form.initial["slug"]).get_absolute_url(), obj.get_absolute_url())

    def response_add(self, request: HttpRequest, obj: Page, post_url_continue=None) -> HttpResponse:
        return self._stay(request, obj)

    def response_change(self, request: HttpRequest, obj: Page) -> HttpResponse:
        return self._stay(request, obj)

    def _stay(self, request: HttpRequest, page: Page) -> HttpResponse:
        if "_preview" in request.POST:
            return HttpResponseRedirect(page.get_absolute_url())
        link = format_html('<a href="{}">{}</a>', page.get_absolute_url(), page)
        self.message_user(request, format_html(gettext("Saved: {page}"), page=link), messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:pages_page_change", args=[page.pk]))

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).defer("body_html")

    @admin.display(description=gettext_lazy("address"))
    def address(self, page: Page) -> str:
        return page.get_absolute_url()

    @admin.display(description=gettext_lazy("changed"))
    def changed(self, page: Page) -> str | None:
        return moment(page.modified_at)
