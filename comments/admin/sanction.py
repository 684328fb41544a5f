from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ..models import Sanction
from .log import ToRead


@admin.register(Sanction)
class SanctionAdmin(ToRead):
    """All restrictions; they are imposed from the record of a person."""

    list_display = ["about", "__str__", "code", "words", "by", "at", "state"]
    list_display_links = None
    list_filter = ["kind", "code"]
    list_select_related = ["person", "by"]
    search_fields = ["person__username", "person__display_name", "email_domain"]
    ordering = ["-pk"]

    def has_delete_permission(self, request: HttpRequest, obj: Sanction | None = None) -> bool:
        """They go with their person."""
        return request.user.is_superuser

    @admin.display(description="person or domain")
    def about(self, sanction: Sanction) -> SafeString | str:
        if not sanction.person_id:
            return sanction.email_domain
        address = reverse("admin:comments_person", args=[sanction.person_id])
        return format_html('<a href="{}">{}</a>', address, sanction.person)

    def state(self, sanction: Sanction) -> SafeString | str:
        if sanction.lifted_at:
            return "Lifted"
        if not sanction.is_active:
            return "Over"
        button = '<button class="quiet-button" form="lift" formaction="{}">Lift</button>'
        return format_html(button, reverse("admin:comments_lift", args=[sanction.pk]))
