from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ..actions import deciding
from ..filing_forms import FilingForm
from ..models import Article, Presence
from .autosave import in_words
from .bulk import BULK, BulkAct, count_open
from .desk import DeskAdmin, moment
from .filters import AuthorFilter, ReviewFilter, StatusFilter

FEATURED = '<span class="featured" title="{}">★</span> '
CHANGED = ' <span class="state state--changed">{}</span>'
DATED = {"live", "scheduled", "expired"}
MOST_SORTED = 5000  # articles: an index by views would have to be written at every view


class ArticleList(ChangeList):
    def get_queryset(self, request, **kwargs) -> QuerySet:
        """Rows without their bodies, which no list shows; sorted by a counter, the newest only."""
        articles = super().get_queryset(request, **kwargs)
        if any("stats__" in str(term) for term in articles.query.order_by):
            articles = articles.filter(pk__in=Article.objects.order_by("-pk").values("pk")[:MOST_SORTED])
        others = Prefetch("presences", Presence.objects.here().exclude(user=request.user), to_attr="open_to")
        return articles.defer("body", "body_html", "body_text").prefetch_related("bylines__author", others)


class ArticleListAdmin(DeskAdmin):
    """All articles, and what is done to many at once."""

    list_display = ["headline", "state", "byline", "category", "published", "views", "likes", "dislikes", "comments"]
    list_filter = [ReviewFilter, StatusFilter, "category", AuthorFilter, "featured", "published_at"]
    list_select_related = ["category", "stats"]
    search_fields = ["title", "lead", "slug"]
    search_help_text = gettext_lazy("Words of the headline, the lead or the address.")
    most_searched = 2000  # rows are wide
    sortable_by = ["published", "views", "comments"]
    actions = ["publish", "unpublish", "archive", "feature", "unfeature", "refile"]

    def get_changelist(self, request: HttpRequest, **kwargs) -> type[ChangeList]:
        return ArticleList

    def get_ordering(self, request: HttpRequest) -> list[str]:
        """What is chosen by its date or its draft stands in the order of the index that finds it."""
        if request.GET.get("state") == "changed":
            return ["-draft_id", "-pk"]
        is_dated = request.GET.get("state") in DATED or any(name.startswith("published_at__") for name in request.GET)
        return ["-published_at", "-pk"] if is_dated else ["-pk"]

    @admin.display(description=gettext_lazy("headline"))
    def headline(self, article: Article) -> SafeString:
        return format_html("{}{}", format_html(FEATURED, _("Featured")) if article.featured else "", article.title)

    @admin.display(description=gettext_lazy("status"))
    def state(self, article: Article) -> SafeString:
        name, label = state_of(article)
        changed = format_html(CHANGED, _("Changes not published")) if article.draft_id else ""
        who = in_words(article.open_to)["who"]
        being_edited = who and format_html(' <span class="state state--open">{}</span>', who)
        return format_html('<span class="state state--{}">{}</span>{}{}', name, label, changed, being_edited)

    @admin.display(description=gettext_lazy("authors"))
    def byline(self, article: Article) -> str:
        return ", ".join(map(str, article.byline_authors)) or "–"

    @admin.display(description=gettext_lazy("date"), ordering="published_at", empty_value="–")
    def published(self, article: Article) -> str | None:
        return moment(article.published_at)

    @admin.display(description=gettext_lazy("views"), ordering="stats__views")
    def views(self, article: Article) -> SafeString:
        """A link to the charts of the article."""
        address = reverse("admin:statistics-article", args=[article.pk])
        return format_html('<a href="{}">{}</a>', address, article.stats.views)

    @admin.display(description=gettext_lazy("likes"), ordering="stats__likes")
    def likes(self, article: Article) -> int:
        return article.stats.likes

    @admin.display(description=gettext_lazy("dislikes"), ordering="stats__dislikes")
    def dislikes(self, article: Article) -> int:
        return article.stats.dislikes

    @admin.display(description=gettext_lazy("comments"), ordering="stats__comments")
    def comments(self, article: Article) -> int:
        return article.stats.comments

    # bulk actions

    @admin.action(description=gettext_lazy("Publish"), permissions=["publish"])
    def publish(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self._each(request, queryset, BULK["publish"])

    @admin.action(description=gettext_lazy("Unpublish: make drafts of them"), permissions=["publish"])
    def unpublish(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self._each(request, queryset, BULK["unpublish"])

    @admin.action(description=gettext_lazy("Archive"), permissions=["publish"])
    def archive(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self._each(request, queryset, BULK["archive"])

    @admin.action(description=gettext_lazy("Feature on the home page"), permissions=["publish"])
    def feature(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._set_featured(request, queryset, True)

    @admin.action(description=gettext_lazy("No longer feature"), permissions=["publish"])
    def unfeature(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._set_featured(request, queryset, False)

    @admin.action(description=gettext_lazy("File and sign"), permissions=["publish"])
    @transaction.atomic
    def refile(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        """Asks how, until that can be done; then all of them or none."""
        articles = self.at_once(request, queryset)
        if articles is None:
            return None
        act, form = BULK["refile"], FilingForm(request.POST if "confirmed" in request.POST else None, label_suffix="")
        if articles and not form.is_valid():
            return self._ask(request, act, articles, set(), form)
        filed = [article for article in articles if article.refile(by=request.user, **form.cleaned_data)]
        self.tell(request, filed, act.done, set(articles) - set(filed), act.otherwise)
        return None

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
            with deciding(article):
                act.verb(article, by=request.user)
        self.tell(request, chosen, act.done, left_alone, act.otherwise)
        return None

    def _ask(self, request: HttpRequest, act: BulkAct, chosen: list, left_alone: set, form=None) -> HttpResponse:
        title = ngettext("%(act)s %(count)s article?", "%(act)s %(count)s articles?", len(chosen))
        title %= {"act": act.name, "count": len(chosen)}
        counts = count_open(chosen) if act is BULK["publish"] else {}
        rows = [(article, counts.get(article.pk, 0)) for article in chosen]
        context = {"title": title, "act": act, "chosen": rows, "left_alone": left_alone, "form": form}
        context |= self.admin_site.each_context(request) | {"action": request.POST["action"], "opts": self.opts}
        return render(request, "admin/articles/article/confirm.html", context)

    @transaction.atomic
    def _set_featured(self, request: HttpRequest, queryset: QuerySet, featured: bool) -> None:
        articles = self.at_once(request, queryset.exclude(featured=featured))
        if articles is None:
            return
        done = _("featured") if featured else _("no longer featured")
        for article in articles:
            article.adjust(by=request.user, featured=featured)
        self.tell(request, articles, done)


def state_of(article: Article) -> tuple[str, str]:
    """The status as the newsroom knows it: a name for the style sheet and words."""
    if article.status != Article.Status.PUBLISHED:
        return article.status, article.get_status_display()
    if article.is_scheduled:
        return "scheduled", _("Scheduled")
    return ("published", _("Published")) if article.is_published else ("expired", _("Expired"))
