import json

from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import transaction
from django.forms.utils import pretty_name
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from articles.admin.logged import LoggedAdmin
from sitesettings.accent import ORIGINAL, shades
from sitesettings.models import SiteSettings

from ..forms import SiteForm

GROUPS = [
    (gettext_lazy("What it is called"), {"fields": ["name", "tagline", "language"]}),
    (gettext_lazy("Look"), {"fields": ["logo", "logo_dark", "accent"]}),
    (gettext_lazy("Where to find us"), {"fields": ["contact_email", "social_links"]}),
    (gettext_lazy("Technical articles"), {"fields": ["stale_months", "stale_marks"]}),
    (gettext_lazy("Search engines and AI"), {"fields": ["refuses_training", "robots"]}),
]
MODULES = ["site-preview", "rows", "unsaved"]
MENUS = {
    "menu": gettext_lazy(
        "Sections stand here by themselves, also those that you add later. Put them in your order, call them "
        "something else, hide some, add pages and addresses of your own."
    ),
    "footer": gettext_lazy("Pages stand here by themselves as soon as they are published."),
}


@admin.register(SiteSettings)
class SiteSettingsAdmin(LoggedAdmin):
    """One page at the desk; every save keeps what was there before, so that it can be put back."""

    form = SiteForm
    fieldsets = GROUPS

    class Media:
        js = [Script(f"admin-desk/{name}.js", type="module") for name in MODULES]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: SiteSettings | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        put_back = self.admin_site.admin_view(require_POST(self.put_back))
        return [path("history/<int:entry>/", put_back, name="sitesettings_put_back"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return HttpResponseRedirect(_address())

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> SiteSettings | None:
        """Those of the environment as long as nobody has saved others; locked while they are being saved."""
        if object_id != str(SiteSettings.ONLY):
            return None
        rows = SiteSettings.objects.all()
        is_saving = request.method == "POST" and transaction.get_connection().in_atomic_block
        return (rows.select_for_update() if is_saving else rows).first() or SiteSettings()

    def render_change_form(self, request: HttpRequest, context: dict, **kwargs) -> HttpResponse:
        form = context["adminform"].form
        accent = form.before["accent"] or ORIGINAL  # what was typed may be no colour
        context |= {
            "title": _("Site settings"),
            "shades": dict(zip(("light", "dark"), shades(accent), strict=True)),
            "accent": accent,
            "is_original": accent == ORIGINAL,
            "menus": [(name, rows, MENUS[name]) for name, rows in form.rows.items()],
        }
        if not all(rows.is_valid() for rows in form.rows.values() if rows.is_bound):
            context["errors"] = context["errors"] or [True]
        return super().render_change_form(request, context, **kwargs)

    def save_model(self, request: HttpRequest, obj: SiteSettings, form: SiteForm, change: bool) -> None:
        obj.version += 1
        obj.save()

    def construct_change_message(self, request: HttpRequest, form: SiteForm, formsets: list, add=False) -> list[dict]:
        """With all that was decided before, which the history can put back."""
        fields = [
            form.fields[name].label or pretty_name(name) if name in form.fields else name for name in form.changed_data
        ]
        return [{"changed": {"fields": fields, "before": form.before}}]

    def response_change(self, request: HttpRequest, obj: SiteSettings) -> HttpResponse:
        link = format_html('<a href="{}">{}</a>', reverse("articles:home"), _("Look at the site"))
        self.message_user(request, format_html("{} {}", _("Saved."), link), messages.SUCCESS)
        return HttpResponseRedirect(_address())

    @transaction.atomic
    def put_back(self, request: HttpRequest, entry: int) -> HttpResponse:
        """Everything as it was before the change that this entry of the history tells of."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        told = get_object_or_404(LogEntry, pk=entry, content_type__app_label="sitesettings")
        before = _before(told)
        if before is None:
            raise BadRequest(_("This entry of the history keeps no earlier settings."))
        row = SiteSettings.objects.select_for_update().first() or SiteSettings()
        message = [{"changed": {"fields": [f"everything, as before {told.user}’s change"], "before": row.choices}}]
        row.choose(before)
        row.version += 1
        row.save()
        self.log_change(request, row, message)
        self.message_user(request, _("The earlier settings are back."), messages.SUCCESS)
        return HttpResponseRedirect(_address())


def _before(told: LogEntry) -> dict | None:
    try:
        return json.loads(told.change_message)[0]["changed"]["before"]
    except (ValueError, LookupError, TypeError):
        return None


def _address() -> str:
    return reverse("admin:sitesettings_sitesettings_change", args=[SiteSettings.ONLY])
