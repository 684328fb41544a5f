from typing import Self

from django.db import models
from django.db.models import Q

from ..similarity import EVERYWHERE, Weights


class WordQuerySet(models.QuerySet["Word"]):
    def articles_with(self, words: set[int]) -> dict[int, int]:
        """How many articles have each of the words, at least one."""
        known = dict(self.filter(number__in=words | {EVERYWHERE}).values_list("number", "articles"))
        return dict.fromkeys(words | {EVERYWHERE}, 1) | known

    def count_one_more(self, words: set[int]) -> int:
        """An article has these; says how many articles that makes. In order: writers never deadlock."""
        known = dict(self.filter(number__in=words | {EVERYWHERE}).values_list("number", "articles"))
        rows = [self.model(number=word, articles=known.get(word, 0) + 1) for word in sorted(words | {EVERYWHERE})]
        self.bulk_create(rows, update_conflicts=True, unique_fields=["number"], update_fields=["articles"])
        return known.get(EVERYWHERE, 0) + 1


class Word(models.Model):
    """How many articles had a word when they were first published: what is rare tells more. Bounded by its numbers."""

    number = models.IntegerField(primary_key=True)
    articles = models.PositiveIntegerField()

    objects = WordQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.number}: {self.articles}"


class KeywordQuerySet(models.QuerySet["Keyword"]):
    def write(self, article_id: int, weights: Weights) -> None:
        self.filter(article=article_id).delete()
        self.bulk_create(
            self.model(article_id=article_id, word=word, weight=weight) for word, weight in weights.items()
        )

    def texts(self, keys) -> dict[int, Weights]:
        found: dict[int, Weights] = {key: {} for key in keys}
        for key, word, weight in self.filter(article__in=keys).values_list("article", "word", "weight"):
            found[key][word] = weight
        return found


class Keyword(models.Model):
    """One of the few words that tell what an article is about."""

    pk = models.CompositePrimaryKey("article", "word")
    article = models.ForeignKey("Article", models.CASCADE, related_name="keywords", db_index=False)
    word = models.IntegerField()
    weight = models.SmallIntegerField()

    objects = KeywordQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["word", "-article", "weight"], name="keyword_newest")]

    def __str__(self) -> str:
        return f"{self.word}: {self.weight}"


class RelatedQuerySet(models.QuerySet["Related"]):
    def found(self) -> Self:
        return self.filter(kind=Related.Kind.FOUND)

    def pinned(self) -> Self:
        return self.filter(kind=Related.Kind.PINNED).order_by("place")

    def excluded(self) -> Self:
        return self.filter(kind=Related.Kind.EXCLUDED).order_by("place")

    def shown(self) -> Self:
        """In their order: what an editor pinned, then what was found."""
        return self.exclude(kind=Related.Kind.EXCLUDED).order_by("-kind", "place")


class Related(models.Model):
    """Another article to read after one, found by what both are about, or chosen by an editor, or ruled out by one.

    More are kept than are shown, as some may not be visible any more. An editor's choice is no part of the text, and of
    no revision: it acts at once, as the publishing settings do.
    """

    class Kind(models.IntegerChoices):
        EXCLUDED = 0
        FOUND = 1
        PINNED = 2

    article = models.ForeignKey("Article", models.CASCADE, related_name="related", db_index=False)
    other = models.ForeignKey("Article", models.CASCADE, related_name="related_from")
    kind = models.SmallIntegerField(choices=Kind, default=Kind.FOUND)
    place = models.PositiveSmallIntegerField()
    score = models.FloatField(null=True, help_text="None for what an editor chose.")

    objects = RelatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "other"], name="related_once"),
            models.CheckConstraint(condition=~Q(article=models.F("other")), name="related_not_to_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.other_id}"
