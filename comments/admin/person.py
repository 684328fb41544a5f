"""What moderators know of somebody, tell each other about them, and forbid them."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from articles.forms import MomentField

from ..models import Comment, ModerationEntry, PersonNote, Sanction
from .queues import records_of

SHOWN = 20  # comments and decisions
# Where everybody may have an address: a ban would be of a tenth of all readers.
PUBLIC = {
    *("gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "yahoo.com", "icloud.com", "aol.com"),
    *("proton.me", "protonmail.com", "gmx.de", "gmx.net", "web.de", "mail.ru", "yandex.ru", "qq.com", "163.com"),
}


def domain_of(person: User) -> str:
    return person.email.rpartition("@")[2].lower()


class NoteForm(forms.ModelForm):
    class Meta:
        model = PersonNote
        fields = ["body"]
        widgets = {"body": forms.Textarea(attrs={"rows": 2})}


class SanctionForm(forms.ModelForm):
    until = MomentField(required=False, help_text="Empty: for good.")
    is_sure = forms.BooleanField(error_messages={"required": "Please say that you mean all of them."})

    class Meta:
        model = Sanction
        fields = ["kind", "until", "code", "words"]
        labels = {"kind": "What"}
        help_texts = {"words": "The person reads reason and words, unless it is a shadow ban."}

    def __init__(self, *args, **kwargs) -> None:
        """Who is about to ban a domain is asked first whether it should be so many people."""
        super().__init__(*args, **kwargs)
        if self.data.get("kind") == Sanction.Kind.DOMAIN:
            domain = domain_of(self.instance.person)
            count = User.objects.at_domain(domain).count()
            self.fields["is_sure"].label = f"Ban all who have an address at {domain}: {count:,} now"
        else:
            del self.fields["is_sure"]

    def clean_until(self):
        until = self.cleaned_data["until"]
        if until and until <= timezone.now():
            raise ValidationError("This date is over.")
        return until

    def clean(self) -> dict:
        cleaned = super().clean()
        kind, own = cleaned.get("kind"), self.instance
        if kind == Sanction.Kind.SUSPENDED and not cleaned.get("until") and "until" not in self.errors:
            self.add_error("until", "Until when? To forbid it for good, choose Banned.")
        if kind == Sanction.Kind.DOMAIN:
            own.email_domain = domain_of(own.person)
            own.person = None
            if own.email_domain in PUBLIC:
                self.add_error("kind", f"Too many people have an address at {own.email_domain}.")
            elif User.objects.staff_at(own.email_domain).exists():
                self.add_error("kind", f"People of the newsroom have an address at {own.email_domain}.")
        return cleaned


def record(model_admin, request: HttpRequest, pk: int) -> HttpResponse:
    return _page(model_admin, request, get_object_or_404(User, pk=pk))


def note(model_admin, request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)
    form = NoteForm(request.POST, instance=PersonNote(person=person, author=request.user))
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not form.is_valid():
        return _page(model_admin, request, person, note_form=form)
    form.save()
    return redirect("admin:comments_person", pk)


def restrict(model_admin, request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not may_restrict(request.user, person):
        raise PermissionDenied("Only administrators restrict the newsroom.")
    form = SanctionForm(request.POST, instance=Sanction(person=person, by=request.user), label_suffix="")
    if not form.is_valid():
        return _page(model_admin, request, person, sanction_form=form)
    form.instance.impose()
    messages.success(request, f"{form.instance}.")
    return redirect("admin:comments_person", pk)


def lift(model_admin, request: HttpRequest, pk: int) -> HttpResponse:
    sanction = get_object_or_404(Sanction, pk=pk)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not may_lift(request.user, sanction):
        raise PermissionDenied("Only administrators lift this.")
    sanction.lift(by=request.user)
    messages.success(request, f"Lifted: {sanction}.")
    if sanction.person_id:
        return redirect("admin:comments_person", sanction.person_id)
    return redirect("admin:comments_sanction_changelist")


def may_restrict(user, person: User) -> bool:
    return user.has_perm("comments.add_sanction") and user != person and (user.is_superuser or not person.is_staff)


def may_lift(user, sanction: Sanction) -> bool:
    """Nobody what holds themselves, or the newsroom."""
    if user.is_superuser:
        return True
    holds_staff = sanction.person is not None and sanction.person.is_staff
    holds_them = Sanction.objects.against(user).filter(pk=sanction.pk).exists()
    return user.has_perm("comments.add_sanction") and not holds_staff and not holds_them


def _log(person: User) -> QuerySet[ModerationEntry]:
    return ModerationEntry.objects.filter(person=person).select_related("comment").with_words().newest_first()


def _page(model_admin, request: HttpRequest, person: User, **forms) -> HttpResponse:
    theirs = Comment.objects.filter(author=person).select_related("article").defer("article__body")
    context = model_admin.admin_site.each_context(request) | {
        "title": str(person),
        "opts": model_admin.opts,
        "record": records_of([person])[person.pk],
        "against": Sanction.objects.against(person).select_related("by"),
        "comments": list(theirs.order_by("-created_at")[:SHOWN]),
        "log": list(_log(person)[:SHOWN]),
        "may_restrict": may_restrict(request.user, person),
        "domain": domain_of(person),
        "note_form": NoteForm(label_suffix=""),
        "sanction_form": SanctionForm(label_suffix=""),
        "back": reverse("admin:comments_comment_changelist"),
    }
    return TemplateResponse(request, "admin/comments/person.html", context | forms, status=422 if forms else 200)
