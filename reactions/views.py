from allauth.core import ratelimit
from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from accounts.gate import HtmxRequest, sign_in_first
from accounts.origin import same_origin_post
from articles.models import Article
from comments.models import Comment
from purging.log import tagged

from .counting import is_of_reader
from .models import DISLIKE, LIKE, Person, Reaction, Reason
from .most_read import PERIODS, WEEK, most_read
from .people import person_of, remember
from .tally import tally

VALUES = {"like": LIKE, "dislike": DISLIKE, "none": 0}
THANKS = _("Thanks, your opinion accepted.")
TAKEN_BACK = _("Your opinion was taken back.")
REASON_KEPT = _("Thank you. Only the editors learn of it, and not who said so.")
REASON_GONE = _("Your reason was taken back.")
NO_DISLIKE = _("You do not dislike this story, so no reason was kept.")
LISTED = 30  # articles


@require_safe
def most_read_page(request: HttpRequest) -> HttpResponse:
    """The same list as on the front page, longer; a week of it for whatever else is asked."""
    period = PERIODS.get(request.GET.get("period", ""), WEEK)
    context = {"period": period, "periods": PERIODS.values(), "articles": most_read(period, LISTED)}
    return tagged(render(request, "reactions/most_read.html", context), "listings")


@require_POST
@same_origin_post
def react(request: HtmxRequest, slug: str) -> HttpResponse:
    """Like, dislike or take back; a guest's browser gets its cookie here and nowhere else."""
    article = get_object_or_404(Article.objects.published().only("slug"), slug=slug)
    value = _asked_value(request)
    if not ratelimit.consume(request, action="react"):
        return render(request, "errors/429.html", status=429)
    person = person_of(request)
    Reaction.objects.set_on_article(article, person, value)
    response = _answer(request, article, person, THANKS if value else TAKEN_BACK)
    return remember(person, response) if value else response


@require_POST
@same_origin_post
def give_reason(request: HtmxRequest, slug: str) -> HttpResponse:
    """Why one dislikes it: stays between the reader and the editors, so that no page changes for anybody else."""
    article = get_object_or_404(Article.objects.published().only("slug"), slug=slug)
    reason = request.POST.get("reason", "")
    if reason not in {*Reason.values, "none"}:
        raise BadRequest(_("A reason is one of those that are offered, or none."))
    if not ratelimit.consume(request, action="react"):
        return render(request, "errors/429.html", status=429)
    person = person_of(request)
    given = Reaction.objects.give_reason(article, person, "" if reason == "none" else reason)
    said = (REASON_GONE if reason == "none" else REASON_KEPT) if given else NO_DISLIKE
    return _answer(request, article, person, said)


def _answer(request: HtmxRequest, article: Article, person: Person, said: str | Promise) -> HttpResponse:
    """The buttons as they are now for this person alone, or back to the page, which no cache keeps for them."""
    if request.htmx:
        mine = Reaction.objects.filter(article=article, **person.lookup).only("value", "reason").first()
        context = {"article": article, "mine": mine or Reaction(value=0), "said": said}
        return render(request, "reactions/_reacted.html", context)
    messages.success(request, said, extra_tags="reaction")
    return redirect(f"{article.get_absolute_url()}#reactions")


@require_POST
def vote(request: HtmxRequest, pk: int) -> HttpResponse:
    """Only who has signed in votes on comments, and only on those of others."""
    comment = get_object_or_404(Comment.objects.visible().of_published_articles().select_related("article"), pk=pk)
    if not request.user.is_authenticated:
        return sign_in_first(request, comment.get_absolute_url())
    if comment.author_id == request.user.pk:
        raise PermissionDenied(_("You cannot vote on your own comment."))
    value = _asked_value(request)
    if not ratelimit.consume(request, action="react"):
        return render(request, "errors/429.html", status=429)
    Reaction.objects.set_on_comment(comment, request.user, value)
    if request.htmx:
        comment.refresh_from_db(fields=["score"])
        context = {"comment": comment, "mine": value}
        return render(request, "reactions/_voted.html", context)
    return redirect(comment)


@require_POST
@same_origin_post
def count_view(request: HttpRequest, slug: str) -> HttpResponse:
    """The page's beacon; answers 204 whether it counted or not."""
    article = get_object_or_404(Article.objects.published().only("slug"), slug=slug)
    tally.know(slug, article.pk)
    if is_of_reader(request):
        tally.add(article.pk, request.META["REMOTE_ADDR"], request.headers.get("User-Agent", ""))
    return HttpResponse(status=204)


def _asked_value(request: HttpRequest) -> int:
    try:
        return VALUES[request.POST.get("value", "")]
    except KeyError as error:
        raise BadRequest(_("A reaction is one of like, dislike and none.")) from error
