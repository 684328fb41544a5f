"""Naive Bayes over hashed words and pairs of words: how likely it is that moderators would call a text spam.

Only whether a word is in the text counts, not how often, and only the words that say most. What was seen seldom says
little (G. Robinson, "A Statistical Approach to the Spam Problem", 2003); hashing: K. Weinberger et al., 2009.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from itertools import pairwise
from math import exp, log
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from .words import links_in, words_of

BUCKETS = 2**18
MOST_WORDS = 300  # of a text: the rest says the same
MOST_TELLING = 60  # words that decide
FEWEST_KNOWN = 20  # comments of each kind before it says anything
THRESHOLD = 0.95


@dataclass(frozen=True)
class Verdict:
    probability: float
    telling: list[str]

    @property
    def is_spam(self) -> bool:
        return self.probability >= THRESHOLD

    def __str__(self) -> str:
        words = {"chance": f"{self.probability:.0%}", "words": "”, “".join(self.telling)}
        return _("%(chance)s likely, for “%(words)s”") % words


def features_of(text: str) -> dict[int, str]:
    """Hash buckets from 1 on, each with what is in it: words, pairs, hosts of links, and whether there are any."""
    words = words_of(text)[:MOST_WORDS]
    links = links_in(text)
    hosts = {f"link to {urlsplit(link).hostname or link}" for link in links if _is_address(link)}
    named = [*words, *(" ".join(pair) for pair in pairwise(words)), *hosts, *(["a link"] if links else [])]
    return {_bucket(name): name for name in named}


def judge(features: Mapping[int, str], counts: Mapping[int, tuple[int, int]], spam: int, ham: int) -> Verdict | None:
    """`counts` says of a bucket in how many texts of spam and of ham it was; None while too few are known."""
    if min(spam, ham) < FEWEST_KNOWN:
        return None
    weights = {name: _weight(*counts[bucket], spam, ham) for bucket, name in features.items() if bucket in counts}
    telling = sorted(weights, key=lambda name: -abs(weights[name]))[:MOST_TELLING]
    total = sum(weights[name] for name in telling)
    for_spam = [name for name in telling if weights[name] > 0][:3]
    return Verdict(1 / (1 + exp(-max(-30, min(30, total)))), for_spam)


def _weight(in_spam: int, in_ham: int, spam: int, ham: int) -> float:
    """Its say as a logarithm of odds, shrunk towards none as long as it was seen seldom."""
    seen, for_spam, for_ham = in_spam + in_ham, in_spam / spam, in_ham / ham
    if not seen:
        return 0.0
    likely = (0.5 + seen * for_spam / (for_spam + for_ham)) / (1 + seen)
    return log(likely / (1 - likely))


def _bucket(name: str) -> int:
    return int.from_bytes(blake2b(name.encode(), digest_size=4).digest()) % (BUCKETS - 1) + 1


def _is_address(link: str) -> bool:
    try:
        return bool(urlsplit(link).hostname)
    except ValueError:
        return False


def counted(texts: Iterable[str]) -> dict[int, int]:
    """In how many of these texts each bucket is."""
    found: dict[int, int] = {}
    for text in texts:
        for bucket in features_of(text):
            found[bucket] = found.get(bucket, 0) + 1
    return found
