"""What is kept of what people save and read, for their export, for forgetting them, and for how long."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.personal import Part, parts
from accounts.retention import Rule, rules
from articles.own import about_articles

from .models import HistoryChoice, Read, Saved

HISTORY_KEPT = timedelta(days=90)
GOES = _("Deleted with the account.")


def rows(model, person: User):
    return about_articles(model.objects.filter(reader=person).order_by("pk"), "article", at="at")


def drop(person: User) -> None:
    for model in (Saved, Read, HistoryChoice):
        model.objects.filter(reader=person).delete()


def drop_old(before: datetime) -> None:
    Read.objects.filter(at__lt=before).delete()


parts += [
    Part("saved", _("Articles you saved"), GOES, lambda person: rows(Saved, person), drop),
    Part("history", _("Articles you have read, unless you turn that off"), GOES, lambda person: rows(Read, person)),
]
rules += [Rule(_("What people with an account have read"), HISTORY_KEPT, drop_old)]
