from collections.abc import Mapping

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, ManyToManyField, QuerySet
from django.forms.utils import pretty_name
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csp import get_nonce
from django.shortcuts import render
from django.template.defaultfilters import pluralize
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.csp import csp_override

from ..editor import EDITOR_CSP
from ..forms import ArticleForm, ChoicesField, TagSelect
from ..models import Article, OldSlug
from .bulk import BULK, BulkAct
from .desk import DeskAdmin, moment
from .filters import AuthorFilter, StatusFilter

MAIN = (None, {"fields": ["title", "slug", "lead", "body"]})
PUBLISHING = ("Publishing", {"fields": ["published_at", "expires_at", "featured", "comments_open"]})
FILING = ("Filed under", {"fields": ["category", "tags", "byline"]})
COVER = ("Cover", {"fields": ["cover"]})
SOURCE = ("Source", {"fields": ["source_name", "source_url"], "classes": ["collapse"]})
SEARCH_ENGINES = (
    "Search engines",
    {"fields": ["seo_title", "seo_description", "canonical_url"], "classes": ["collapse"]},
)
# Buttons of the form that do more than save, and which of them only those who may publish have.
VERBS = {"_submit": Article.submit, "_publish": Article.publish, "_publish_now": Article.publish}
EDITORS_VERBS = {"_publish", "_publish_now", "_unpublish"}
MODULES = ["library", "picture-chooser", "byline", "field-names", "publish-button", "unsaved", "editor-name"]
FEATURED = SafeString('<span class="featured" title="Featured">★</span> ')
NO_LONGER_YOURS = "You may not change this article, perhaps because an editor has just published it. Here is your text."
DATED = {"live", "scheduled", "expired"}
MOST_SORTED = 5000  # articles: an index by views would have to be written at every view
UNPUBLISHED = {Article.Status.DRAFT, Article.Status.IN_REVIEW}


class ArticleList(ChangeList):
    def get_queryset(self, request, **kwargs) -> QuerySet:
        """Rows without their bodies, which no list shows; sorted by a counter, the newest only."""
        articles = super().get_queryset(request, **kwargs)
        if any("stats__" in str(term) for term in articles.query.order_by):
            articles = articles.filter(pk__in=Article.objects.order_by("-pk").values("pk")[:MOST_SORTED])
        return articles.defer("body", "body_html", "body_text").prefetch_related("bylines__author")


