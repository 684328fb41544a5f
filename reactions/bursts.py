"""Many reactions to one article from one network within minutes: flagged when they come, judged by an editor."""

import hashlib
from datetime import UTC, date, timedelta
from functools import lru_cache
from ipaddress import ip_network
from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, Q
from django.db.models.functions import TruncHour
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.models import Article, Stats
from purging.log import purge

LIKE, DISLIKE = 1, -1
HOURS_NETWORK_KNOWN = 24


@lru_cache(maxsize=10_000)
def network_key(address: str, day: date) -> str:
    """Names the /24 or /48 of an address for one day: the same reader's network has another name tomorrow.

    No address is stored. A key stays on its reaction for 24 hours, as long as a burst can be recognised, and is then
    emptied there and on the flag: with the server's secret, all /24 could be tried.
    """
    try:
        network = ip_network(f"{address}/{48 if ':' in address else 24}", strict=False)
    except ValueError:
        return ""  # a local socket
    told = f"{settings.SECRET_KEY}|burst|{day}|{network}"
    return hashlib.sha256(told.encode()).hexdigest()[:16]


class BurstQuerySet(models.QuerySet["Burst"]):
    def waiting(self) -> Self:
        return self.filter(state=Burst.State.WAITING)


class Burst(models.Model):
    """Its reactions count until an editor voids them; voided ones stay as they are for who gave them.

    Whoever was voided still sees their own button pressed: told otherwise, who runs a script would learn at once what
    is recognised and go round it, and an honest reader of the same network is spared an accusation. The numbers beside
    the buttons are true for everybody.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("To look at")
        FINE = "fine", _("Fine")
        VOIDED = "voided", _("Voided")

    article = models.ForeignKey(Article, models.CASCADE, related_name="bursts")
    network = models.CharField(max_length=16, blank=True)
    since = models.DateTimeField(_("from"))
    until = models.DateTimeField()
    count = models.PositiveIntegerField(_("reactions"))
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = BurstQuerySet.as_manager()

    class Meta:
        verbose_name = _("burst of reactions")
        verbose_name_plural = _("bursts of reactions")
        indexes = [
            models.Index(fields=["article", "network", "-until"], name="burst_going_on"),
            models.Index(fields=["id"], condition=Q(state="waiting"), name="burst_waiting"),
            models.Index(fields=["until"], condition=~Q(network=""), name="burst_network_known"),
        ]

    def __str__(self) -> str:
        said = ngettext("%(count)s reactions to %(article)s", "%(count)s reactions to %(article)s", self.count)
        return said % {"count": self.count, "article": self.article}

    def void(self, *, by) -> bool:
        """They no longer count."""
        return self._decide(Burst.State.VOIDED, by)

    def clear(self, *, by) -> bool:
        """They are fine, and so is what this network adds while it goes on."""
        return self._decide(Burst.State.FINE, by)

    def reopen(self, *, by) -> bool:
        """Undo the decision: they count again and wait for another one."""
        return self._decide(Burst.State.WAITING, by)

    @transaction.atomic
    def _decide(self, state: str, by) -> bool:
        """False where it was decided so already. Reactions, counters and days move together."""
        Stats.objects.select_for_update().get(article=self.article_id)
        self.refresh_from_db()
        if self.state == state:
            return False
        self._count(voided=state == Burst.State.VOIDED)
        self.state, self.decided_by, self.decided_at = state, by, timezone.now()
        self.save(update_fields=["state", "decided_by", "decided_at"])
        return True

    def _count(self, *, voided: bool) -> None:
        moved: models.QuerySet[Any] = self.reactions.filter(voided=not voided)
        sign = -1 if voided else 1
        likes, dislikes = Count("pk", filter=Q(value=LIKE)), Count("pk", filter=Q(value=DISLIKE))
        by_hour = (
            moved.order_by().values(hour=TruncHour("created_at", tzinfo=UTC)).annotate(likes=likes, dislikes=dislikes)
        )
        for row in list(by_hour):
            Stats.add(self.article_id, row["hour"], likes=sign * row["likes"], dislikes=sign * row["dislikes"])
        if moved.update(voided=voided):
            purge(f"article-{self.article_id}")


def notice(reaction) -> None:
    """Flag the burst that this new reaction makes or prolongs; called under the lock of the article's counters."""
    since = timezone.now() - timedelta(minutes=settings.BURST_MINUTES)
    same = {"article": reaction.article_id, "network": reaction.network}
    going_on = Burst.objects.filter(**same, until__gte=since).exclude(state=Burst.State.VOIDED)
    if burst := going_on.order_by("-until").first():
        _prolong(burst, reaction)
        return
    near = type(reaction).objects.filter(**same, created_at__gte=since, burst=None).order_by("created_at")
    rows = list(near.values_list("pk", "created_at"))  # fewer than make a burst, or it would be one already
    if len(rows) >= settings.BURST_REACTIONS:
        burst = Burst.objects.create(
            article=reaction.article, network=reaction.network, since=rows[0][1], until=rows[-1][1], count=len(rows)
        )
        type(reaction).objects.filter(pk__in=[pk for pk, _ in rows]).update(burst=burst)


def _prolong(burst: Burst, reaction) -> None:
    burst.until, burst.count = reaction.created_at, burst.count + 1
    burst.save(update_fields=["until", "count"])
    reaction.burst = burst
    reaction.save(update_fields=["burst"])
