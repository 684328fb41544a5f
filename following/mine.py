"""What somebody follows: theirs who has signed in, or who has the link from a mail."""

from collections.abc import Callable
from functools import wraps
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from purging.log import tagged

from .forms import AddressForm, OwnRhythmForm, RhythmForm
from .links import DeadLinkError, end_wishes, key_of
from .models import Follower
from .models.digest import next_at

GONE = gettext_lazy("This link is not whole, or nothing is followed by it any more.")


def of_follower(view: Callable) -> Callable:
    """Gives the view a follower: whom the link is of, which is a secret of its own; else who has signed in, or None."""

    @login_required
    @csrf_protect
    def for_person(request: HttpRequest, **kwargs) -> HttpResponse:
        return view(request, Follower.objects.known_to(cast(User, request.user)), **kwargs)

    @csrf_exempt
    @never_cache
    @wraps(view)
    def asked(request: HttpRequest, token: str = "", **kwargs) -> HttpResponse:
        if not token:
            return for_person(request, **kwargs)
        follower = Follower.objects.select_related("user").filter(pk=key_of(token)).first()
        if follower is None:
            raise DeadLinkError(GONE)
        return view(request, follower, token=token, **kwargs)

    return asked


@require_safe
def mine(request: HttpRequest, token: str = "") -> HttpResponse:
    if token or request.user.is_authenticated:
        return _list(request, **({"token": token} if token else {}))
    return tagged(render(request, "following/guest.html", {"form": AddressForm()}))


@of_follower
def _list(request: HttpRequest, follower: Follower | None, token: str = "") -> HttpResponse:
    return _page(request, follower, token)


@require_POST
@of_follower
def rhythm(request: HttpRequest, follower: Follower | None, token: str = "") -> HttpResponse:
    form = _form(follower, request.POST)
    if not form.is_valid() or follower is None:
        return _page(request, follower, token, form)
    follower.choose(form.cleaned_data["rhythm"])
    messages.success(request, _("Saved."))
    return _back(token)


@require_POST
@of_follower
def remove(request: HttpRequest, follower: Follower | None, pk: int, token: str = "") -> HttpResponse:
    """With the last one an address is forgotten, and its link leads nowhere."""
    if follower is None or not (found := follower.follows.with_topics().filter(pk=pk).first()):
        raise DeadLinkError(_("You do not follow this any more."))
    end_wishes(follower.address)
    follower.unfollow(follower.follows.filter(pk=pk))
    if token and follower.pk is None:
        return render(request, "following/stop.html", {"is_stopped": True, "has_account": False})
    messages.success(request, _("You do not follow %(topic)s any more.") % {"topic": found})
    return _back(token)


@csrf_exempt  # the link is a secret of its own, and mail programs post to it (RFC 8058)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Without signing in; doing it twice does no harm. Opening the link only asks, as programs open links too."""
    if (key := key_of(token)) is None:
        raise DeadLinkError(GONE)
    follower = Follower.objects.filter(pk=key).first()
    if request.method == "POST" and follower:
        end_wishes(follower.address)
        follower.stop()
    is_stopped = request.method == "POST" or follower is None or follower.rhythm == Follower.Rhythm.OFF
    context = {"is_stopped": is_stopped, "has_account": bool(follower and follower.user_id)}
    return render(request, "following/stop.html", context)


def _form(follower: Follower | None, sent=None) -> RhythmForm:
    kind = RhythmForm if follower and follower.user_id is None else OwnRhythmForm
    return kind(sent, initial={"rhythm": follower.rhythm} if follower else None)


def _page(request: HttpRequest, follower: Follower | None, token: str, form: RhythmForm | None = None) -> HttpResponse:
    follows = list(follower.follows.with_topics().order_by("-pk")) if follower else []
    comes = follower and follower.rhythm != Follower.Rhythm.OFF and next_at(follower.rhythm, timezone.now())
    context = {
        "follower": follower,
        "follows": follows,
        "form": form or _form(follower),
        "token": token,
        "comes": comes,
    }
    return render(request, "following/mine.html", context, status=422 if form else 200)


def _back(token: str) -> HttpResponse:
    return redirect("following:manage", token=token) if token else redirect("following:mine")
