"""What templates may say about what was found."""

import re

from django.db.models import Count
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles.models import Article, Tag
from purging.kept import kept

from .snippets import START, STOP

NEWEST, MOST_TOPICS = 200, 10


def marked(snippet: str) -> SafeString:
    """A snippet as HTML: everything escaped, the matches in `<mark>`."""
    return SafeString(escape(snippet).replace(START, "<mark>").replace(STOP, "</mark>"))


def as_said(typed: str) -> str:
    """To stand in quotation marks: a phrase without its own, or with those within others."""
    whole = re.fullmatch(r'"([^"]+)"', typed)
    return whole[1] if whole else re.sub(r'"([^"]+)"', lambda found: _("‘%(phrase)s’") % {"phrase": found[1]}, typed)


def popular_topics() -> list[Tag]:
    """Those that most of the newest articles have."""
    return kept("popular topics", _most_tagged, lambda found: ["listings"])


def _most_tagged() -> list[Tag]:
    newest = Article.objects.published().newest_keys(0, NEWEST)
    tagged = Tag.objects.filter(taggings__article__in=newest).annotate(count=Count("pk"))
    return list(tagged.order_by("-count", "name")[:MOST_TOPICS])


GLOBALS = {"as_said": as_said, "marked": marked, "popular_topics": popular_topics}
