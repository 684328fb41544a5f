"""Related posts: worked out by a task when an article is published, kept as rows, and read by one query."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from purging.log import purge

from .models import Article, AuditEntry, Keyword, Related, Tagging, Word
from .similarity import WEIGHT, Weights, telling, without_twins, words_of

SHOWN, KEPT = 6, 12
NEWEST_WITH_WORD = 200  # articles that are looked at for each telling word
ALIKE = 60  # that have most in common with the text are looked at more closely, beside the newest filed alike
NEWEST_FILED_ALIKE = 30
TWINS = 0.8  # of two that have so much in common one is enough
# What counts beside the words, whose measure goes from 0 to 1.
SAME_TAGS, SAME_CATEGORY, FRESH = 0.2, 0.08, 0.03
HALF_AS_FRESH = 365  # days
AT_ONCE = 20  # articles that one look hands over
# Up to here, words are weighed anew whenever there are twice as many articles: until then their counts say little.
SETTLED = 4096
CANDIDATES = 200  # of the category, and again of the whole magazine, that may be related as long as nothing was found


class Facts(NamedTuple):
    """What an article is filed under, and when it appeared."""

    key: int
    category: int
    published_at: datetime
    tags: frozenset[int]


def related_to(article: Article) -> list[Article]:
    """Up to six cards, by one query: what was found and chosen; until then, what shares tags and category.

    That looks at the newest of the category and of the whole magazine, so that its cost does not grow with the archive.
    """
    rows = Related.objects.filter(article=article)
    is_found = Exists(rows.found())
    newest = Article.objects.published().filter(~is_found).newest_first().values("pk")
    # Three queries in one as a union: joined by OR, PostgreSQL would try them on every article there is.
    of_category, of_all = (
        Article.objects.filter(pk__in=keys[:CANDIDATES]).values("pk")
        for keys in (newest.filter(category=article.category_id), newest)
    )
    chosen = rows.shown().order_by().values("other")
    tags = [tag.pk for tag in article.tags.all()]
    same_tags = Tagging.objects.filter(article=OuterRef("pk"), tag__in=tags).order_by().values("article")
    of_this = rows.filter(other=OuterRef("pk"))
    return list(
        Article.objects.published()
        .filter(pk__in=chosen.union(of_category, of_all))
        .exclude(pk=article.pk)
        .annotate(
            kind=Subquery(of_this.values("kind")),
            place=Subquery(of_this.values("place")),
            shared=Coalesce(Subquery(same_tags.annotate(count=Count("pk")).values("count")), 0),
            same=Case(When(category=article.category_id, then=1), default=0),
        )
        .exclude(pk__in=rows.excluded().order_by().values("other"))
        .filter(Q(kind__isnull=False) | Q(shared__gt=0) | Q(same=1))
        .as_cards()
        .order_by(F("kind").desc(nulls_last=True), "place", "-shared", "-same", "-published_at", "-pk")[:SHOWN]
    )


def choose(article: Article, *, by, pinned: Sequence[Article], excluded: Sequence[Article]) -> None:
    """An editor's word; it acts at once."""
    rows = Related.objects.filter(article=article).exclude(kind=Related.Kind.FOUND)
    chosen = [(Related.Kind.PINNED, pinned), (Related.Kind.EXCLUDED, excluded)]
    wanted = [(kind, other.pk, place) for kind, others in chosen for place, other in enumerate(others)]
    with transaction.atomic():
        before = list(rows.order_by("-kind", "place").values_list("kind", "other", "place"))
        if wanted == before:
            return
        rows.delete()
        Related.objects.filter(article=article, other__in=[other for _, other, _ in wanted]).delete()
        Related.objects.bulk_create(
            Related(article=article, kind=kind, other_id=other, place=place) for kind, other, place in wanted
        )
        Article.objects.filter(pk=article.pk).update(related_at=None)  # what is free again has to be found again
        said = f"related posts: {_names(pinned)} pinned, {_names(excluded)} never"
        article.record(AuditEntry.Action.SETTINGS, by=by, after=said)
        purge(f"related-{article.pk}", gone=True)


def _names(articles: Sequence[Article]) -> str:
    return ", ".join(f"“{article}”" for article in articles) or "none"


def claim_waiting(most: int = AT_ONCE) -> list[int]:
    """Visible articles whose related posts are to be worked out, the newest first; each is given out once."""
    with transaction.atomic():
        waiting = Article.objects.published().filter(related_at=None).newest_first()
        keys = list(waiting.select_for_update(of=("self",), skip_locked=True).values_list("pk", flat=True)[:most])
        Article.objects.filter(pk__in=keys).update(related_at=timezone.now())
    return keys


