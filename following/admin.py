from dataclasses import dataclass
from datetime import datetime
from typing import Self, cast

from django.contrib import admin, messages
from django.core.mail import EmailMultiAlternatives
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from accounts.models import User
from articles.admin.desk import EditorsPage

from .mailing import made
from .models import Digest, Follow, Follower
from .models.digest import due_at, next_at
from .news import Key, News, Piece

SHOWN = 20  # pieces of the next, and digests that went out
KINDS = {Follower.Rhythm.DAILY.value: gettext_lazy("Daily"), Follower.Rhythm.WEEKLY.value: gettext_lazy("Weekly")}


@dataclass(frozen=True)
class Preview:
    """The next digest, as far as it is known: the whole of it, of which everybody gets what they follow."""

    rhythm: str
    goes_out_at: datetime
    followers: int
    pieces: list[Piece]
    counts: dict[Key, int]  # of followers

    @classmethod
    def of(cls, rhythm: str) -> Self:
        now = timezone.now()
        readers = Follower.objects.mailable(rhythm)
        news = News.between(due_at(rhythm, now), now)
        counts = {
            (kind, key): count
            for kind in Follow.KINDS
            for key, count in Follow.objects.filter(follower__in=readers, **{f"{kind}__isnull": False})
            .values_list(kind)
            .annotate(Count("pk"))
        }
        return cls(rhythm, next_at(rhythm, now), readers.count(), news.pieces, counts)

    def rows(self) -> list[dict]:
        """Each piece with what it is about, and how many follow that."""
        return [
            {
                "article": piece.article,
                "topics": [(name, self.counts[key]) for key, name in piece.topics.items() if key in self.counts],
            }
            for piece in self.pieces[:SHOWN]
        ]

    def mail(self, to: str) -> EmailMultiAlternatives:
        """As somebody gets it who follows everything."""
        return made(to, [(piece.article, list(dict.fromkeys(piece.topics.values()))) for piece in self.pieces], {}, {})


@admin.register(Digest)
class DigestAdmin(EditorsPage):
    """What goes out next and what went out, which editors may mail to themselves."""

    def page(self, request: HttpRequest) -> HttpResponse:
        asked = request.GET.get("rhythm")
        preview = Preview.of(asked if asked in KINDS else Follower.Rhythm.DAILY.value)
        if request.method == "POST" and "_mail" in request.POST and preview.pieces:
            self._mail(request, preview)
            return redirect(request.get_full_path())
        context = {"preview": preview, "kinds": KINDS, "mail": preview.mail(""), "rows": preview.rows()}
        context["digests"] = Digest.objects.order_by("-until")[:SHOWN]
        context["stopped"] = Follower.objects.exclude(stopped_at=None).count()
        return self.show(request, gettext("Digests"), **context)

    def _mail(self, request: HttpRequest, preview: Preview) -> None:
        to = cast(User, request.user).email
        try:
            preview.mail(to).send()
        except OSError as error:  # which all that smtplib raises are
            said, level = gettext("The mail server did not take it: %(words)s") % {"words": error}, messages.ERROR
        else:
            said, level = gettext("It is on its way to %(address)s.") % {"address": to}, messages.SUCCESS
        self.message_user(request, said, level)
