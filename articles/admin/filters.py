from datetime import timedelta

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import Article, Byline

MOST_AUTHORS = 100  # names that a filter can show; beyond them one searches
STALE = timedelta(days=30)
MOST_OF_AUTHOR = 1000  # articles of one author, published and not

Status = Article.Status


class StatusFilter(admin.SimpleListFilter):
    """The statuses as the newsroom knows them, where time counts too."""

    title = gettext_lazy("status")
    parameter_name = "state"

    def lookups(self, request, model_admin) -> list[tuple[str, str]]:
        return [
            ("draft", _("Drafts")),
            ("stale", _("Drafts untouched for 30 days")),
            ("in_review", _("In review")),
            ("scheduled", _("Scheduled")),
            ("live", _("Published")),
            ("changed", _("Changes not published")),
            ("expired", _("Expired")),
            ("archived", _("Archived")),
        ]

    def queryset(self, request, queryset: QuerySet) -> QuerySet:
        """In no other state, instead of in this one: the dates are what SQLite should look for, as nearly all are."""
        now, published = timezone.now(), queryset.exclude(status__in=set(Status) - {Status.PUBLISHED})
        match self.value():
            case "live":
                return published.filter(published_at__lte=now).exclude(expires_at__lte=now)
            case "scheduled":
                return published.filter(published_at__gt=now)
            case "changed":
                return queryset.filter(draft__isnull=False)
            case "expired":
                return published.filter(expires_at__lte=now)
            case "draft" | "in_review" | "archived" as status:
                return queryset.filter(status=status)
            case "stale":
                queryset = queryset.filter(status=Status.DRAFT, modified_at__lt=now - STALE)
        return queryset


class ReviewFilter(admin.SimpleListFilter):
    """What somebody asks of the one who looks."""

    title = gettext_lazy("for me")
    parameter_name = "for_me"

    def lookups(self, request, model_admin) -> list[tuple[str, str]]:
        review = [("review", _("To review"))] if model_admin.has_publish_permission(request) else []
        return [*review, ("sent_back", _("Sent back to me")), ("called", _("Somebody calls me"))]

    def queryset(self, request, queryset: QuerySet) -> QuerySet:
        match self.value():
            case "review" if request.user.has_perm("articles.publish_article"):
                return queryset.waiting_for(request.user)
            case "sent_back":
                return queryset.sent_back_to(request.user)
            case "called":
                return queryset.calling(request.user)
        return queryset


class AuthorFilter(admin.SimpleListFilter):
    title = gettext_lazy("author")
    parameter_name = "author"

    def lookups(self, request, model_admin) -> list[tuple[str, str]]:
        people = get_user_model().objects.filter(is_staff=True).order_by("display_name", "username")
        return [(person.username, str(person)) for person in people[:MOST_AUTHORS]]

    def queryset(self, request, queryset: QuerySet) -> QuerySet:
        if not self.value():
            return queryset
        bylines = Byline.objects.filter(author__username=self.value()).order_by("-listed_at", "-article")
        parts = bylines.filter(listed_at=None), bylines.exclude(listed_at=None)
        keys = [key for part in parts for key in part.values_list("article", flat=True)[:MOST_OF_AUTHOR]]
        return queryset.filter(pk__in=keys)
