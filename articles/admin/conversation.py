"""The conversation about an article at the desk: notes, asking for a review, deciding."""

from datetime import datetime
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.gate import HtmxRequest

from .. import actions
from ..checklist import points_of
from ..choosing import is_key
from ..conversation import Line, conversation_about
from ..models import Article, Mention, Note, ReviewError, Submission
from ..review_forms import ApproveForm, NoteForm, SendBackForm, SubmitForm
from .desk import article_route, moment

EDITORS_VERBS = {"_approve", "_send_back"}
REVIEW_VERBS = {"_submit", "_withdraw", *EDITORS_VERBS}
KEPT_ADDRESS = gettext_lazy("Its address did not change: another article has the new one by now.")
MINE_ONLY = gettext_lazy("Only who wrote a note changes it, and only in the first half hour. It is as it was.")


def conversation_urls(model_admin) -> list[URLPattern]:
    """Below the address of an article."""
    at = partial(article_route, model_admin)
    return [
        at("conversation/", conversation, "conversation", "GET", "HEAD", "POST"),
        at("notes/<int:number>/", note, "note", "POST"),
        at("review/", review, "review", "POST"),
    ]


def conversation(model_admin, request: HtmxRequest, pk: int) -> HttpResponse:
    """To read, and to say something."""
    article = _article(request, pk)
    if request.method != "POST":
        return _talk(model_admin, request, article)
    form = NoteForm(request.POST, instance=Note(article=article, author=request.user))
    if not form.is_valid():
        return _talk(model_admin, request, article, note_form=form)
    actions.post_note(form.instance)
    return _said(model_admin, request, article, f"#note-{form.instance.pk}")


def note(model_admin, request: HtmxRequest, pk: int, number: int) -> HttpResponse:
    """Other words, or settled; who may read the conversation may settle what is in it."""
    article = _article(request, pk)
    said = get_object_or_404(article.notes, pk=number)
    if "_settle" in request.POST:
        said.settle(by=request.user)
    elif "_reopen" in request.POST:
        said.reopen()
    else:
        return _edit(model_admin, request, article, said)
    return _said(model_admin, request, article, f"#note-{number}")


def _edit(model_admin, request: HtmxRequest, article: Article, said: Note) -> HttpResponse:
    if not said.is_editable_by(request.user):
        raise PermissionDenied(MINE_ONLY)
    form = NoteForm(request.POST, instance=said)
    if not form.is_valid():
        return _talk(model_admin, request, article, edit_form=form)
    actions.edit_note(said, form.cleaned_data["body"])
    return _said(model_admin, request, article, f"#note-{said.pk}")


def review(model_admin, request: HtmxRequest, pk: int) -> HttpResponse:
    article = _article(request, pk)
    pressed = request.POST.keys() & REVIEW_VERBS
    if EDITORS_VERBS & pressed and not model_admin.has_publish_permission(request):
        raise PermissionDenied(_("Only editors decide what is published."))
    if not model_admin.has_change_permission(request, article):
        raise PermissionDenied(_("You may not change this article."))
    if len(pressed) != 1:
        raise BadRequest(_("A review is asked for, taken back, sent back or approved."))
    try:
        return _review(model_admin, request, article, pressed.pop())
    except ReviewError as error:
        messages.error(request, str(error))
        return _talk(model_admin, request, article, status=409)


