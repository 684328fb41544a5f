from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.utils import timezone

from ..models import Article

MOST_AUTHORS = 100  # names that a filter can show; beyond them one searches

Status = Article.Status


class StatusFilter(admin.SimpleListFilter):
    """The statuses as the newsroom knows them, where time counts too."""

    title = "status"
    parameter_name = "state"

    def lookups(self, request, model_admin) -> list[tuple[str, str]]:
        return [
            ("draft", "Drafts"),
            ("in_review", "In review"),
            ("scheduled", "Scheduled"),
            ("live", "Published"),
            ("expired", "Expired"),
            ("archived", "Archived"),
        ]

    def queryset(self, request, queryset: QuerySet) -> QuerySet:
        now = timezone.now()
        match self.value():
            case "live":
                return queryset.published()
            case "scheduled":
                return queryset.filter(status=Status.PUBLISHED, published_at__gt=now)
            case "expired":
                return queryset.filter(status=Status.PUBLISHED, expires_at__lte=now)
            case "draft" | "in_review" | "archived" as status:
                return queryset.filter(status=status)
        return queryset


class AuthorFilter(admin.SimpleListFilter):
    title = "author"
    parameter_name = "author"

    def lookups(self, request, model_admin) -> list[tuple[str, str]]:
        people = get_user_model().objects.filter(is_staff=True).order_by("display_name", "username")
        return [(person.username, str(person)) for person in people[:MOST_AUTHORS]]

    def queryset(self, request, queryset: QuerySet) -> QuerySet:
        return queryset.filter(bylines__author__username=self.value()) if self.value() else queryset
