from django.contrib import admin, messages
from django.contrib.admin.options import ActionLocation
from django.contrib.admin.views.main import ChangeList
from django.db.models import Exists, Model, OuterRef, ProtectedError, QuerySet
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy, ngettext

from .. import actions
from ..models import Image, PictureUse
from ..picture_forms import CreditForm, DescriptionForm
from ..rendering import texts_showing
from .desk import DeskAdmin
from .image_filters import (
    SIZES,
    SORTS,
    AddedFilter,
    LicenceFilter,
    NeedsFilter,
    SizeChoice,
    SortChoice,
    UploaderFilter,
)
from .uploads import Uploads, address_of, queue_of
from .where_used import where_used

MODULES = ["focal-point", "library-drop", "library-upload", "library-answers", "library-select"]
DESCRIPTION = (None, {"fields": ["alt", "caption", "credit", "licence"]})
FOCAL_POINT = (gettext_lazy("Focal point"), {"fields": ["focal_x", "focal_y"]})
IN_USE = gettext_lazy("“%(picture)s” was put to use just now, so it stays.")


class Library(ChangeList):
    def get_queryset(self, request: HttpRequest, **kwargs) -> QuerySet:
        return (
            super()
            .get_queryset(request, **kwargs)
            .annotate(is_used=Exists(PictureUse.objects.filter(image=OuterRef("pk"))))
        )

    def get_results(self, request: HttpRequest) -> None:
        self.list_per_page = SIZES.get(request.GET.get("size", ""), self.list_per_page)
        super().get_results(request)


