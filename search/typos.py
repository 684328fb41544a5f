"""Of what is a letter away: a word that nothing has becomes the one near it that most of the newest articles have."""

import re
import unicodedata
from collections import Counter

from django.db import connection

from articles.models import Article

from .engines import engine
from .words import SHORTEST_BEGINNING, Query

ALPHABETS = ["abcdefghijklmnopqrstuvwxyz0123456789", "абвгґдеєжзиіїйклмнопрстуфхцчшщьюяыэъё"]
LONGEST, MOST_WORDS = 24, 3  # letters of a word that is corrected, and how many
TEXTS = 40  # articles in which the right word is looked for


def meant(query: Query) -> str:
    """The query with other words in it, "" if there is nothing better to say."""
    ask, text = engine(connection), query.text
    unknown = [word for word in query.words if not ask.newest(Query(word).terms, [])]
    for word in unknown[:MOST_WORDS]:
        better = nearest(word.lower())
        if not better:
            return ""
        text = re.sub(rf"\b{re.escape(word)}\b", better, text)
    return text if unknown else ""


def nearest(word: str) -> str:
    if not SHORTEST_BEGINNING <= len(word) <= LONGEST:
        return ""
    near = a_letter_away(folded(word))
    found = Counter(other for text in _texts(sorted(near)) for other in near & set(re.findall(r"\w+", folded(text))))
    return max(found, key=lambda other: (other[0] == word[0], found[other], other), default="")


def a_letter_away(word: str) -> set[str]:
    """One letter less, more, another, or two the other way round."""
    letters = next((letters for letters in ALPHABETS if word[0] in letters), "")
    parts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    less = {left + right[1:] for left, right in parts if right}
    turned = {left + right[1] + right[0] + right[2:] for left, right in parts if len(right) > 1}
    other = {left + letter + right[1:] for left, right in parts if right for letter in letters}
    more = {left + letter + right for left, right in parts for letter in letters}
    return (less | turned | other | more) - {word}


def folded(text: str) -> str:
    """In lower case; Latin letters without what is on them, as the engines take them."""
    parted = unicodedata.normalize("NFKD", text.lower())
    return unicodedata.normalize("NFC", re.sub(r"(?<=[a-z])[\u0300-\u036f]+", "", parted))


def _texts(words: list[str]) -> list[str]:
    """What everybody may read of the newest that have one of these."""
    keys = engine(connection).with_any(words, TEXTS) if words else []
    found = Article.objects.filter(pk__in=keys).prefetch_related("tags", "authors").defer("body", "body_html")
    return [
        " ".join(map(str, [one.title, one.lead, *one.tags.all(), *one.authors.all(), one.body_text]))
        for one in found
        if one.is_published
    ]
