from collections.abc import Mapping

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import ManyToManyField, QuerySet
from django.http import HttpRequest, HttpResponse
from django.middleware.csp import get_nonce
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csp import csp_override

from .. import actions
from ..checklist import points_of
from ..choosing import ChoicesField, TagSelect
from ..editor import EDITOR_CSP
from ..forms import ArticleForm
from ..models import Article, ReviewError
from ..models.revisable import Saved
from ..relating import choose, related_to
from .article_list import ArticleListAdmin, state_of
from .autosave import autosave_urls, note_presence
from .conversation import KEPT_ADDRESS, conversation_urls
from .desk import long_moment, moment
from .editions import edition_urls
from .history import history, history_urls
from .preview import preview_urls
from .writing import WritingAdmin

MAIN = (None, {"fields": ["title", "slug", "lead", "body"]})
CHANGES = (gettext_lazy("Changes"), {"fields": ["changes_at"]})
PUBLISHING = (gettext_lazy("Publishing"), {"fields": ["published_at", "expires_at", "featured", "comments_open"]})
FILING = (gettext_lazy("Filed under"), {"fields": ["category", "tags", "byline"]})
COVER = (gettext_lazy("Cover"), {"fields": ["cover"]})
SOURCE = (gettext_lazy("Source"), {"fields": ["source_name", "source_url"], "classes": ["collapse"]})
SEARCH_ENGINES = (
    gettext_lazy("Search engines"),
    {"fields": ["seo_title", "seo_description", "canonical_url"], "classes": ["collapse"]},
)
AUTHORS_FACTS = ["language", "translation_of", "tested_with"]
FACTS = [*AUTHORS_FACTS, "verified_at"]
RELATED = (gettext_lazy("Related posts"), {"fields": ["pinned", "excluded"], "classes": ["collapse"]})
TOLD = (gettext_lazy("Note for readers"), {"fields": ["told_as", "told"]})
NOTE = (gettext_lazy("Note"), {"fields": ["note"]})
# Buttons of the form that do more than save, and which of them only those who may publish have.
VERBS = {
    "_publish": Article.publish,
    "_publish_now": Article.publish_changes,
    "_publish_changes": Article.publish_changes,
    "_unschedule_changes": Article.unschedule_changes,
}
EDITORS_VERBS = {*VERBS, "_schedule_changes", "_unpublish"}
NO_LONGER_YOURS = gettext_lazy(
    "You may not change this article, perhaps because an editor has just archived it. Here is your text."
)
CLASHED = gettext_lazy(
    "Your text is kept, but nothing was changed yet: in places it clashes with what was saved meanwhile by %(others)s."
)
AUTHORS_OWN = {Article.Status.DRAFT, Article.Status.IN_REVIEW, Article.Status.PUBLISHED}


