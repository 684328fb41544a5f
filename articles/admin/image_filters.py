"""How the library is narrowed down and laid out."""

from datetime import datetime, timedelta

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..licences import LICENCES
from ..models import Image

MOST_PEOPLE = 100  # names that a filter can show
MOST_LOOKED_AT = 5000  # pictures, of the newest, of which it is found out whether they are used
OTHER, NONE = "other", "none"
SORTS = {"oldest": ["pk"], "name": ["original_name", "pk"]}
SIZES = {"30": 30, "120": 120, "240": 240}
RECENT = {"today": 1, "week": 7, "month": 30}  # days


class NeedsFilter(admin.SimpleListFilter):
    """What is left to do. Whether a picture is used is asked for one by one, hence of the newest only or of a year."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request, model_admin) -> list[tuple[str, str]]:
        return [("undescribed", _("No description")), ("unused", _("Not used"))]

    def queryset(self, request, queryset: QuerySet) -> QuerySet:
        if self.value() == "undescribed":
            return queryset.undescribed()
        if self.value() != "unused":
            return queryset
        newest = Image.objects.order_by("-pk").values_list("pk", flat=True)
        last = None if request.GET.get("added") else newest[MOST_LOOKED_AT : MOST_LOOKED_AT + 1].first()
        return (queryset.filter(pk__gt=last) if last else queryset).unused()


class UploaderFilter(admin.SimpleListFilter):
    title = gettext_lazy("uploaded by")
    parameter_name = "by"

    def lookups(self, request, model_admin) -> list[tuple[str, str]]:
        people = get_user_model().objects.filter(is_staff=True).order_by("display_name", "username")
        return [("me", _("Me")), *((person.username, str(person)) for person in people[:MOST_PEOPLE])]

    def queryset(self, request, queryset: QuerySet) -> QuerySet:
        if self.value() == "me":
            return queryset.filter(uploaded_by=request.user)
        people = get_user_model().objects.filter(username=self.value()).values_list("pk", flat=True)
        return queryset.filter(uploaded_by__in=list(people[:1])) if self.value() else queryset


class LicenceFilter(admin.SimpleListFilter):
    title = gettext_lazy("licence")
    parameter_name = "licence"

    def lookups(self, request, model_admin) -> list[tuple[str, str]]:
        return [*((name, name) for name in LICENCES), (NONE, _("Not said"))]

    def queryset(self, request, queryset: QuerySet) -> QuerySet:
        if not self.value():
            return queryset
        return queryset.filter(licence="" if self.value() == NONE else self.value())


class AddedFilter(admin.SimpleListFilter):
    title = gettext_lazy("added")
    parameter_name = "added"

    def lookups(self, request, model_admin) -> list[tuple[str, str]]:
        oldest = Image.objects.order_by("created_at", "pk").values_list("created_at", flat=True).first()
        this = timezone.localdate().year
        years = range(this, (oldest.year if oldest else this) - 1, -1)
        recent = [("today", _("Today")), ("week", _("In the last 7 days")), ("month", _("In the last 30 days"))]
        return [*recent, *((str(year), str(year)) for year in years)]

    def queryset(self, request, queryset: QuerySet) -> QuerySet:
        value = self.value()
        if value in RECENT:
            today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
            return queryset.filter(created_at__gte=today - timedelta(days=RECENT[value] - 1))
        if value in dict(self.lookup_choices):
            start, end = (timezone.make_aware(datetime(int(value) + more, 1, 1)) for more in (0, 1))
            return queryset.filter(created_at__gte=start, created_at__lt=end)
        return queryset


class Layout(admin.SimpleListFilter):
    """Chosen like a filter, but all pictures stay: the list reads it by itself."""

    def queryset(self, request, queryset: QuerySet) -> QuerySet:
        return queryset


class SortChoice(Layout):
    title = gettext_lazy("sort")
    parameter_name = "sort"

    def lookups(self, request, model_admin) -> list[tuple[str, str]]:
        return [("oldest", _("Oldest first")), ("name", _("By file name"))]


class SizeChoice(Layout):
    title = gettext_lazy("on a page")
    parameter_name = "size"

    def lookups(self, request, model_admin) -> list[tuple[str, str]]:
        return [(size, size) for size in SIZES]
