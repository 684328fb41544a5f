"""News by mail, at once or in one a day, and the link that ends it without signing in."""

from collections.abc import Sequence
from itertools import batched

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.tasks import task
from django.urls import reverse
from django.utils import timezone

from accounts.mails import write_to
from accounts.models import User

from .models import Notice

SALT = "comments.no-more-mail"
AT_ONCE = 500  # notices that one look hands over


def hand_over() -> None:
    """What is due, to a task for each person; in one transaction, so that nothing is handed over twice or lost."""
    with transaction.atomic():
        due = Notice.objects.due().select_for_update(of=("self",), skip_locked=True).order_by("at")[:AT_ONCE]
        of_person: dict[int, list[int]] = {}
        for notice in due:
            of_person.setdefault(notice.person_id, []).append(notice.pk)
        now = timezone.now()
        for person, keys in of_person.items():
            if Notice.objects.filter(pk__in=keys, mailed_at__isnull=True).update(mailed_at=now):
                mail_news.enqueue(person, keys)


@task
def mail_news(person_id: int, notice_ids: list[int]) -> None:
    """What of it there still is to read. A mail for each at once, one mail for a day."""
    person = User.objects.filter(pk=person_id).first()
    if person is None or person.notice_mails == User.NoticeMails.OFF:
        return
    news = list(Notice.objects.of(person).filter(pk__in=notice_ids).with_comments().order_by("at", "pk"))
    size = 1 if person.notice_mails == User.NoticeMails.INSTANT else AT_ONCE
    for some in batched(news, size):
        _write(person, some)


def _write(person: User, news: Sequence[Notice]) -> None:
    stop = settings.BASE_URL + reverse("comments:stop-mail", args=[signing.dumps(person.pk, salt=SALT)])
    subject = _subject(news[0]) if len(news) == 1 else f"{len(news)} notifications"
    # RFC 8058: mail programs show a button that posts to this address.
    headers = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    write_to(person, subject, "comments/email/news.txt", {"news": news, "stop": stop}, headers)


def _subject(notice: Notice) -> str:
    if not notice.comment:
        return notice.get_kind_display()
    if notice.is_of_ones_own:
        return f"{notice.get_kind_display()}: {notice.comment.article}"
    return f"{notice.comment.author} {notice.get_kind_display()}: {notice.comment.article}"


def person_of(token: str) -> User | None:
    """Whose mail a link ends; None for what is no link of ours."""
    try:
        return User.objects.filter(pk=signing.loads(token, salt=SALT)).first()
    except signing.BadSignature:
        return None
