"""Beginning to follow. Pages of guests are the same for all and carry no token; what they ask for, a mail confirms."""

from typing import cast

from allauth.core import ratelimit
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.origin import same_origin_post
from purging.log import tagged

from .forms import AddressForm, FollowForm, OwnRhythmForm
from .links import SOURCES, DeadLinkError, Wish, token_of
from .mailing import ask_to_confirm, send_link
from .models import MOST_FOLLOWED, Follower, FullError
from .models.follower import Topic, lookup

SLOWER = _("That was a little much from where you are. Please try again in an hour.")
STOPPED = _("All of it was stopped just now. You can ask for another link.")
DEAD = _("This link is not whole, or older than three days. You can ask for another one.")
FULL = _("You follow %(count)s already, and nobody follows more. Please end one first.")


@require_http_methods(["GET", "HEAD", "POST"])
@same_origin_post
def follow(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    rows, name = SOURCES[kind]
    topic = get_object_or_404(rows(), **{name: key})
    if request.user.is_authenticated:
        return _follow_as_person(request, topic)
    form = FollowForm(request.POST or None)
    if form.is_valid() and not form.is_from_a_robot and _is_slow_enough(request, form):
        _mail(request, form, ask_to_confirm, form.cleaned_data["rhythm"], *_named(topic))
    return _answer(request, form, "following/follow.html", topic=topic)


@csrf_protect
def _follow_as_person(request: HttpRequest, topic: Topic) -> HttpResponse:
    person = cast(User, request.user)
    follower = Follower.objects.known_to(person)
    form = OwnRhythmForm(request.POST or None, initial={"rhythm": follower.rhythm} if follower else None)
    if form.is_valid():
        if not ratelimit.consume(request, action="follow_own", user=person):
            return render(request, "errors/429.html", status=429)
        try:
            _begin(Follower.objects.of_user(person), topic, form.cleaned_data["rhythm"])
        except FullError:
            form.add_error(None, _full())
        else:
            messages.success(request, _("You follow %(topic)s from now on.") % {"topic": topic})
            return redirect(topic)
    mine = follower and follower.follows.of(topic).first()
    context = {"form": form, "topic": topic, "mine": mine}
    return render(request, "following/follow.html", context, status=422 if form.errors else 200)


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    return tagged(render(request, "following/sent.html"))


@require_POST
@same_origin_post
def link(request: HttpRequest) -> HttpResponse:
    """For who has lost the mail with the link to what they follow."""
    form = AddressForm(request.POST)
    if form.is_valid() and not form.is_from_a_robot and _is_slow_enough(request, form):
        _mail(request, form, send_link)
    return _answer(request, form, "following/guest.html")


@csrf_exempt  # the link is a secret of its own
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link only asks, as programs that look into mails open links too."""
    wish = Wish.of(token)
    topic = wish and wish.topic
    if not topic:
        raise DeadLinkError(DEAD)
    context = {"wish": wish, "topic": topic, "full": ""}
    if request.method != "POST":
        return render(request, "following/confirm.html", context)
    try:
        follower = _begin(Follower.objects.of_address(wish.email), topic, wish.rhythm)
    except FullError:
        return render(request, "following/confirm.html", context | {"full": _full()}, status=409)
    messages.success(request, _("You follow %(topic)s from now on.") % {"topic": topic})
    return redirect("following:manage", token=token_of(follower))


@transaction.atomic
def _begin(follower: Follower, topic: Topic, rhythm: str) -> Follower:
    """Or not, when they stop at the same moment."""
    try:
        follower.follow(topic)
    except Follower.DoesNotExist as error:
        raise DeadLinkError(STOPPED) from error
    follower.choose(rhythm)
    return follower


def _full() -> str:
    return FULL % {"count": MOST_FOLLOWED}


def _named(topic: Topic) -> tuple[str, int]:
    [kind] = lookup(topic)
    return kind, topic.pk


def _is_slow_enough(request: HttpRequest, form: AddressForm) -> bool:
    """By the network; who is told so learns nothing of the address."""
    if ratelimit.consume(request, action="follow"):
        return True
    form.add_error(None, SLOWER)
    return False


def _mail(request: HttpRequest, form: AddressForm, task, *arguments) -> None:
    """Nobody's mailbox is filled: too many for one address are passed over without a word."""
    email = form.cleaned_data["email"]
    if ratelimit.consume(request, action="follow_address", key=email):
        task.enqueue(email, *arguments)


def _answer(request: HttpRequest, form: AddressForm, template: str, **context) -> HttpResponse:
    """The same whether an address is known, new, had too many mails, or was sent by a robot."""
    if request.method == "POST" and not form.errors:
        return redirect("following:sent")
    status = 200 if not form.errors else 429 if SLOWER in form.non_field_errors() else 422
    topic = context.get("topic")
    tags = [f"person-{topic.pk}"] if isinstance(topic, User) else []
    return tagged(render(request, template, {"form": form, "mine": None, **context}, status=status), "listings", *tags)