def relate(keys: Iterable[int]) -> None:
    """Find what is related to these, and then anew for what they are related to, which may have them now."""
    articles = list(Article.objects.filter(pk__in=keys).defer("body", "body_html").prefetch_related("tags"))
    counts = {article.pk: words_of(article.title, article.lead, article.body_text) for article in articles}
    for article in articles:
        _count(article, counts[article.pk])
    for article in articles:
        with_word = Word.objects.articles_with(set(counts[article.pk]))
        with transaction.atomic():
            Keyword.objects.write(article.pk, telling(counts[article.pk], with_word))
    neighbours: set[int] = set()
    for article in articles:
        neighbours |= _find(article)
    for other in Article.objects.filter(pk__in=neighbours - counts.keys(), related_at__isnull=False).prefetch_related(
        "tags"
    ):
        _find(other)


def _count(article: Article, counts: Counter[int]) -> None:
    """Its words among all words, once."""
    if Keyword.objects.filter(article=article).exists():
        return
    with transaction.atomic():
        articles = Word.objects.count_one_more(set(counts))
        if articles <= SETTLED and articles & (articles - 1) == 0:
            Article.objects.exclude(pk=article.pk).update(related_at=None)


def _find(article: Article) -> set[int]:
    """Keep what is related to it, and have its page made anew when that shows; says which these are."""
    ranked = _ranked(article)
    with transaction.atomic():
        rows = Related.objects.filter(article=article)
        before = list(rows.shown().values_list("other", flat=True)[:SHOWN])
        rows.found().delete()
        chosen = set(rows.values_list("other", flat=True))
        found = [(key, score) for key, score in ranked if key not in chosen]
        Related.objects.bulk_create(
            Related(article=article, other_id=key, place=place, score=score) for place, (key, score) in enumerate(found)
        )
        if before != list(rows.shown().values_list("other", flat=True)[:SHOWN]):
            purge(f"related-{article.pk}")
    return {key for key, _ in found}


def _ranked(article: Article) -> list[tuple[int, float]]:
    """The best with their scores; none that says the same as the article itself or as a better one."""
    text = Keyword.objects.texts([article.pk])[article.pk]
    alike = alike_texts(text)
    alike.pop(article.pk, None)
    near = sorted(alike, key=lambda key: (-alike[key], -key))[:ALIKE]
    mine, *facts = _facts(article, {*near, *_filed_alike(article)})
    newest = max((other.published_at for other in facts), default=mine.published_at)
    scores = {other.key: round(alike.get(other.key, 0) + _filing(mine, other, newest), 4) for other in facts}
    texts = Keyword.objects.texts([article.pk, *scores])
    ranked = [article.pk, *sorted(scores, key=lambda key: (-scores[key], -key))]
    return [(key, scores[key]) for key in without_twins(ranked, texts, KEPT + 1, alike=TWINS)[1:]]


def alike_texts(text: Weights) -> dict[int, float]:
    """How much the articles that share one of these words have in common with the text; the newest for each word."""
    found: dict[int, int] = defaultdict(int)
    for word, weight in text.items():
        rows = Keyword.objects.filter(word=word).order_by("-article").values_list("article", "weight")
        for key, other in rows[:NEWEST_WITH_WORD]:
            found[key] += weight * other
    return {key: product / WEIGHT**2 for key, product in found.items()}


def _filed_alike(article: Article) -> set[int]:
    """The newest of its category and of each of its tags."""
    keys = {*Article.objects.published().filter(category=article.category_id).newest_keys(0, NEWEST_FILED_ALIKE)}
    for tag in article.tags.all():
        keys.update(tag.taggings.published().newest_keys(0, NEWEST_FILED_ALIKE))
    return keys


def _facts(article: Article, keys: set[int]) -> list[Facts]:
    """Of the article first, then of those of the others that are visible."""
    others = (
        Article.objects.published().filter(pk__in=keys - {article.pk}).values_list("pk", "category", "published_at")
    )
    tags: dict[int, set[int]] = defaultdict(set)
    for key, tag in Tagging.objects.filter(article__in=keys).values_list("article", "tag"):
        tags[key].add(tag)
    mine = frozenset(tag.pk for tag in article.tags.all())
    rows = [Facts(*row, frozenset(tags[row[0]])) for row in others]
    return [Facts(article.pk, article.category_id, article.published_at or timezone.now(), mine), *rows]


def _filing(mine: Facts, other: Facts, newest: datetime) -> float:
    """What speaks for another one beside its words."""
    shared = len(mine.tags & other.tags) / (len(mine.tags | other.tags) or 1)
    fresh = 0.5 ** ((newest - other.published_at).days / HALF_AS_FRESH)
    return SAME_TAGS * shared + SAME_CATEGORY * (mine.category == other.category) + FRESH * fresh
