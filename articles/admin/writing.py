"""What the editor asks the server while somebody writes: what to link to, Markdown as HTML, a place for pictures."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Case, Model, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext

import markup

from .. import actions
from ..choosing import is_key
from ..links import NAMED
from ..models import Article, Image
from ..picture_forms import FileForm
from .desk import DeskAdmin

MOST_SUGGESTED = 8  # articles; as many as a phone shows above its keyboard
MOST_LISTINGS = 3  # categories, and as many tags and pages
LONGEST_MARKDOWN = 100_000  # characters: a long report; of what is made to be slow, five seconds' work
LONGEST_ALT = Image._meta.get_field("alt").max_length
SUGGESTED_FIELDS = ["title", "slug", "status", "published_at", "expires_at"]


class WritingAdmin(DeskAdmin):
    def get_urls(self) -> list[URLPattern]:
        views = {
            "links": self.links_view,
            "markdown": self.markdown_view,
            "picture": self.picture_view,
            "description": self.description_view,
        }
        ours = [
            path(f"{name}/", self._for_writers(view), name=f"articles_article_{name}") for name, view in views.items()
        ]
        return [*ours, *super().get_urls()]

    def _for_writers(self, view):
        def guarded(request: HttpRequest) -> HttpResponse:
            if not (self.has_add_permission(request) or self.has_change_permission(request)):
                raise PermissionDenied(gettext("Only those who write articles may do this."))
            return view(request)

        return self.admin_site.admin_view(guarded)

    def links_view(self, request: HttpRequest) -> HttpResponse:
        """Options for the link dialog: what one may read with these words, what has them in its headline first.

        Not the article that is being written: `not` is its number.
        """
        term = request.GET.get("q", "").strip()[:100]
        found, _ = self.get_search_results(request, Article.objects.visible_to(request.user), term)
        if is_key(itself := request.GET.get("not", "")):
            found = found.exclude(pk=itself)
        context = {"articles": _first(found, term), "listings": _named(term)}
        return render(request, "admin/articles/_links.html", context)

    def markdown_view(self, request: HttpRequest) -> HttpResponse:
        """What was pasted, as the HTML that the editor reads."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        source = request.POST.get("text", "")
        if len(source) > LONGEST_MARKDOWN:
            return HttpResponse(
                gettext("This is too long to be formatted at once."), status=413, content_type="text/plain"
            )
        return HttpResponse(markup.article_from_markdown(source))

    def picture_view(self, request: HttpRequest) -> HttpResponse:
        """A picture that was pasted or dropped goes into the library at once, unless it is there already."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not request.user.has_perm("articles.add_image"):
            raise PermissionDenied(gettext("You may not add pictures."))
        form = FileForm(request.POST, request.FILES)
        if form.is_valid():
            actions.add_picture(form.instance, by=request.user)
        elif form.twin is None:
            return JsonResponse({"error": " ".join(form.errors.get("file", []))}, status=422)
        image = form.twin or form.instance
        return JsonResponse({"number": image.pk, "url": image.file.url, "alt": image.alt})

    def description_view(self, request: HttpRequest) -> HttpResponse:
        """What is said in the text about one's own new picture is known in the library too."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        name = markup.printable(request.POST.get("src", "")).removeprefix(settings.MEDIA_URL)
        mine = Image.objects.changeable_by(request.user).filter(uploaded_by=request.user)
        image = mine.filter(file=name, alt="").first()
        if image:
            image.alt = markup.printable(request.POST.get("alt", ""))[:LONGEST_ALT]
            actions.change_picture(image)
        return HttpResponse(status=204)


def _first(found: QuerySet, term: str) -> QuerySet:
    in_title = Case(When(title__icontains=term, then=Value(0)), default=Value(1))
    order = [in_title, "-pk"] if term else ["-pk"]
    return found.order_by(*order).only(*SUGGESTED_FIELDS)[:MOST_SUGGESTED]


def _named(term: str) -> list[tuple[str, Model]]:
    """Each with what it is called."""
    if not term:
        return []
    return [(kind, listing) for kind, named in NAMED.items() for listing in named(term)[:MOST_LISTINGS]]
