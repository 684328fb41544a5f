"""The words of a text, as rules and the classifier compare them."""

import re
import unicodedata
from hashlib import blake2b

FEWEST = 8  # words; that two people say the same in fewer is no wonder
WORD = re.compile(r"\w+")
LINK = re.compile(r"(?:https?://|www\.)[^\s<>()\[\]]+", re.IGNORECASE)


def words_of(text: str) -> list[str]:
    """In small letters of the plainest kind: a full-width or bold letter is the letter."""
    return WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def key_of(text: str) -> int:
    """The same number for the same words, however they are set; 0 for few."""
    words = words_of(text)
    if len(words) < FEWEST:
        return 0
    return int.from_bytes(blake2b(" ".join(words).encode(), digest_size=8).digest(), signed=True)


def links_in(text: str) -> list[str]:
    return LINK.findall(text)
