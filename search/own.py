"""How long search keeps what was looked for in vain."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from accounts.retention import Rule, rules

from .models import Unanswered


def drop_old(before: datetime) -> None:
    Unanswered.objects.filter(day__lt=before.date()).delete()


rules += [Rule(_("Words that were searched for and not found, without who did"), timedelta(days=90), drop_old)]
