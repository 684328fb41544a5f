"""One's own data: to take along, and to have deleted."""

from allauth.account.decorators import reauthentication_required
from allauth.decorators import rate_limit
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .gate import PersonRequest
from .leaving import leave
from .models import Export, User
from .personal import parts
from .tasks import make_export


@never_cache
@require_safe
@login_required
def data(request: PersonRequest) -> HttpResponse:
    """What there is to take along; while it is being made, the page asks again by itself."""
    exports = Export.objects.filter(user=request.user).defer("content")
    context = {
        "waiting": exports.filter(made_at=None).first(),
        "ready": exports.ready().order_by("-pk"),
        "parts": parts,
    }
    return render(request, "accounts/data.html", context)


@require_POST
@login_required
@rate_limit(action="export")
@reauthentication_required
def ask_for_export(request: PersonRequest) -> HttpResponse:
    """One at a time; asking again while it is being made changes nothing."""
    if not Export.objects.filter(user=request.user, made_at=None).exists():
        make_export.enqueue(Export.objects.create(user=request.user).pk)
    return redirect("accounts:data")


@never_cache
@require_safe
@login_required
def download(request: PersonRequest, pk: int) -> HttpResponse:
    export = get_object_or_404(Export.objects.ready(), pk=pk, user=request.user)
    name = f"{request.user.username}-{export.made_at:%Y-%m-%d}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(bytes(export.content), content_type="application/zip", headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@rate_limit(action="leave")
@reauthentication_required(allow_get=True)
def leave_view(request: PersonRequest) -> HttpResponse:
    """Asking to be forgotten, after the password or a second factor."""
    stays = is_last_administrator(request.user)
    if request.method == "POST" and not stays:
        leave(request.user)
        logout(request)
        messages.success(request, _("You are signed out, and your account will be deleted. A mail says when."))
        return redirect("articles:home")
    concerned = [part for part in parts if request.user.is_staff or not part.newsroom]
    context = {"parts": concerned, "stays": stays}
    return render(request, "accounts/leave.html", context, status=409 if request.method == "POST" else 200)


def is_last_administrator(person: User) -> bool:
    """Who must name another one first, or nobody could."""
    others = User.objects.filter(is_superuser=True, is_active=True, leaving_since=None).exclude(pk=person.pk)
    return person.is_superuser and not others.exists()
