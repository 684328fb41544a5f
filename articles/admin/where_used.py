"""Where a picture is shown, as far as somebody may know it."""

from dataclasses import dataclass
from itertools import groupby

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from ..models import Article, Image, PictureUse

MOST_NAMED = 20  # articles
MOST_USES = MOST_NAMED * len(PictureUse.Place)


@dataclass(frozen=True)
class Use:
    article: Article
    places: str
    address: str


@dataclass(frozen=True)
class Usage:
    """`named` are the newest ones that one may see; of the others it is only said that there are some."""

    named: list[Use]
    unseen: int
    has_more: bool

    @property
    def lines(self) -> list[str]:
        """One for each article, as HTML."""
        return [*map(_line, self.named), *self.rest]

    @property
    def rest(self) -> list[str]:
        others = ngettext("%(count)s article of others", "%(count)s articles of others", self.unseen)
        unseen = [others % {"count": self.unseen}] if self.unseen else []
        return [*unseen, gettext("and older articles")] if self.has_more else unseen


def where_used(image: Image, user) -> Usage:
    uses = list(image.uses.order_by("-article", "place")[: MOST_USES + 1])
    places = {key: list(of_article) for key, of_article in groupby(uses, key=lambda use: use.article_id)}
    keys = list(places)[:MOST_NAMED]
    seen = _with_state(Article.objects.visible_to(user)).in_bulk(keys)
    changeable = user.has_perm("articles.publish_article")
    own = keys if changeable else set(Article.objects.written_by(user).filter(pk__in=keys).values_list("pk", flat=True))
    named = [
        Use(
            article,
            ", ".join(str(use.get_place_display()) for use in places[key]),
            reverse("admin:articles_article_change", args=[key]) if key in own else article.get_absolute_url(),
        )
        for key in keys
        if (article := seen.get(key))
    ]
    return Usage(named, len(keys) - len(named), len(places) > MOST_NAMED or len(uses) > MOST_USES)


def _with_state(articles: QuerySet) -> QuerySet:
    return articles.only("title", "slug", "status", "published_at", "expires_at")


def _line(use: Use) -> SafeString:
    return format_html('<a href="{}">{}</a> ({})', use.address, use.article, use.places)
