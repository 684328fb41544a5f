"""How pictures come into the library: many at once, beside an article, and in place of another file."""

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext, gettext_lazy, ngettext

from pictures.uploads import MAX_BYTES

from .. import actions
from ..choosing import is_key
from ..models import Image
from ..paging import cut_page, page_number
from ..picture import picture_html
from ..picture_forms import FileForm, NewPictureForm, UploadForm

LIBRARY_PAGE = 18  # pictures in the dialog that opens beside an article
MOST_IN_QUEUE = 200  # pictures that wait for a description
REPLACED = gettext_lazy("The file was replaced; every article shows the new one. Is the focal point still right?")


class Uploads(ModelAdmin):
    def get_urls(self) -> list[URLPattern]:
        guarded = self.admin_site.admin_view
        return [
            path("library/", guarded(self.library_view), name="articles_image_library"),
            path("describe/", guarded(self.describe_view), name="articles_image_describe"),
            path("<int:key>/replace/", guarded(self.replace_view), name="articles_image_replace"),
            *super().get_urls(),
        ]

    def upload_context(self, request: HttpRequest) -> dict:
        """What the panel needs into which pictures are dropped."""
        form = NewPictureForm() if self.has_add_permission(request) else None
        return {"upload_form": form, "most_bytes": MAX_BYTES}

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict | None = None) -> HttpResponse:
        """Any number of files with the same credit and licence; a script may ask for JSON about its one file."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        wants_json = request.get_preferred_type(["text/html", "application/json"]) == "application/json"
        if request.method == "POST" and wants_json:
            return self._answer(self._add(request, request.FILES.get("file")))
        files = (request.FILES.getlist("file") or [None]) if request.method == "POST" else []
        forms = [self._add(request, file) for file in files]
        added, refused = [form for form in forms if form.is_valid()], [form for form in forms if not form.is_valid()]
        keys = [form.instance.pk for form in added]
        if added:
            self.message_user(request, _said(len(added)), messages.SUCCESS)
        if added and not refused:
            return HttpResponseRedirect(address_of(keys))
        context = self.admin_site.each_context(request) | self.upload_context(request) | (extra_context or {})
        context |= {
            "title": gettext("Add pictures"),
            "opts": self.opts,
            "added": added,
            "refused": refused,
            "media": self.media,
        }
        context |= {"describe": address_of(keys), "has_view_permission": True}
        if refused:
            context["upload_form"] = refused[0]
        return render(request, "admin/articles/image/add.html", context, status=422 if refused else 200)

    def _add(self, request: HttpRequest, file: UploadedFile | None) -> NewPictureForm:
        form = NewPictureForm(request.POST, {"file": file} if file else {})
        if form.is_valid():
            actions.add_picture(form.instance, by=request.user)
        return form

    def _answer(self, form: NewPictureForm) -> JsonResponse:
        """The picture, or why there is none and which one has this file already (`twin`)."""
        if form.is_valid():
            return JsonResponse(as_json(form.instance), status=201)
        says = [error["message"] for errors in form.errors.get_json_data().values() for error in errors]
        return JsonResponse(
            {
                "errors": form.errors.get_json_data(),
                "message": " ".join(says),
                "twin": form.twin and as_json(form.twin),
            },
            status=422,
        )

    def describe_view(self, request: HttpRequest) -> HttpResponse:
        """To the first picture of `?queue=1,2,3`; the others wait in the address."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return HttpResponseRedirect(address_of(queue_of(request)))

    # beside an article

    def library_view(self, request: HttpRequest) -> HttpResponse:
        """A fragment: pictures to choose from, or after an upload the new one alone."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            return self._upload(request)
        term, number = request.GET.get("q", "")[:100], page_number(request)
        pictures, _ = self.get_search_results(request, self.get_queryset(request).order_by("-pk"), term)
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
        return render(request, "admin/articles/_library_item.html", {"image": form.instance})

    # another file

    def replace_view(self, request: HttpRequest, key: int) -> HttpResponse:
        image = self.get_object(request, str(key))
        if image is None:
            raise Http404(gettext("There is no such picture."))
        if not self.has_change_permission(request, image):
            raise PermissionDenied
        before, shown = image.file_names, self.get_object(request, str(key))
        form = FileForm(request.POST, request.FILES, instance=image) if request.method == "POST" else FileForm()
        if form.is_bound and form.is_valid():
            actions.replace_picture(image, before=before)
            self.log_change(request, image, "Another file.")
            self.message_user(request, REPLACED, messages.SUCCESS)
            return HttpResponseRedirect(address_of([image.pk]) + "#focal-point")
        context = self.admin_site.each_context(request)
        context |= {"title": gettext("Replace the file"), "image": shown, "form": form, "opts": self.opts}
        return render(request, "admin/articles/image/replace.html", context, status=422 if form.is_bound else 200)


def _said(count: int) -> str:
    said = (
        "%(count)s picture added. Please describe what was added.",
        "%(count)s pictures added. Please describe what was added.",
    )
    return ngettext(*said, count) % {"count": count}


def as_json(image: Image) -> dict:
    """What an editor needs to show it."""
    return {
        "number": image.pk,
        "url": image.file.url,
        "alt": image.alt,
        "caption": image.caption,
        "width": image.width,
        "height": image.height,
        "name": str(image),
        "html": picture_html(image, sizes="14rem", alt=""),
        "change": reverse("admin:articles_image_change", args=[image.pk]),
    }


def queue_of(request: HttpRequest) -> list[int]:
    """Keys of the pictures that wait for a description."""
    return [int(key) for key in request.GET.get("queue", "").split(",") if is_key(key)][:MOST_IN_QUEUE]


def address_of(queue: list[int]) -> str:
    """Where the first of them is described, and the others wait; without any, the library."""
    if not queue:
        return reverse("admin:articles_image_changelist")
    address = reverse("admin:articles_image_change", args=[queue[0]])
    return f"{address}?queue={','.join(map(str, queue[1:]))}" if queue[1:] else address
