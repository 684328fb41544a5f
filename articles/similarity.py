"""How much two texts are about the same: tf-idf of their most telling words, by the cosine (docs/decisions/0024)."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from heapq import nlargest
from math import log, sqrt

WORD = re.compile(r"[^\W_]{2,}")
STEM = 6  # letters of a word that count: this stems every language alike, and better than none
TELLING = 24  # words that stand for an article
COMMONEST, FEW = 0.2, 20  # share of all articles, beyond so many; words that more of them have tell nothing
WEIGHT = 1000  # of a whole text: weights are whole numbers, so that every database adds them up alike
EVERYWHERE = 0  # a word that every article has, so that its count is theirs

Weights = dict[int, int]


def words_of(title: str, lead: str, body: str) -> Counter[int]:
    """How often each word stands there, by its number; in the headline it counts three times, in the lead twice."""
    counts: Counter[str] = Counter()
    for text, times in ((title, 3), (lead, 2), (body, 1)):
        for word in WORD.findall(text.lower()):
            counts[word[:STEM]] += times
    return Counter({number_of(word): count for word, count in counts.items()})


def number_of(word: str) -> int:
    return 1 + int.from_bytes(blake2b(word.encode(), digest_size=3).digest())


def telling(counts: Mapping[int, int], articles_with: Mapping[int, int]) -> Weights:
    """The words that tell most, a vector as long as `WEIGHT`. What stands there once and nowhere else is noise."""
    everywhere = articles_with[EVERYWHERE]
    weights = {
        word: (1 + log(count)) * log((1 + everywhere) / articles_with[word])
        for word, count in counts.items()
        if (count > 1 or articles_with[word] > 1) and articles_with[word] <= max(FEW, COMMONEST * everywhere)
    }
    best = nlargest(TELLING, weights.items(), key=lambda item: (item[1], item[0]))
    length = sqrt(sum(weight * weight for _, weight in best)) or 1
    return {word: round(WEIGHT * weight / length) for word, weight in best}


def cosine(one: Weights, other: Weights) -> float:
    return sum(weight * other.get(word, 0) for word, weight in one.items()) / WEIGHT**2


def without_twins(ranked: Iterable[int], texts: Mapping[int, Weights], most: int, *, alike: float) -> list[int]:
    """The first of them, but none that says nearly the same as one before it."""
    chosen: list[int] = []
    for key in ranked:
        if all(cosine(texts[key], texts[other]) < alike for other in chosen):
            chosen.append(key)
        if len(chosen) == most:
            break
    return chosen
