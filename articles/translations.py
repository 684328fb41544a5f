"""The same article in several languages: each names all the others, and so do sitemaps, feeds and structured data."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q

from .models import Article
from .models.article import ArticleQuerySet

FACTS = ["slug", "title", "language", "translation_of", "canonical_url", "status", "published_at", "expires_at"]
MOST = 100  # there are hardly more languages


def with_translations_known(articles: ArticleQuerySet) -> ArticleQuerySet:
    """Most articles have none, and need not ask."""
    return articles.annotate(is_original=Exists(Article.objects.filter(translation_of=OuterRef("pk"))))


def group_of(article: Article) -> list[Article]:
    """All of it that is published or scheduled, the original first; [] where there is no other."""
    if not article.translation_of_id and not getattr(article, "is_original", True):
        return []
    members = Article.objects.filter(Q(pk=article.original_id) | Q(translation_of=article.original_id))
    found = members.filter(status=Article.Status.PUBLISHED).only(*FACTS).order_by("pk")[:MOST]
    return sorted(found, key=lambda member: member.translation_of_id is not None)


def groups_beside(articles: Iterable[Article], start: int, stop: int) -> dict[int, list[Article]]:
    """By the key of the original: the groups of these, all with keys from one up to the other; by one query."""
    originals = {article.translation_of_id for article in articles} - {None}
    beside = Q(translation_of__gte=start, translation_of__lt=stop)
    members = Article.objects.filter(Q(pk__in=originals) | Q(translation_of__in=originals) | beside)
    groups: dict[int, list[Article]] = {}
    for member in members.only(*FACTS).order_by("pk"):
        groups.setdefault(member.original_id, []).append(member)
    for article in articles:
        if article.pk in groups and article.pk not in originals:
            groups[article.pk].append(article)
    return groups


def visible(group: Iterable[Article]) -> list[Article]:
    """What of a group readers may open at this moment, one of each language, the original first."""
    found: dict[str, Article] = {}
    for member in sorted(group, key=lambda member: member.translation_of_id is not None):
        if member.is_published:
            found.setdefault(member.lang, member)
    return list(found.values())


def alternates(versions: list[Article]) -> list[tuple[str, str]]:
    """What `hreflang` says and where it leads, the article itself included; of none that is alone.

    https://developers.google.com/search/docs/specialty/international/localized-versions
    """
    if len(versions) < 2:
        return []
    return [*((version.lang, version.public_url) for version in versions), ("x-default", versions[0].public_url)]
