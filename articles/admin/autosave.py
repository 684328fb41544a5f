"""While somebody writes: the text is kept on the server, and who else has it open is known. For the page's modules."""

import logging
from collections.abc import Callable, Sequence
from functools import partial, wraps
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import OperationalError, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..choosing import is_key
from ..content import LISTS, Content
from ..forms import UNTITLED, ArticleForm, free_slug
from ..models import Article, Image, Presence, Tag
from ..models.revision import Revision
from .desk import editable
from .readable import LABELS

logger = logging.getLogger(__name__)

NONE: dict = {"tags": [], "cover": None, "translation_of": None}
EMPTY = dict.fromkeys(Content.__annotations__, "") | {"title": UNTITLED.capitalize()} | NONE


def autosave_urls(model_admin) -> list[URLPattern]:
    def at(route: str, view: Callable, name: str) -> URLPattern:
        guarded = model_admin.admin_site.admin_view(partial(view, model_admin))
        return path(route, _signed_in(model_admin, guarded), name=f"articles_article_{name}")

    return [
        at("autosave/", begin, "begin"),
        at("<int:pk>/autosave/", autosave, "autosave"),
        at("<int:pk>/presence/", presence, "presence"),
    ]


def _signed_in(model_admin, view: Callable) -> Callable:
    """A module has no use for a sign-in page, only for its address."""

    @wraps(view)
    def guarded(request: HttpRequest, **kwargs) -> HttpResponse:
        if not model_admin.admin_site.has_permission(request):
            query = urlencode({"next": reverse("admin:index")})
            return JsonResponse({"sign_in": f"{reverse('account_login')}?{query}"}, status=401)
        return view(request, **kwargs)

    return guarded


@transaction.atomic
def begin(model_admin, request: HttpRequest) -> HttpResponse:
    """The first autosave of a page makes the article; the same page asking again has not heard that it did."""
    if not model_admin.has_add_permission(request):
        raise PermissionDenied(_("You may not write articles."))
    if request.method != "POST":
        return _token(request)
    page, key = _begun(request)
    if page and page == request.POST.get("page"):
        return autosave(model_admin, request, key)
    form = _form(model_admin, request, None)
    content = form.content_over(EMPTY | {"byline": [request.user.pk]})
    if missing := _missing(content):
        return JsonResponse({"missing": missing})
    content["slug"] = content["slug"] or free_slug(content["title"])
    article = Article.start(content, by=request.user)
    request.session["begun"] = [request.POST.get("page", ""), article.pk]
    request.session.save()
    return _kept(request, form, article, article.version)


def autosave(model_admin, request: HttpRequest, pk: int) -> HttpResponse:
    article = editable(model_admin, request, pk)
    if request.method != "POST":
        return _token(request)
    former = article.newest_content
    form = _form(model_admin, request, article)
    mine = form.content_over(former)
    kept = article.autosave(mine, by=request.user, based_on=form.based_on)
    if isinstance(kept, Revision):
        return _kept(request, form, article, kept.number)
    others = [name for name in article.saved_since(form.based_on) if name != str(request.user)]
    who = get_text_list(others, _("and"))
    if kept.clashes:
        return JsonResponse({"clashes": _clashing(who)})
    return JsonResponse(_to_take_in(mine, kept.settled({}), who) | {"version": article.newest_version})


def _clashing(who: str) -> str:
    if not who:
        return _("Kept on this device. You, in another window, changed the same words.")
    return _("Kept on this device. %(who)s changed the same words.") % {"who": who}


def presence(model_admin, request: HttpRequest, pk: int) -> HttpResponse:
    article = editable(model_admin, request, pk)
    if request.method != "POST":
        return _token(request)
    version = request.POST.get("version", "")
    return JsonResponse(note_presence(request, article, int(version) if is_key(version) else article.newest_version))


def note_presence(request: HttpRequest, article: Article, version: int) -> dict[str, str]:
    """That this person has it open; in words, who else has. A full disk is no reason not to open it."""
    try:
        with transaction.atomic():
            Presence.objects.note(article, request.user, min(version, article.newest_version))
    except OperationalError as error:
        logger.warning("That article id=%s is open could not be noted: %s", article.pk, error)
    return in_words(article.presences.here().exclude(user=request.user))


def in_words(others: Sequence[Presence]) -> dict[str, str]:
    if not others:
        return {"who": "", "when": ""}
    names = get_text_list([str(other.user) for other in others], _("and"))
    who = ngettext("%(names)s is editing this", "%(names)s are editing this", len(others)) % {"names": names}
    return {"who": who, "when": _("%(seconds)s s ago") % {"seconds": others[0].seconds_ago}}


def _begun(request: HttpRequest) -> list:
    """Which page of theirs began which article last; who asks twice at once waits for the first answer."""
    list(get_user_model().objects.select_for_update(no_key=True).filter(pk=request.user.pk).values("pk"))
    return type(request.session)(request.session.session_key).get("begun", ["", 0])


def _token(request: HttpRequest) -> HttpResponse:
    """Who signed in again in another window has a new one."""
    return JsonResponse({"token": get_token(request)})


def _form(model_admin, request: HttpRequest, article: Article | None) -> ArticleForm:
    """Filled in and looked through; what is wrong in it is no reason to keep nothing."""
    if not {"title", "body", "version"} <= request.POST.keys():
        raise BadRequest(_("This is no article."))
    form = model_admin.get_form(request, article, change=article is not None)(request.POST, instance=article)
    form.full_clean()
    return form


def _missing(content: Content) -> str:
    if not content["category"]:
        return _("a category is chosen")
    return "" if content["body"] or content["title"] != EMPTY["title"] else _("there are words")


def _kept(request: HttpRequest, form: ArticleForm, article: Article, version: int) -> HttpResponse:
    Presence.objects.note(article, request.user, version)
    address = reverse("admin:articles_article_change", args=[article.pk])
    return JsonResponse({"version": version, "left_out": form.left_out, "address": address})


def _to_take_in(mine: Content, merged: Content, who: str) -> dict[str, Any]:
    """The fields that others changed, as the form has them, with the names and the picture that it shows for keys."""
    changed = {name: value for name, value in merged.items() if value != mine[name]}  # type: ignore[literal-required]
    names = [name for name in LABELS if name in changed]
    values: dict[str, list] = {name: changed[name] if name in LISTS else [changed[name]] for name in names}  # type: ignore[misc]
    fields = [[name, "" if value is None else str(value)] for name, found in values.items() for value in found]
    rows = {"tags": Tag, "byline": get_user_model(), "translation_of": Article}
    labels = {
        f"{name} {key}": str(row)
        for name, model in rows.items()
        for key, row in model.objects.in_bulk([key for key in values.get(name, []) if key]).items()
    }
    cover = Image.objects.filter(pk=merged["cover"]).first()
    previews = {"cover": cover.file.url if cover else ""}
    what = get_text_list([LABELS[name].lower() for name in names], _("and"))
    copy = {"names": names, "fields": fields, "labels": labels, "previews": previews}
    return {"take_in": copy, "told": _told(who, what)}


def _told(who: str, what: str) -> str:
    if not who:
        return _("You, in another window, changed: %(what)s.") % {"what": what}
    return _("%(who)s changed: %(what)s.") % {"who": who, "what": what}
