from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models import Article


class HoldReason(models.Model):
    """Why a comment was held, in words for moderators."""

    class Kind(models.TextChoices):
        EVERYTHING = "everything", _("Every comment waits")
        ARTICLE = "article", _("Every comment on this article waits")
        NEWCOMER = "newcomer", _("Among the first comments of its author")
        LINKS = "links", _("Many links")
        WORDS = "words", _("Words on the list")
        REPEATED = "repeated", _("The same text again")
        BURST = "burst", _("Many comments in a short time")
        REPORTS = "reports", _("Reported by readers")
        ROBOT = "robot", _("The form was filled in as programs do")
        SPAM = "spam", _("Reads like spam")
        AKISMET = "akismet", _("Akismet takes it for spam")
        SHADOW = "shadow", _("Its author is shadow banned")
        MODERATOR = "moderator", _("A moderator wants a second look")

    OF_SPAM = {Kind.REPEATED, Kind.ROBOT, Kind.SPAM, Kind.AKISMET}

    comment = models.ForeignKey("Comment", models.CASCADE, related_name="hold_reasons")
    kind = models.CharField(max_length=10, choices=Kind)
    words = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return ": ".join(filter(None, [self.get_kind_display(), self.words]))

    @property
    def is_of_spam(self) -> bool:
        return self.kind in self.OF_SPAM


class WatchedArticle(models.Model):
    """An article whose every comment waits for a moderator."""

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    since = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.article)