@admin.register(Article)
class ArticleAdmin(DeskAdmin):
    form = ArticleForm
    list_display = ["headline", "state", "byline", "category", "published", "views", "likes", "dislikes", "comments"]
    list_filter = [StatusFilter, "category", AuthorFilter, "featured", "published_at"]
    list_select_related = ["category", "stats"]
    search_fields = ["title", "lead", "slug"]
    search_help_text = "Words of the headline, the lead or the address."
    most_searched = 2000  # rows are wide
    sortable_by = ["published", "views", "comments"]
    actions = ["publish", "unpublish", "archive", "feature", "unfeature"]

    class Media:
        js = [Script(f"admin-desk/{name}.js", type="module") for name in MODULES]

    # who may what

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.publish_article")

    def has_view_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """Authors see what they sign, editors everything."""
        if obj is None or self.has_publish_permission(request):
            return super().has_view_permission(request, obj)
        return super().has_view_permission(request, obj) and obj.bylines.filter(author=request.user).exists()

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """Authors change what they sign as long as it is not published."""
        if obj is None or self.has_publish_permission(request):
            return super().has_change_permission(request, obj)
        return (
            super().has_change_permission(request, obj)
            and obj.status in UNPUBLISHED
            and obj.bylines.filter(author=request.user).exists()
        )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        articles = super().get_queryset(request)
        return articles if self.has_publish_permission(request) else articles.written_by(request.user)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Article | None:
        """Locked while it is being saved: of two saves at once, the second finds the version of the first."""
        article = super().get_object(request, object_id, from_field)
        if article and request.method == "POST" and transaction.get_connection().in_atomic_block:
            article.refresh_from_db(from_queryset=Article.objects.select_for_update(of=("self",)))
        return article

    # the form

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> list:
        if obj and not self.has_change_permission(request, obj):
            return [(None, {"fields": ["title", "slug", "lead"]})]
        if self.has_publish_permission(request):
            return [MAIN, PUBLISHING, FILING, COVER, SOURCE, SEARCH_ENGINES]
        return [MAIN, FILING, COVER, SOURCE, SEARCH_ENGINES]

    def formfield_for_manytomany(self, db_field: ManyToManyField, request: HttpRequest, **kwargs) -> forms.Field | None:
        """Django's own leaves out what has a model in between, even when nobody need fill in that model."""
        return db_field.formfield(form_class=ChoicesField, widget=TagSelect(db_field, self.admin_site))

    def get_prepopulated_fields(self, request: HttpRequest, obj: Article | None = None) -> dict:
        """Only a new article: the address of an old one does not follow its headline."""
        return {} if obj else {"slug": ["title"]}

    def get_form(self, request: HttpRequest, obj: Article | None = None, **kwargs) -> type[ArticleForm]:
        form = super().get_form(request, obj, **kwargs)
        form.user = request.user
        return form

    @method_decorator(csp_override(EDITOR_CSP))
    def changeform_view(self, request: HttpRequest, object_id=None, form_url="", extra_context=None) -> HttpResponse:
        if EDITORS_VERBS & request.POST.keys() and not self.has_publish_permission(request):
            raise PermissionDenied("Only editors publish and unpublish.")
        context = {
            "csp_nonce": get_nonce(request),
            "can_publish": self.has_publish_permission(request),
        }
        try:
            return super().changeform_view(request, object_id, form_url, context | (extra_context or {}))
        except PermissionDenied:
            if not request.POST.get("body"):
                raise
            return render(request, "errors/403.html", {"reason": NO_LONGER_YOURS}, status=403)

    def render_change_form(self, request: HttpRequest, context: dict, **kwargs) -> HttpResponse:
        article = kwargs.get("obj")
        context |= {"state": state_of(article) if article else None}
        return super().render_change_form(request, context, **kwargs)

    def save_model(self, request: HttpRequest, obj: Article, form: ArticleForm, change: bool) -> None:
        if change:
            obj.version += 1
        if "_unpublish" in request.POST:
            obj.unpublish()  # first, as only what is not published may lose its date
        obj.save()
        had_readers = obj.published_at or form.initial.get("published_at")
        if change and "slug" in form.changed_data and had_readers:
            OldSlug.keep(obj, old_slug=form.initial["slug"])
        for button in VERBS.keys() & request.POST.keys():
            VERBS[button](obj)

    def save_related(self, request: HttpRequest, form: ArticleForm, formsets: list, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        form.instance.sign([person.pk for person in form.cleaned_data["byline"]])

    def response_add(self, request: HttpRequest, obj: Article, post_url_continue=None) -> HttpResponse:
        return self._stay(request, obj)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        return self._stay(request, obj)

    def construct_change_message(self, request: HttpRequest, form: ArticleForm, formsets: list, add=False) -> str:
        """For the history: what happened, and to which parts of the article."""
        labels = [form.fields[name].label or pretty_name(name) for name in form.changed_data]
        parts = f" Changed: {', '.join(label.lower() for label in labels)}." if labels and not add else ""
        return f"{what_happened(request.POST, form.instance)}.{parts}"

    def _stay(self, request: HttpRequest, article: Article) -> HttpResponse:
        """Back to the desk, or on to the preview, with what happened in plain words."""
        if "_preview" in request.POST:
            return HttpResponseRedirect(article.get_absolute_url())
        link = format_html('<a href="{}">{}</a>', article.get_absolute_url(), article)
        self.message_user(request, format_html("{}: {}", what_happened(request.POST, article), link), messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))

    # the list

    def get_changelist(self, request: HttpRequest, **kwargs) -> type[ChangeList]:
        return ArticleList

    def get_ordering(self, request: HttpRequest) -> list[str]:
        """What is chosen by its date stands in the order of the index that finds it."""
        is_dated = request.GET.get("state") in DATED or any(name.startswith("published_at__") for name in request.GET)
        return ["-published_at", "-pk"] if is_dated else ["-pk"]

    @admin.display(description="headline")
    def headline(self, article: Article) -> SafeString:
        return format_html("{}{}", FEATURED if article.featured else "", article.title)

    @admin.display(description="status")
    def state(self, article: Article) -> SafeString:
        name, label = state_of(article)
        return format_html('<span class="state state--{}">{}</span>', name, label)

    @admin.display(description="authors")
    def byline(self, article: Article) -> str:
        return ", ".join(map(str, article.byline_authors)) or "–"

    @admin.display(description="date", ordering="published_at", empty_value="–")
    def published(self, article: Article) -> str | None:
        return moment(article.published_at)

    @admin.display(ordering="stats__views")
    def views(self, article: Article) -> int:
        return article.stats.views

    @admin.display(ordering="stats__likes")
    def likes(self, article: Article) -> int:
        return article.stats.likes

    @admin.display(ordering="stats__dislikes")
    def dislikes(self, article: Article) -> int:
        return article.stats.dislikes

    @admin.display(ordering="stats__comments")
    def comments(self, article: Article) -> int:
        return article.stats.comments

    # bulk actions

    @admin.action(description="Publish", permissions=["publish"])
    def publish(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self._each(request, queryset, BULK["publish"])

    @admin.action(description="Unpublish: make drafts of them", permissions=["publish"])
    def unpublish(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self._each(request, queryset, BULK["unpublish"])

    @admin.action(description="Archive", permissions=["publish"])
    def archive(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self._each(request, queryset, BULK["archive"])

    @admin.action(description="Feature on the home page", permissions=["publish"])
    def feature(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._set_featured(request, queryset, True)

    @admin.action(description="No longer feature", permissions=["publish"])
    def unfeature(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._set_featured(request, queryset, False)

    @transaction.atomic
    def _each(self, request: HttpRequest, queryset: QuerySet, act: BulkAct) -> HttpResponse | None:
        """Asks first, with a page that names the articles; its button sends the same action again, confirmed."""
        articles = self.at_once(request, queryset)
        if articles is None:
            return None
        chosen = [article for article in articles if act.fits(article)]
        left_alone = set(articles) - set(chosen)
        if chosen and "confirmed" not in request.POST:
            return self._ask(request, act, chosen, left_alone)
        for article in chosen:
            act.verb(article)
            self.log_change(request, article, act.done.capitalize())
        Article.objects.filter(pk__in=[article.pk for article in chosen]).update(version=F("version") + 1)
        self.tell(request, chosen, act.done, left_alone, act.otherwise)
        return None

    def _ask(self, request: HttpRequest, act: BulkAct, chosen: list, left_alone: set) -> HttpResponse:
        title = f"{act.name} {len(chosen)} article{pluralize(len(chosen))}?"
        context = {"title": title, "act": act, "chosen": chosen, "left_alone": left_alone, "opts": self.opts}
        context |= self.admin_site.each_context(request) | {"action": request.POST["action"]}
        return render(request, "admin/articles/article/confirm.html", context)

    @transaction.atomic
    def _set_featured(self, request: HttpRequest, queryset: QuerySet, featured: bool) -> None:
        articles = self.at_once(request, queryset.exclude(featured=featured))
        if articles is None:
            return
        done = "featured" if featured else "no longer featured"
        for article in articles:
            self.log_change(request, article, done.capitalize())
            article.purge_pages()
        keys = [article.pk for article in articles]
        Article.objects.filter(pk__in=keys).update(featured=featured, version=F("version") + 1)
        self.tell(request, articles, done)


def state_of(article: Article) -> tuple[str, str]:
    """The status as the newsroom knows it: a name for the style sheet and words."""
    if article.status != Article.Status.PUBLISHED:
        return article.status, article.get_status_display()
    if article.is_scheduled:
        return "scheduled", "Scheduled"
    return ("published", "Published") if article.is_published else ("expired", "Expired")


def what_happened(pressed: Mapping, article: Article) -> str:
    if "_submit" in pressed:
        return "Sent to the editors for review"
    if "_unpublish" in pressed:
        return "A draft again, which readers do not see"
    if article.is_scheduled:
        return f"Scheduled for {date_format(timezone.localtime(article.published_at), 'j F Y H:i')}"
    if {"_publish", "_publish_now"} & pressed.keys():
        return "Published"
    if article.is_published:
        return "Saved, and readers see the changes"
    return "Saved as a draft" if article.status == Article.Status.DRAFT else "Saved"
