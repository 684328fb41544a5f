"""What was typed into the box, as words and phrases that every engine can be asked for."""

import re
from dataclasses import dataclass, replace

LONGEST = 200  # characters; the rest of a pasted page would find nothing anyway
MOST_TERMS = 16
SHORTEST_BEGINNING = 4  # letters: who looks for AI does not want the air
SHORTEST_STEM = 6  # letters: “passke” is not begun “pass”
LETTERS_BACK = (1, 2)  # of a word that is being typed, within which its stem ends: “optimisin” is found as “optimise”
PARTS = re.compile(r'"([^"]*)"|(\w+)')
CYRILLIC = re.compile(r"[\u0400-\u04ff]{4,}")
# Ukrainian and Russian: no engine stems these, so a word is what it begins with.
ENDING = re.compile(
    r"(?<=\w{4})(?:ами|ями|ого|ому|ими|ою|ею|ів|їв|ов|ев|ах|ях|ам|ям|ом|ем|ий|ый|ій|их|ых|ої|ой|[аеєиіїоуюяыьй])$"
)
# In nearly every sentence: to mark them in what was found tells nobody anything.
COMMON = """
a an and are as at be been but by can do does for from had has have he how i if in into is it its more most
no not of on one or our she so than that the their them then there these they this to up was we were what
when where which who why will with you your а або але б би бо в вже від він вона вони воно все де для до є
же за з зі і із й його її їх коли лише між ми на над не ні о по при про та так те ти то тому у це цей ця ці
чи ще що щоб як яка яке який які якщо
"""


@dataclass(frozen=True)
class Term:
    """A phrase, or a word: any of `wholes`, or anything that begins with one of `beginnings`."""

    wholes: tuple[str, ...] = ()
    beginnings: tuple[str, ...] = ()

    @property
    def is_telling(self) -> bool:
        return not set(COMMON.split()).issuperset((*self.wholes, *self.beginnings))


@dataclass(frozen=True)
class Query:
    text: str
    is_begun: bool = False

    @classmethod
    def of(cls, typed: str) -> "Query":
        return cls(typed[:LONGEST])

    @property
    def begun(self) -> "Query":
        """The same, its last word not typed to the end; itself when that is a phrase, or too short to guess."""
        parts = self._parts
        may_begin = bool(parts) and len(parts[-1][2] or "") >= SHORTEST_BEGINNING
        return replace(self, is_begun=True) if may_begin else self

    @property
    def words(self) -> list[str]:
        """Those outside of quotes, once each."""
        return list(dict.fromkeys(part[2] for part in self._parts if part[2]))

    @property
    def terms(self) -> list[Term]:
        parts = self._parts
        last = parts[-1] if self.is_begun else None
        terms = [
            begun(part[2]) if part is last else phrase(part[1]) if part[2] is None else word(part[2]) for part in parts
        ]
        return [term for term in terms if term != Term(("",))]

    @property
    def _parts(self) -> list[re.Match[str]]:
        return list(PARTS.finditer(self.text))[:MOST_TERMS]


def phrase(text: str) -> Term:
    return Term((" ".join(re.findall(r"\w+", text)),))


def word(text: str) -> Term:
    text = text.lower()
    return Term((), (ENDING.sub("", text),)) if CYRILLIC.fullmatch(text) else Term((text,))


def begun(text: str) -> Term:
    text = text.lower()
    if CYRILLIC.fullmatch(text):
        return word(text)
    stems = [text[:-back] for back in LETTERS_BACK if len(text) >= SHORTEST_STEM + back]
    return Term(tuple(form for stem in stems for form in (stem, f"{stem}e")), (text,))
