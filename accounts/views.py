from allauth.account import views as allauth
from allauth.account.internal.flows.email_verification_by_code import EmailVerificationProcess
from allauth.account.internal.stagekit import unstash_login
from allauth.decorators import rate_limit
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .adapter import MailUnavailableError
from .browsers import browser_name
from .forms import ProfileForm
from .gate import PersonRequest, back
from .models import Ignored, User
from .names import release


class SignupView(allauth.SignupView):
    def form_valid(self, form):
        """Two people may want a name in the same instant: the second is told as if it had long been taken."""
        try:
            return super().form_valid(form)
        except IntegrityError:
            form.full_clean()
            return super().form_valid(form) if form.is_valid() else self.form_invalid(form)
        except MailUnavailableError:
            if getattr(self, "user", None):  # so that the next try finds the name free
                self.user.delete()
            raise


class ConfirmEmailView(allauth.ConfirmEmailVerificationCodeView):
    """Where the mailed code is typed. The mail's link types it; in another browser it says where to go."""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = super().dispatch(request, *args, **kwargs)
        if request.method == "GET" and "code" in request.GET and response.status_code == 302:
            return render(request, "account/code_elsewhere.html", {"login_url": reverse("account_login")})
        return response

    def get_initial(self) -> dict:
        return {"code": self.request.GET.get("code", "")}


@require_POST
def start_over(request: HttpRequest) -> HttpResponse:
    """Leave the page that waits for a code; an account that nobody has ever entered makes room for the next try."""
    login, process = unstash_login(request), EmailVerificationProcess.resume(request)
    if held := request.session.pop("held_username", None):
        release(held)
    if process:
        process.abort()
    if not (login and login.signup):
        return redirect("account_login")
    if login.user and not login.user.last_login:
        login.user.delete()
    return redirect(reverse("account_signup", query={"next": login.redirect_url} if login.redirect_url else None))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@rate_limit(action="profile")
def profile(request: HttpRequest) -> HttpResponse:
    """The form has a copy of the person to fill in, so that the page's header keeps to what is saved."""
    person = get_object_or_404(User, pk=request.user.pk)
    form = ProfileForm(request.POST or None, request.FILES or None, instance=person)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your profile is saved."))
        return redirect("accounts:profile")
    return render(request, "accounts/profile.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@login_required
def end_session(request: PersonRequest, pk: int) -> HttpResponse:
    """One device, which is signed out by it."""
    session = get_object_or_404(UserSession, pk=pk, user=request.user)
    session.end()
    messages.success(request, _("%(browser)s is signed out.") % {"browser": browser_name(session.user_agent)})
    return redirect("usersessions_list")


@require_safe
@login_required
def ignored(request: PersonRequest) -> HttpResponse:
    rows = Ignored.objects.filter(reader=request.user).select_related("person").order_by("-pk")
    return render(request, "accounts/ignored.html", {"rows": rows})


@require_POST
@login_required
@rate_limit(action="ignore")
def ignore(request: PersonRequest, username: str) -> HttpResponse:
    """Whose comments the reader wants collapsed from now on."""
    person = get_object_or_404(User.objects.confirmed(), username=username)
    if person != request.user:
        request.user.ignore(person)
        messages.success(
            request, _("Comments by %(person)s are collapsed for you. They are not told.") % {"person": person}
        )
    return back(request, "accounts:ignored")


@require_POST
@login_required
@rate_limit(action="ignore")
def stop_ignoring(request: PersonRequest, username: str) -> HttpResponse:
    person = get_object_or_404(User, username=username)
    request.user.stop_ignoring(person)
    messages.success(request, _("You see comments by %(person)s again.") % {"person": person})
    return back(request, "accounts:ignored")
