"""Digests go out in small batches, each by one task; any number of processes may look, and any may die.

At most once: a row says that a follower is written to, and is committed before their mail goes to the server. Who dies
in between has perhaps not sent that one mail, and nobody sends it again; those after it are written to when the lease
of the dead one ends. What a server refused comes with the next digest.
"""

import logging
from itertools import islice
from smtplib import SMTPRecipientsRefused, SMTPResponseException, SMTPSenderRefused

from django.core.mail import mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.tasks import task
from django.utils import timezone

from .mailing import Found, digest_mail
from .models import Digest, Follower
from .news import News

SECONDS = 5  # from one look of the clock to the next
BATCH = 20  # mails of one task, which a process without workers sends between two other jobs of its clock
LOOKED_AT = 500  # followers of one task at the most, as most have no news
CLOSING = 421  # the mail server hangs up

logger = logging.getLogger(__name__)


def look() -> None:
    """Make what is due, and hand the next batch of each to a task, in the transaction that says so."""
    now = timezone.now()
    Digest.objects.make_due(now)
    for digest in Digest.objects.idle(now).order_by("pk"):
        with transaction.atomic():
            if digest.take(now):
                send_some.enqueue(digest.pk)


@task
def send_some(digest_id: int) -> None:
    """Those who come next. While the mail server is away nobody is passed over: it goes on when the lease ends."""
    digest = Digest.objects.unfinished().filter(pk=digest_id).first()
    if digest is None:
        return
    followers = digest.next_followers(LOOKED_AT)
    if not followers:
        digest.finish()
        return
    news = News.between(min(follower.told_up_to for follower in followers), digest.until)
    concerned = ((follower, found) for follower in followers if (found := _news_of(follower, news)))
    batch = list(islice(concerned, BATCH))
    try:
        _send_all(digest, batch)
    except OSError as error:  # which all that smtplib raises are
        logger.warning("Digest %s waits for the mail server: %s", digest.pk, error)
    else:
        digest.pause(after=batch[-1][0] if len(batch) == BATCH else followers[-1])


def _news_of(follower: Follower, news: News) -> Found:
    can_be_mailed = follower.user is None or follower.user.can_sign_in
    return news.for_follower(follower) if can_be_mailed else []


def _send_all(digest: Digest, batch: list[tuple[Follower, Found]]) -> None:
    if batch:
        with mailers.default as server:  # before anybody is claimed
            for follower, found in batch:
                _send(server, digest, follower, found)


def _send(server: BaseEmailBackend, digest: Digest, follower: Follower, found: Found) -> None:
    """Only a refused recipient is the follower's; whatever else the server says concerns us, or this mail."""
    message = digest_mail(follower, found)
    delivery = digest.claim(follower)
    if delivery is None:
        return
    try:
        server.send_messages([message])
    except (SMTPRecipientsRefused, SMTPResponseException, ValueError) as error:
        code, words = _answer(error)
        delivery.note_refused(words, for_good=code >= 500 and isinstance(error, SMTPRecipientsRefused))
        logger.warning("Digest %s to follower %s: %s", digest.pk, follower.pk, words)
        if code == CLOSING or isinstance(error, SMTPSenderRefused):
            raise
    else:
        delivery.note_sent()


def _answer(error: Exception) -> tuple[int, str]:
    """Code and words of the server, or of Python for an address that cannot even be written down."""
    words: bytes | str
    if isinstance(error, SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
    elif isinstance(error, SMTPResponseException):
        code, words = error.smtp_code, error.smtp_error
    else:
        code, words = 553, str(error)
    return code, f"{code} {words.decode(errors='replace') if isinstance(words, bytes) else words}"
