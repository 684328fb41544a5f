from django.contrib import admin, messages
from django.contrib.redirects.models import Redirect
from django.contrib.sites.models import Site
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.actions import REDIRECTS
from articles.admin.logged import LoggedAdmin
from articles.models import AuditEntry
from purging.log import purge

from . import table
from .forms import RedirectForm, TableForm

admin.site.unregister([Redirect, Site])


@admin.register(Redirect)
class RedirectAdmin(LoggedAdmin):
    form = RedirectForm
    fields = ["old_path", "new_path"]
    list_display = ["old_path", "leads_to"]
    search_fields = ["old_path", "new_path"]
    search_help_text = gettext_lazy("A part of the old or the new address.")
    ordering = ["-pk"]
    actions = ["delete_selected"]

    def get_urls(self) -> list[URLPattern]:
        views = [("import", self.import_view), ("export", self.export_view)]
        own = [path(f"{name}/", self.admin_site.admin_view(view), name=f"redirects_{name}") for name, view in views]
        return [*own, *super().get_urls()]

    def save_model(self, request: HttpRequest, obj: Redirect, form: RedirectForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        purge(REDIRECTS, "missing", gone=True)
        if form.note:
            self.message_user(request, form.note, messages.WARNING)

    def delete_model(self, request: HttpRequest, obj: Redirect) -> None:
        super().delete_model(request, obj)
        purge(REDIRECTS, gone=True)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        super().delete_queryset(request, queryset)
        purge(REDIRECTS, gone=True)

    @admin.display(description=gettext_lazy("leads to"), ordering="new_path")
    def leads_to(self, redirect: Redirect) -> str:
        return redirect.new_path or _("Gone for good")

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """First all that would happen, line by line; nothing happens before that was seen, or while a line is wrong."""
        if not (self.has_add_permission(request) and self.has_change_permission(request)):
            raise PermissionDenied
        form = TableForm(request.POST or None, request.FILES or None)
        moves = form.cleaned_data["moves"] if form.is_bound and form.is_valid() else []
        wrong = [move for move in moves if move.problems]
        if moves and not wrong and "_import" in request.POST:
            return self._import(request, moves)
        context = self.admin_site.each_context(request) | {"title": _("Import redirects"), "opts": self.opts}
        context |= {"form": form, "moves": wrong or moves, "wrong": len(wrong), "count": len(moves)}
        context |= {"text": form.cleaned_data["text"] if moves else ""}
        status = 422 if form.is_bound and (form.errors or wrong) else 200
        return TemplateResponse(request, "admin/redirects/redirect/import.html", context, status=status)

    @transaction.atomic
    def _import(self, request: HttpRequest, moves: list) -> HttpResponse:
        count = table.store(moves)
        said = ngettext(
            "%(changed)s of %(count)s line changed where an address leads.",
            "%(changed)s of %(count)s lines changed where an address leads.",
            len(moves),
        )
        said %= {"changed": count, "count": len(moves)}
        AuditEntry.write(AuditEntry.Action.CHANGED, by=request.user, title="redirects, from a table", after=said)
        self.message_user(request, said, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:redirects_redirect_changelist"))

    def export_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        response = HttpResponse(table.write(), content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = 'attachment; filename="redirects.csv"'
        return response
