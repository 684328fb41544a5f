from collections.abc import Callable
from functools import wraps

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext, gettext_lazy

from articles.asked import Asked
from articles.models import Article
from sitesettings.models import site_settings

from . import freshness, planning
from .editor_words import DeskCatalog
from .errors import csrf_failure, second_factor_first
from .newsroom import newsroom
from .statistics import views as statistics

# The order of the menu; what is not named comes last.
MENU = [
    "Article",
    "Image",
    "Category",
    "Tag",
    "Page",
    "Digest",
    "AuditEntry",
    "Correction",
    "Comment",
    "Report",
    "ModerationEntry",
    "Sanction",
    "ModerationRules",
    "Burst",
    "User",
    "Group",
    "SiteSettings",
    "Redirect",
]


class MagazineAdminSite(AdminSite):
    """The editors' desk: Django's admin behind the magazine's own sign-in page."""

    index_title = gettext_lazy("Today in the newsroom")

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.disable_action("delete_selected")  # by whom it suits names it: articles are archived, comments hidden

    @property
    def site_title(self) -> str:
        return site_settings().name

    def login(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return secure_admin_login(super().login)(request, extra_context)

    def admin_view(self, view: Callable, cacheable: bool = False) -> Callable:
        """Who may not go on, for want of a session or a second factor, gets the words back that they wrote."""
        guarded = super().admin_view(view, cacheable)

        @wraps(view)
        def careful(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if request.user.is_anonymous and request.POST and view != self.logout:
                return csrf_failure(request)
            if getattr(request.user, "lacks_second_factor", False) and view != self.logout:
                return second_factor_first(request)
            try:
                return guarded(request, *args, **kwargs)
            except OverflowError as error:
                raise BadRequest(gettext("A number is larger than any that is kept here.")) from error

        return careful

    def each_context(self, request: HttpRequest) -> dict:
        return super().each_context(request) | {"asked": Asked(request.user)}

    def index(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        known = {"newsroom": newsroom(request), "asked": Asked(request.user).at_length()}
        return super().index(request, known | (extra_context or {}))

    def get_urls(self) -> list[URLPattern | URLResolver]:
        return [*statistics.urls(self), *planning.urls(self), *freshness.urls(self), *super().get_urls()]

    def app_index(self, request: HttpRequest, app_label: str, extra_context: dict | None = None) -> HttpResponse:
        """The menu shows all that there is."""
        return redirect("admin:index")

    def password_change(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return redirect("account_change_password")

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return Autocomplete.as_view(admin_site=self)(request)

    def i18n_javascript(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return DeskCatalog.as_view()(request)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict]:
        apps = super().get_app_list(request, app_label)
        for app in apps:
            app["models"].sort(key=_place)
        return sorted(apps, key=lambda app: min(map(_place, app["models"])))


class Autocomplete(AutocompleteJsonView):
    """Who writes articles may sign them with colleagues, without seeing the list of all people."""

    def has_perm(self, request: HttpRequest, obj=None) -> bool:
        return super().has_perm(request, obj) or (
            self._is_for_bylines and request.user.has_perm("articles.change_article")
        )

    def get_queryset(self) -> QuerySet:
        rows = super().get_queryset()
        if self._is_for_originals:
            rows = self.model_admin.get_search_results(self.request, self._originals, self.term)[0]
        return rows.filter(is_staff=True, is_active=True) if self._is_for_bylines else rows

    @property
    def _originals(self) -> QuerySet:
        """Authors translate what others wrote, as soon as readers see it."""
        return Article.objects.visible_to(self.request.user).order_by("-pk")

    @property
    def _is_for_originals(self) -> bool:
        return self.source_field == Article._meta.get_field("translation_of")

    @property
    def _is_for_bylines(self) -> bool:
        return self.source_field == Article._meta.get_field("authors")


def _place(model: dict) -> int:
    return MENU.index(model["object_name"]) if model["object_name"] in MENU else len(MENU)
