"""What lists, forms and pages of the desk have in common; the lists stay quick when the magazine has grown."""

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import models
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.lists import LongListAdmin

from ..choosing import is_key
from ..forms import MomentField, MomentInput
from ..models import Article, Revision

MOST_AT_ONCE = 500  # rows that one bulk action changes
LOOKUP = re.compile(r"[a-z]+(?:_[a-z]+)*(?:__(?:id|pk))?(?:__(?:exact|isnull|gte|lt))?")


class ForEditors(admin.ModelAdmin):
    """What is for editors, and only to be read."""

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return request.user.has_perm("articles.publish_article")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    has_change_permission = has_delete_permission = lambda self, request, obj=None: False


class EditorsPage(ForEditors):
    """One page of their own in place of a list: what `page` answers, from the template of the list."""

    def get_urls(self):
        return super().get_urls()[:1]

    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return self.page(request)

    def page(self, request: HttpRequest) -> HttpResponse:
        raise NotImplementedError

    def show(self, request: HttpRequest, title: str, **context) -> HttpResponse:
        template = f"admin/{self.opts.app_label}/{self.opts.model_name}/change_list.html"
        told = self.admin_site.each_context(request) | {"title": title, "opts": self.opts}
        return TemplateResponse(request, template, told | context)


def moment(value: datetime | None) -> str | None:
    """A date and time as the desk writes them."""
    return value and date_format(timezone.localtime(value), "DATETIME_FORMAT")


def long_moment(value: datetime) -> str:
    """With the whole name of the month."""
    return date_format(timezone.localtime(value), "LONG_DATETIME_FORMAT")


class DeskAdmin(LongListAdmin):
    list_per_page = 50
    view_on_site = False
    is_key = staticmethod(is_key)
    formfield_overrides = {models.DateTimeField: {"form_class": MomentField, "widget": MomentInput}}

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """What the filters of the lists use; not the expressions that keep a database busy or make it fail."""
        return bool(LOOKUP.fullmatch(lookup)) and super().lookup_allowed(lookup, value, request)

    def response_action(self, request: HttpRequest, queryset: QuerySet, **kwargs) -> HttpResponse | None:
        if not all(map(self.is_key, request.POST.getlist(ACTION_CHECKBOX_NAME))):
            raise BadRequest(_("What is selected must be rows of this list."))
        return super().response_action(request, queryset, **kwargs)

    def at_once(self, request: HttpRequest, queryset: QuerySet) -> list | None:
        """The rows of a bulk action; None, and a message, when they are too many for one."""
        rows = list(queryset[: MOST_AT_ONCE + 1])
        if len(rows) > MOST_AT_ONCE:
            text = _("Nothing was changed: please choose up to %(most)s at once.") % {"most": MOST_AT_ONCE}
            self.message_user(request, text, messages.ERROR)
            return None
        return rows

    def tell(self, request: HttpRequest, done: Iterable, verb: str, skipped: Iterable = (), why: str = "") -> None:
        """Say what a bulk action did: `3 articles published. 1 left alone: …`."""
        done, skipped = list(done), list(skipped)
        name = self.opts.verbose_name if len(done) == 1 else self.opts.verbose_name_plural
        text = _("%(count)s %(name)s %(done)s.") % {"count": len(done), "name": name, "done": verb}
        if skipped:
            text += " " + _("%(n)s left alone: %(why)s.") % {"n": len(skipped), "why": why}
        self.message_user(request, text, messages.SUCCESS if done else messages.WARNING)


def article_route(model_admin, route: str, view: Callable, name: str, *methods: str) -> URLPattern:
    """Below the address of an article; by any method where none is named."""
    asked = partial(view, model_admin)
    guarded = model_admin.admin_site.admin_view(require_http_methods(methods)(asked) if methods else asked)
    return path(f"<int:pk>/{route}", guarded, name=f"articles_article_{name}")


def editable(model_admin, request: HttpRequest, pk) -> Article:
    """For those who may change it, and whose business its earlier texts therefore are."""
    article = model_admin.get_object(request, str(pk))
    if article is None:
        raise Http404(_("There is no such article, or it is not yours."))
    if not model_admin.has_change_permission(request, article):
        raise PermissionDenied(_("You may not change this article."))
    return article


def revision_of(article: Article, number) -> Revision:
    revisions = article.revisions.select_related("author")
    return get_object_or_404(revisions, number=int(number) if is_key(number) else 0)


def desk_page(model_admin, request: HttpRequest, article: Article, name: str, context: dict) -> HttpResponse:
    known = {"article": article, "opts": model_admin.opts, "can_publish": model_admin.has_publish_permission(request)}
    known |= model_admin.admin_site.each_context(request)
    return render(request, f"admin/articles/article/{name}.html", known | context)