def _review(model_admin, request: HtmxRequest, article: Article, button: str) -> HttpResponse:
    """One of the verbs; what it asks for first is shown again where it does not do."""
    user, key = request.user, request.POST.get("submission", "")
    submission = article.submissions.filter(pk=key if is_key(key) else 0).first()
    if button != "_submit" and submission is None:
        raise ReviewError(_("Nothing was changed: there is no such review any more."))
    if submission:
        submission.article = article
    match button:
        case "_submit":
            if not (form := SubmitForm(request.POST, by=user)).is_valid():
                return _talk(model_admin, request, article, submit_form=form)
            actions.submit(article, by=user, **form.cleaned_data)
            said = _("Sent for review.")
        case "_withdraw":
            with actions.deciding(article):
                submission.withdraw(by=user)
            said = _("Taken back: it is yours again.")
        case "_send_back":
            if not (form := SendBackForm(request.POST)).is_valid():
                return _talk(model_admin, request, article, send_back_form=form)
            with actions.deciding(article):
                submission.send_back(form.cleaned_data["comment"], by=user)
            said = _("Sent back to %(who)s.") % {"who": submission.by or _("its authors")}
        case _:
            if not (form := ApproveForm(request.POST, article=article)).is_valid():
                return _talk(model_admin, request, article, approve_form=form)
            with actions.deciding(article):
                submission.approve(by=user, **form.cleaned_data)
            said = _published(form.cleaned_data["at"])
            said += f" {KEPT_ADDRESS}" if article.kept_address else ""
    messages.success(request, said)
    return HttpResponseRedirect(_address(article))


def _published(at: datetime | None) -> str:
    if not at:
        return _("Approved and published.")
    return _("Approved. Readers see it from %(at)s.") % {"at": moment(at)}


def _article(request: HtmxRequest, pk: int) -> Article:
    if not request.user.has_perm("articles.view_article"):
        raise PermissionDenied(_("You have no articles here."))
    return get_object_or_404(Article.objects.open_to(request.user).select_related("draft"), pk=pk)


def _said(model_admin, request: HtmxRequest, article: Article, anchor: str) -> HttpResponse:
    if request.htmx:
        return _talk(model_admin, request, article)
    return HttpResponseRedirect(_address(article) + anchor)


def _talk(model_admin, request: HtmxRequest, article: Article, status: int = 200, **forms) -> HttpResponse:
    """The conversation, with a form in which something is missing as it was sent."""
    article = Article.objects.select_related("draft", "category").get(pk=article.pk)
    waiting, lines = article.submission, conversation_about(article)
    context: dict[str, Any] = {"article": article, "opts": model_admin.opts, "lines": lines}
    context |= {"waiting": waiting, "called": _read(request.user, article), "names": _callable(article, lines)}
    context["can_change"] = model_admin.has_change_permission(request, article)
    context |= {"can_publish": model_admin.has_publish_permission(request), "note_form": NoteForm()}
    notes = [line.what for line in lines if line.kind == "note"]
    context["editable"] = {said.pk for said in notes if said.is_editable_by(request.user)}
    if waiting:
        waiting.article = article
        context |= {"send_back_form": SendBackForm(), "approve_form": ApproveForm(article=article)}
        context["points"] = points_of(article.newest_content)
    elif article.can_be_submitted:
        context["submit_form"] = SubmitForm(by=request.user)
    template = "_conversation.html" if request.htmx else "conversation.html"
    known = {} if request.htmx else model_admin.admin_site.each_context(request)
    status = 422 if forms else status
    return render(request, f"admin/articles/article/{template}", known | context | forms, status=status)


def _read(user, article: Article) -> set[int]:
    """The notes that call them, which they have read from now on."""
    calls = Mention.objects.unseen_by(user).filter(note__article=article)
    notes = set(calls.values_list("note", flat=True))
    if notes:
        Mention.objects.filter(person=user, note__in=notes).update(seen_at=timezone.now())
    return notes


def _callable(article: Article, lines: list[Line]) -> list[str]:
    """Names for an `@`: who signs it, and who has spoken."""
    authors = [line.what.author if line.kind == "note" else getattr(line.what, "by", None) for line in lines]
    decided = [line.what.decided_by for line in lines if isinstance(line.what, Submission)]
    people = filter(None, [*article.byline_authors, *authors, *decided])
    return list(dict.fromkeys(person.username for person in people))


def _address(article: Article) -> str:
    return reverse("admin:articles_article_conversation", args=[article.pk])