@admin.register(Article)
class ArticleAdmin(ArticleListAdmin, WritingAdmin):
    form = ArticleForm

    def get_urls(self) -> list:
        ours = [*autosave_urls(self), *history_urls(self), *preview_urls(self), *conversation_urls(self)]
        ours += edition_urls(self)
        return [*ours, *super().get_urls()]

    def history_view(self, request: HttpRequest, object_id: str, extra_context=None) -> HttpResponse:
        return history(self, request, object_id)

    # who may what

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.publish_article")

    def has_view_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """Authors see what they sign, editors everything."""
        if obj is None or self.has_publish_permission(request):
            return super().has_view_permission(request, obj)
        return super().has_view_permission(request, obj) and obj.bylines.filter(author=request.user).exists()

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """Authors change what they sign; where it is published, readers see nothing of it until an editor agrees."""
        if obj is None or self.has_publish_permission(request):
            return super().has_change_permission(request, obj)
        return (
            super().has_change_permission(request, obj)
            and obj.status in AUTHORS_OWN
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
        told = [TOLD] if obj and obj.is_published else []
        if not self.has_publish_permission(request):
            return [MAIN, *told, FILING, COVER, _facts(AUTHORS_FACTS), SOURCE, SEARCH_ENGINES, NOTE]
        changes = [CHANGES] if obj and obj.status == Article.Status.PUBLISHED else []
        shown = [MAIN, *changes, *told, FILING, COVER, PUBLISHING, _facts(FACTS), RELATED]
        return [*shown, SOURCE, SEARCH_ENGINES, NOTE]

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
            raise PermissionDenied(_("Only editors publish and unpublish."))
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
        if article := kwargs.get("obj"):
            live = Article.objects.only("slug").get(pk=article.pk)  # the form has the address that it will have
            context |= {"state": state_of(article), "live_url": live.get_absolute_url()}
            context |= {"draft": article.draft, "scheduled": article.scheduled_changes}
            if self.has_publish_permission(request):
                context["related"] = related_to(article)
            context |= {"waiting": article.submission, "open_notes": article.notes.open().count()}
            if self.has_change_permission(request, article):
                context["presence"] = note_presence(request, article, article.newest_version)
        context |= _looked_over(context["adminform"].form, article)
        return super().render_change_form(request, context, **kwargs)

    def save_model(self, request: HttpRequest, obj: Article, form: ArticleForm, change: bool) -> None:
        if not change:
            obj.save()

    def save_related(self, request: HttpRequest, form: ArticleForm, formsets: list, change: bool) -> None:
        """First the words, which may clash with somebody else's; then all the rest is left until that is settled."""
        article, note = form.instance, form.cleaned_data["note"]
        if not change:
            super().save_related(request, form, formsets, change)
            article.sign(form.content["byline"], by=request.user)
            request.saved = Saved(article.begin(by=request.user, note=note), [], False)
        else:
            request.saved = article.save_over(form.content, by=request.user, based_on=form.based_on, note=note)
        if form.tells:
            article.tell_with_changes(**form.telling, by=request.user)
        if not request.saved.clashes:
            self._apply(request, form)

    def _apply(self, request: HttpRequest, form: ArticleForm) -> None:
        article = form.instance
        with actions.deciding(article):
            if "_unpublish" in request.POST:
                article.unpublish(by=request.user)  # first, as only what is not published may lose its date
            article.adjust(by=request.user, **form.settings)
            if {"pinned", "excluded"} & {*form.changed_data}:
                choose(article, by=request.user, **{name: form.cleaned_data[name] for name in ("pinned", "excluded")})
            for button in VERBS.keys() & request.POST.keys():
                VERBS[button](article, by=request.user)
            self._schedule(request, form)
        if "_submit" in request.POST:
            self._submit(request, article)

    def _submit(self, request: HttpRequest, article: Article) -> None:
        """To any editor, without a word; in the conversation there is room for more."""
        try:
            article.submit(by=request.user)
        except ReviewError as error:
            request.refused = error

    def _schedule(self, request: HttpRequest, form: ArticleForm) -> None:
        """What an editor writes goes live when the changes before it would have; not so what an author writes."""
        scheduled, saved = form.instance.scheduled_changes, request.saved
        is_mine = saved.revision.author_id == request.user.pk and not saved.others
        if "_schedule_changes" in request.POST:
            form.instance.schedule_changes(form.cleaned_data["changes_at"], by=request.user)
        elif scheduled and is_mine and self.has_publish_permission(request):
            form.instance.schedule_changes(scheduled.goes_live_at, by=request.user)

    def response_add(self, request: HttpRequest, obj: Article, post_url_continue=None) -> HttpResponse:
        return self._stay(request, obj)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        return self._stay(request, obj)

    def delete_model(self, request: HttpRequest, obj: Article) -> None:
        obj.delete(by=request.user)

    def log_addition(self, request: HttpRequest, obj: Article, message) -> None:
        """What happens to articles stands in the audit log, written by their verbs."""

    log_change = log_addition

    def log_deletions(self, request: HttpRequest, queryset) -> None:
        """As above."""

    def _stay(self, request: HttpRequest, article: Article) -> HttpResponse:
        """Back to the desk, or on to the preview or to what clashes, with what happened in plain words."""
        saved, others = request.saved, get_text_list(request.saved.others, _("and"))
        if saved.clashes:
            self.message_user(request, CLASHED % {"others": others}, messages.WARNING)
            return redirect("admin:articles_article_merge", article.pk, saved.revision.number)
        if "_preview" in request.POST:
            return redirect("admin:articles_article_preview", article.pk)
        merged = " " + _("Merged with what %(others)s saved meanwhile.") % {"others": others} if others else ""
        kept = f" {KEPT_ADDRESS}" if article.kept_address else ""
        link = format_html('<a href="{}">{}</a>', article.get_absolute_url(), article)
        if refused := getattr(request, "refused", None):
            said = _("Saved, but not submitted. %(reason)s") % {"reason": refused}
            self.message_user(request, said, messages.WARNING)
            return redirect("admin:articles_article_change", article.pk)
        said = format_html("{}: {}.{}{}", what_happened(request.POST, article), link, merged, kept)
        self.message_user(request, said, messages.SUCCESS)
        return redirect("admin:articles_article_change", article.pk)


def _facts(fields: list[str]) -> tuple[str, dict]:
    return _("Language and versions"), {"fields": fields, "classes": ["collapse"]}


def _looked_over(form: ArticleForm, article: Article | None) -> dict:
    """What is open before publishing: in what was sent, else in the newest text; None where that cannot be said."""
    if form.is_bound:
        pressed = form.asked if form.points else None
        known = {"points": form.points, "pressed": pressed, "would_schedule": pressed and form.would_schedule}
        return known | ({"errors": None} if form.was_only_looked_over else {})
    return {"points": points_of(article.newest_content) if article else None, "pressed": None}


def what_happened(pressed: Mapping, article: Article) -> str:
    if "_submit" in pressed:
        return _("Sent to the editors for review")
    if "_unpublish" in pressed:
        return _("A draft again, which readers do not see")
    if article.draft or article.scheduled_changes:
        return _what_waits(article)
    if article.is_scheduled:
        return _("Scheduled for %(at)s") % {"at": long_moment(article.published_at)}
    if {"_publish", "_publish_now", "_publish_changes"} & pressed.keys():
        return _("Published")
    return _("Saved as a draft") if article.status == Article.Status.DRAFT else _("Saved")


def _what_waits(article: Article) -> str:
    scheduled = article.scheduled_changes
    if scheduled and scheduled == article.draft:
        return _("Saved, to go live on %(at)s") % {"at": moment(scheduled.goes_live_at)}
    return _("Saved as a draft of changes, which readers do not see")
