"""The words of a text, as rules and the classifier compare them."""

import re
import unicodedata
from hashlib import blake2b

import markup
from accounts.names import skeleton

FEWEST = 8  # words; that two people say the same in fewer is no wonder
WORD = re.compile(r"\w+")
OUTSIDE = re.compile(r'href="(?:https?:)?//[^"]+"')
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
    """As they were typed; see `links_out_of` for what they become."""
    return LINK.findall(text)


def links_out_of(text: str) -> list[str]:
    """Typed, or made by Markdown: whichever are more."""
    return max(LINK.findall(text), OUTSIDE.findall(markup.render_comment(text)), key=len)


def readings_of(text: str) -> list[str]:
    """The text as it was typed, and as it is read: without marks inside words, and what is invisible."""
    read = unicodedata.normalize("NFKC", markup.text(markup.render_comment(text)))
    return [text, "".join(character for character in read if unicodedata.category(character) != "Cf")]


def look_of(text: str) -> str:
    """Its words as they look, each between blanks; letters that look alike are one."""
    return f" {' '.join(map(skeleton, WORD.findall(text)))} "
