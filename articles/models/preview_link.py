from __future__ import annotations

from datetime import timedelta
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import models
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

if TYPE_CHECKING:
    from .article import Article

MOST_OPEN = 20  # links of one article
NAME_BYTES = 9


def _name() -> str:
    return token_urlsafe(NAME_BYTES)


class PreviewLinkQuerySet(models.QuerySet["PreviewLink"]):
    def open(self) -> Self:
        open_now = self.filter(revoked_at__isnull=True, expires_at__gt=timezone.now())
        return open_now.exclude(article__status="archived")

    def by_token(self, token: str) -> PreviewLink | None:
        """The one that we gave this token, which is asked for only when it is ours."""
        try:
            return self.filter(name=_signer().unsign(token)).select_related("article__draft", "created_by").first()
        except BadSignature:
            return None

    def make(self, article: Article, *, days: int, by) -> PreviewLink | None:
        """None when there are enough."""
        with article.locked():
            if self.filter(article=article).open().count() >= MOST_OPEN:
                return None
            return self.create(article=article, created_by=by, expires_at=timezone.now() + timedelta(days=days))


class PreviewLink(models.Model):
    """Lets whoever has its address read what is not published yet, for some days.

    The address is signed with SECRET_KEY and not kept: those who may make a link can copy it again, but neither the
    database nor a backup of it opens anything.
    """

    name = models.CharField(max_length=20, unique=True, default=_name)
    article = models.ForeignKey("Article", models.CASCADE, related_name="preview_links")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    opened = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(null=True)

    objects = PreviewLinkQuerySet.as_manager()

    def __str__(self) -> str:
        return gettext("Preview of %(article)s") % {"article": self.article}

    def get_absolute_url(self) -> str:
        return reverse("articles:preview", args=[_signer().sign(self.name)])

    def note_opened(self) -> None:
        type(self).objects.filter(pk=self.pk).update(opened=F("opened") + 1, opened_at=timezone.now())

    def revoke(self) -> None:
        self.revoked_at = self.revoked_at or timezone.now()
        self.save(update_fields=["revoked_at"])

    @property
    def is_open(self) -> bool:
        is_archived = self.article.status == self.article.Status.ARCHIVED
        return self.revoked_at is None and timezone.now() < self.expires_at and not is_archived

    @property
    def is_served_by_the_site(self) -> bool:
        """Readers see what it was made for; later changes are not for those who were shown a draft."""
        article = self.article
        return article.is_published and (article.draft is None or self.created_at < article.published_at)


def _signer() -> Signer:
    """256 bits that nobody guesses; also by keys of SECRET_KEY_FALLBACKS."""
    return Signer(sep=".", salt="articles.PreviewLink")
