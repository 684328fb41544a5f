"""Endless titles, leads, texts and remarks out of the demo's own words, as often as these occur there."""

import random
import re
import tomllib
from collections import Counter
from itertools import accumulate

import markup
from articles.rendering import render_body

from .load import HERE, read_pieces

PARAGRAPH = re.compile(r"[A-Z“][^<]*\Z")  # no heading, list, figure or footnote
SENTENCE = re.compile(r"[A-Z][^.!?\n*`\[]{40,200}[.!?]")
SYLLABLES = ["ka", "lo", "ri", "ven", "tor", "mi", "sa", "dex", "no", "phi", "zu", "gra"]


class Words:
    """Every paragraph and remark is rendered once, however many articles and comments they end up in."""

    def __init__(self, dice: random.Random) -> None:
        self._dice = dice
        paragraphs = [part for piece in read_pieces() for part in piece.text.split("\n\n") if PARAGRAPH.match(part)]
        counted = Counter(re.findall(r"[a-z]{4,}", " ".join(paragraphs).lower()))
        self.known, self._frequencies = (
            [word for word, _ in counted.most_common()],
            list(accumulate(sorted(counted.values(), reverse=True))),
        )
        self._sentences = [sentence for part in paragraphs for sentence in SENTENCE.findall(part)]
        bodies = [markup.clean_article(markup.article_from_markdown(part)) for part in paragraphs]
        self._paragraphs = [(body, render_body(body), markup.text(body)) for body in bodies]
        files = sorted((HERE / "comments").glob("*.toml"))
        said = [entry["text"] for path in files for entry in tomllib.loads(path.read_text())["comments"]]
        self._remarks = [(text, markup.render_comment(text)) for text in said]

    def some(self, count: int) -> str:
        return " ".join(self._dice.choices(self.known, cum_weights=self._frequencies, k=count))

    def title(self) -> str:
        """A product first, whose name is one of twenty thousand: a rare word."""
        return f"{''.join(self._dice.choices(SYLLABLES, k=4)).capitalize()} {self.some(6)}"

    def lead(self) -> str:
        return f"{self._dice.choice(self._sentences)} {self.some(6).capitalize()}."

    def text(self) -> list[str]:
        """Body, HTML and plain words of two paragraphs."""
        return ["\n".join(parts) for parts in zip(*self._dice.choices(self._paragraphs, k=2), strict=True)]

    def remark(self) -> tuple[str, str]:
        """Markdown and HTML."""
        return self._dice.choice(self._remarks)
