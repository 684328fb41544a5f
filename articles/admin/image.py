from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from .. import actions
from ..forms import ImageForm, UploadForm
from ..models import Article, Image
from ..paging import cut_page, page_number
from .desk import DeskAdmin, moment

LIBRARY_PAGE = 18  # pictures in the dialog that opens beside an article
SHOWN_IN_TEXTS = {"alt", "focal_x", "focal_y"}  # what of a picture is written into the articles that show it
DETAILS = ["alt", "caption", "credit", "licence", "focal_x", "focal_y"]


@admin.register(Image)
class ImageAdmin(DeskAdmin):
    form = ImageForm
    fields = ["file", *DETAILS]
    list_per_page = 60
    ordering = ["-pk"]
    search_fields = ["alt", "caption", "credit"]
    search_help_text = "Words of the description, the caption or the credit."
    list_display = ["alt"]
    actions = None

    class Media:
        js = [Script("admin-desk/focal-point.js", type="module")]

    def has_change_permission(self, request: HttpRequest, obj: Image | None = None) -> bool:
        """Who may delete pictures changes all of them, the others what they uploaded and nobody has published yet."""
        if not super().has_change_permission(request, obj):
            return False
        if obj is None or self.has_delete_permission(request):
            return True
        return obj.uploaded_by_id == request.user.pk and not self._is_published(obj)

    def _is_published(self, image: Image) -> bool:
        shown = Q(cover=image) | Q(body__contains=image.file.url)
        return Article.objects.filter(shown, status=Article.Status.PUBLISHED).exists()

    def get_fields(self, request: HttpRequest, obj: Image | None = None) -> list[str]:
        """The file of a picture never changes: articles know it by its address."""
        return ["preview", *DETAILS, "origin"] if obj else ["file", *DETAILS]

    def get_readonly_fields(self, request: HttpRequest, obj: Image | None = None) -> list[str]:
        return ["preview", "origin"] if obj else []

    def get_form(self, request: HttpRequest, obj: Image | None = None, **kwargs) -> type[forms.ModelForm]:
        return super().get_form(request, obj, **kwargs, **({"form": forms.ModelForm} if obj else {}))

    def save_model(self, request: HttpRequest, obj: Image, form: forms.ModelForm, change: bool) -> None:
        if change:
            actions.change_picture(obj, render=bool(SHOWN_IN_TEXTS.intersection(form.changed_data)))
        else:
            actions.add_picture(obj, by=request.user)

    def delete_model(self, request: HttpRequest, obj: Image) -> None:
        actions.delete_picture(obj)

    def get_deleted_objects(self, objs, request: HttpRequest) -> tuple:
        """Articles with the picture in their text or in a draft protect it as those do whose cover it is."""
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        others = Article.objects.showing(*objs).exclude(cover__in=objs).only("title")
        return deleted, counts, lacking, [*protected, *map(_as_link, others)]

    @admin.display(description="picture")
    def preview(self, image: Image) -> SafeString:
        return format_html(
            '<img src="{}" alt="" width="{}" height="{}" data-focal-point>', image.file.url, image.width, image.height
        )

    @admin.display(description="file")
    def origin(self, image: Image) -> SafeString:
        by = f", uploaded by {image.uploaded_by}" if image.uploaded_by else ""
        return format_html(
            '<a href="{}">{} × {} pixels</a>{}, {}',
            image.file.url, image.width, image.height, by, moment(image.created_at),
        )  # fmt: skip

    # the library beside an article

    def get_urls(self) -> list[URLPattern]:
        library = path("library/", self.admin_site.admin_view(self.library_view), name="articles_image_library")
        return [library, *super().get_urls()]

    def library_view(self, request: HttpRequest) -> HttpResponse:
        """A fragment: pictures to choose from, or after an upload the new one alone."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            return self._upload(request)
        term, number = request.GET.get("q", "")[:100], page_number(request)
        pictures, _ = self.get_search_results(request, self.get_queryset(request), term)
        start = (number - 1) * LIBRARY_PAGE
        page = cut_page(request, number, LIBRARY_PAGE, list(pictures[start : start + LIBRARY_PAGE + 1]))
        form = UploadForm() if self.has_add_permission(request) else None
        return render(request, "admin/articles/_library.html", {"page": page, "term": term, "form": form})

    def _upload(self, request: HttpRequest) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return render(request, "admin/articles/_upload.html", {"form": form}, status=422)
        actions.add_picture(form.instance, by=request.user)
        self.log_addition(request, form.instance, [{"added": {}}])
        return render(request, "admin/articles/_library_item.html", {"image": form.instance})


def _as_link(article: Article) -> SafeString:
    return format_html(
        'Article: <a href="{}">{}</a>', reverse("admin:articles_article_change", args=[article.pk]), article
    )
