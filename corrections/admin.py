from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.admin.desk import DeskAdmin, moment
from articles.forms import TellingForm
from articles.models import Article

from .actions import deciding
from .forms import DeclineForm
from .models import Correction, CorrectionError

DONE = {
    "_draft": gettext_lazy("Taken over as a draft of changes, which readers do not see yet."),
    "_take": gettext_lazy("Taken over."),
    "_publish": gettext_lazy("Taken over and published."),
    "_accept": gettext_lazy("Accepted."),
    "_decline": gettext_lazy("Declined."),
}


class StatusFilter(admin.SimpleListFilter):
    """What waits, unless something else is asked for."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request, model_admin) -> list[tuple[str, str]]:
        return [*((status, str(name)) for status, name in Correction.Status.choices[1:]), ("all", _("All"))]

    def choices(self, changelist):
        yield {
            "selected": self.value() is None,
            "query_string": changelist.get_query_string(remove=[self.parameter_name]),
            "display": _("Waiting"),
        }
        yield from list(super().choices(changelist))[1:]

    def queryset(self, request, queryset: QuerySet) -> QuerySet:
        if self.value() == "all":
            return queryset
        return queryset.filter(status=self.value() or Correction.Status.WAITING)


@admin.register(Correction)
class CorrectionAdmin(DeskAdmin):
    """Mistakes that readers found. Whoever may change the article decides."""

    list_display = ["sentence", "kind", "on_article", "sent_by", "state", "sent"]
    list_filter = [StatusFilter, "kind"]
    list_select_related = ["article", "reader"]
    search_fields = ["exact", "replacement"]
    search_help_text = gettext_lazy("Words of the sentence, or of what it should be.")
    ordering = ["created_at", "pk"]
    sortable_by = []
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Counted for each row that is shown; joined, all there are would be grouped before one is."""
        rows = super().get_queryset(request).filter(same_as=None).open_to(request.user)
        others = Correction.objects.filter(same_as=OuterRef("pk")).order_by().values("same_as")
        count = Subquery(others.annotate(count=Count("pk")).values("count"))
        return rows.annotate(other_count=Coalesce(count, 0))

    # who may what

    def has_view_permission(self, request: HttpRequest, obj: Correction | None = None) -> bool:
        return self._articles.has_change_permission(request) if obj is None else obj.article.is_open_to(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Correction | None = None) -> bool:
        return self._articles.has_change_permission(request, obj and obj.article)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Correction | None = None) -> bool:
        return False

    @property
    def _articles(self):
        return self.admin_site.get_model_admin(Article)

    # deciding

    def changeform_view(self, request: HttpRequest, object_id=None, form_url="", extra_context=None) -> HttpResponse:
        correction = self.is_key(object_id or "") and self.get_object(request, object_id)
        if not correction:
            if not self.has_view_permission(request) or object_id is None:
                raise PermissionDenied(_("There is nothing to decide here."))
            return redirect("admin:index")
        if request.method != "POST":
            return self._show(request, correction)
        if not self.has_change_permission(request, correction):
            raise PermissionDenied(_("Only who may change the article decides."))
        form = DeclineForm(request.POST)
        if "_decline" in request.POST and not form.is_valid():
            return self._show(request, correction, form)
        telling = TellingForm(request.POST)
        if not telling.is_valid():
            return self._show(request, correction, telling=telling)
        try:
            with deciding(correction):
                said = self._decide(request, correction, form, telling)
        except CorrectionError as error:
            self.message_user(request, str(error), messages.WARNING)
            return redirect(request.path)
        self.message_user(request, said, messages.SUCCESS)
        return redirect("admin:corrections_correction_changelist")

    def _decide(self, request: HttpRequest, correction: Correction, form: DeclineForm, telling: TellingForm) -> str:
        pressed = next((button for button in DONE if button in request.POST), None)
        match pressed:
            case "_decline":
                correction.decline(by=request.user, reason=form.cleaned_data["reason"])
            case "_accept":
                correction.accept(by=request.user)
            case "_draft" | "_take" | "_publish":
                if pressed == "_publish" and not self._articles.has_publish_permission(request):
                    raise PermissionDenied(_("Only editors publish."))
                correction.take_over(by=request.user, publish=pressed == "_publish", **telling.telling)
            case _:
                raise CorrectionError(_("Please choose what is to become of it."))
        return DONE[pressed]

    def _show(
        self,
        request: HttpRequest,
        correction: Correction,
        form: DeclineForm | None = None,
        telling: TellingForm | None = None,
    ) -> HttpResponse:
        passage, article = correction.passage, correction.article
        is_link = correction.kind == Correction.Kind.LINK
        context = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "correction": correction,
            "article": article,
            "everybody": correction.all_of_it.select_related("reader").order_by("pk"),
            "passage": passage,
            "compared": passage and passage.compared("" if is_link else correction.replacement),
            "can_take_over": bool(passage and passage.corrected(correction.replacement, is_link=is_link)),
            "can_decide": correction.is_waiting and self.has_change_permission(request, correction),
            "is_published": article.status == Article.Status.PUBLISHED,
            "can_publish": self._articles.has_publish_permission(request),
            "decline_form": form or DeclineForm(),
            "telling_form": telling or TellingForm(label_suffix=""),
        }
        status = 422 if form or telling else 200
        return render(request, "admin/corrections/correction/decide.html", context, status=status)

    # the list

    @admin.display(description=gettext_lazy("sentence"))
    def sentence(self, correction: Correction) -> str:
        return Truncator(correction.exact).chars(120)

    @admin.display(description=gettext_lazy("article"))
    def on_article(self, correction: Correction) -> SafeString:
        return format_html('<a href="{}">{}</a>', correction.article.get_absolute_url(), correction.article)

    @admin.display(description=gettext_lazy("from"))
    def sent_by(self, correction: Correction) -> str:
        count = correction.other_count + 1
        if count == 1:
            return str(correction.reader or _("Somebody who left"))
        return ngettext("%(count)s reader", "%(count)s readers", count) % {"count": count}

    @admin.display(description=gettext_lazy("state"))
    def state(self, correction: Correction) -> SafeString:
        said = correction.get_status_display()
        return format_html('<span class="state state--{}">{}</span>', correction.status, said)

    @admin.display(description=gettext_lazy("sent"))
    def sent(self, correction: Correction) -> str | None:
        return moment(correction.created_at)
