from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext, gettext_lazy

from ..models import Sanction
from .log import ToRead


class InForce(admin.SimpleListFilter):
    """What holds now, unless the others are asked for as well."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return [("all", gettext("All, also those that are over"))]

    def choices(self, changelist):
        _, every = super().choices(changelist)
        without = changelist.get_query_string(remove=[self.parameter_name])
        yield {"selected": not self.value(), "query_string": without, "display": gettext("In force")}
        yield every

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset if self.value() == "all" else queryset.active()


@admin.register(Sanction)
class SanctionAdmin(ToRead):
    """All restrictions; they are imposed from the record of a person."""

    list_display_links = None
    list_filter = [InForce, "kind", "code"]
    list_select_related = ["person", "by", "lifted_by"]
    search_fields = ["person__username", "person__display_name", "email_domain"]
    ordering = ["-pk"]

    def has_delete_permission(self, request: HttpRequest, obj: Sanction | None = None) -> bool:
        """They go with their person."""
        return request.user.is_superuser