@admin.register(Image)
class ImageAdmin(Uploads, DeskAdmin):
    form = DescriptionForm
    fieldsets = (DESCRIPTION, FOCAL_POINT)
    list_per_page = 60
    search_fields = ["alt", "caption", "credit", "original_name"]
    search_help_text = gettext_lazy("Description, caption, credit or file name")
    list_display = ["alt"]
    list_filter = [NeedsFilter, UploaderFilter, LicenceFilter, AddedFilter, SortChoice, SizeChoice]
    sortable_by = []
    actions = ["set_credit", "delete_unused"]

    class Media:
        js = [Script(f"admin-desk/{name}.js", type="module") for name in MODULES]

    # who may what

    def has_change_permission(self, request: HttpRequest, obj: Image | None = None) -> bool:
        """Who may delete pictures changes all of them, the others what they uploaded and nobody has published yet."""
        may = super().has_change_permission(request, obj)
        if obj is None or not may:
            return may
        return Image.objects.changeable_by(request.user).filter(pk=obj.pk).exists()

    # the library

    def get_changelist(self, request: HttpRequest, **kwargs) -> type[ChangeList]:
        return Library

    def get_ordering(self, request: HttpRequest) -> list[str]:
        """What is chosen by its date stands in the order of the index that finds it."""
        newest = ["-created_at", "-pk"] if request.GET.get("added") else ["-pk"]
        return SORTS.get(request.GET.get("sort", ""), newest)

    def get_actions(self, request: HttpRequest, action_location=ActionLocation.CHANGE_LIST) -> dict:
        """Without Django's own deletion, which knows no reason to keep a picture."""
        found = super().get_actions(request, action_location)
        found.pop("delete_selected", None)
        return found

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        context = self.upload_context(request) | (extra_context or {})
        return super().changelist_view(request, context)

    # one picture

    def render_change_form(self, request: HttpRequest, context: dict, **kwargs) -> HttpResponse:
        image = kwargs.get("obj")
        queue = queue_of(request)
        context |= {"image": image, "usage": where_used(image, request.user), "queue": queue}
        context |= {"skip": address_of(queue)}
        return super().render_change_form(request, context, **kwargs)

    def save_model(self, request: HttpRequest, obj: Image, form: DescriptionForm, change: bool) -> None:
        actions.change_picture(obj)

    def response_change(self, request: HttpRequest, obj: Image) -> HttpResponse:
        """On to the next one that waits for a description."""
        queue = queue_of(request)
        if not queue:
            return super().response_change(request, obj)
        return HttpResponseRedirect(address_of(queue))

    # deleting

    def get_deleted_objects(self, objs, request: HttpRequest) -> tuple:
        """What shows a picture protects it; files that it had before go without saying."""
        _, counts, lacking, _ = super().get_deleted_objects(objs, request)
        uses = [where_used(image, request.user) for image in objs]
        texts = [_as_link(text) for image in objs for text in texts_showing(image)]
        return [], counts, lacking, [*(line for usage in uses for line in usage.lines), *texts]

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: dict | None = None) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, extra_context)
        except ProtectedError:
            self.message_user(request, IN_USE % {"picture": self.get_object(request, object_id)}, messages.WARNING)
            return HttpResponseRedirect(request.path)

    def delete_model(self, request: HttpRequest, obj: Image) -> None:
        actions.delete_picture(obj)

    # many at once

    @admin.action(description=gettext_lazy("Set credit and licence"), permissions=["change"])
    def set_credit(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        images = self.at_once(request, queryset)
        if images is None:
            return None
        mine = set(Image.objects.changeable_by(request.user).filter(pk__in=[image.pk for image in images]))
        chosen, others = [image for image in images if image in mine], [image for image in images if image not in mine]
        form = CreditForm(request.POST if "confirmed" in request.POST else None)
        if chosen and not form.is_valid():
            return self._ask(request, self._credit_title(chosen), chosen, others, form)
        if chosen:
            changes = {name: value for name, value in form.cleaned_data.items() if value}
            actions.credit_pictures(chosen, **changes)
            for image in chosen:
                self.log_change(request, image, [{"changed": {"fields": list(changes)}}])
        self.tell(request, chosen, gettext("credited"), others, gettext("not yours, or published already"))
        return None

    @admin.action(description=gettext_lazy("Delete what is not used"), permissions=["delete"])
    def delete_unused(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        images = self.at_once(request, queryset)
        if images is None:
            return None
        used = set(PictureUse.objects.filter(image__in=images).values_list("image", flat=True).distinct())
        chosen, others = [image for image in images if image.pk not in used], [i for i in images if i.pk in used]
        if chosen and "confirmed" not in request.POST:
            return self._ask(request, self._deletion_title(chosen), chosen, others)
        deleted = [image for image in chosen if self._delete(request, image)]
        kept = [image for image in [*others, *chosen] if image not in deleted]
        self.tell(request, deleted, gettext("deleted"), kept, gettext("articles show them"))
        return None

    def _delete(self, request: HttpRequest, image: Image) -> bool:
        """False when somebody has put it to use since it was looked at."""
        try:
            actions.delete_picture(image)
        except ProtectedError:
            return False
        self.log_deletions(request, [image])
        return True

    def _credit_title(self, chosen: list) -> str:
        title = ngettext(
            "Set credit and licence of %(count)s picture?",
            "Set credit and licence of %(count)s pictures?",
            len(chosen),
        )
        return title % {"count": len(chosen)}

    def _deletion_title(self, chosen: list) -> str:
        return ngettext("Delete %(count)s picture?", "Delete %(count)s pictures?", len(chosen)) % {"count": len(chosen)}

    def _ask(self, request: HttpRequest, title: str, chosen: list, left_alone: list, form=None) -> HttpResponse:
        context = {"title": title, "chosen": chosen, "left_alone": left_alone, "form": form, "opts": self.opts}
        context |= self.admin_site.each_context(request) | {"action": request.POST["action"]}
        return render(request, "admin/articles/image/confirm.html", context)


def _as_link(text: Model) -> SafeString:
    named = text._meta
    address = reverse(f"admin:{named.app_label}_{named.model_name}_change", args=[text.pk])
    return format_html('<a href="{}">{}</a> ({})', address, text, named.verbose_name)
