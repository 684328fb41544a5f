"""The cleaned body of an article as Markdown, for programs that read."""

import re

from markdownify import ATX, MarkdownConverter

from .boxes import label_boxes
from .tree import parse, serialise

SPECIAL = re.compile(r"([\\`*_\[\]<|~]|&(?=#?\w+;))")
# What would begin a heading, a list or a quotation.
BEGINNING = re.compile(r"^(\s*\d{0,9})([.)]\s|[#+>-])")
FENCE = re.compile(r"`{3,}")


class Converter(MarkdownConverter):
    """With what our bodies have beside plain HTML: footnotes, boxes, captions, code in a language."""

    def __init__(self) -> None:
        super().__init__(heading_style=ATX, bullets="-", table_infer_header=True)
        self.notes: list[str] = []

    def escape(self, text: str, parent_tags: set[str]) -> str:
        """Words stay words: the library lets HTML through that somebody wrote about."""
        return BEGINNING.sub(r"\1\\\2", SPECIAL.sub(r"\\\1", text or ""))

    def convert_small(self, element, text: str, parent_tags: set[str]) -> str:
        self.notes.append(" ".join(text.split()))
        return f"[^{len(self.notes)}]"

    def convert_aside(self, element, text: str, parent_tags: set[str]) -> str:
        return self.convert_blockquote(element, text, parent_tags)  # type: ignore[attr-defined]

    def convert_header(self, element, text: str, parent_tags: set[str]) -> str:
        return f"\n\n**{text.strip()}**\n\n"

    def convert_figcaption(self, element, text: str, parent_tags: set[str]) -> str:
        return f"\n\n*{text.strip()}*\n\n"

    def convert_pre(self, element, text: str, parent_tags: set[str]) -> str:
        """Between fences that are longer than any inside."""
        fence = "`" * max(3, *(len(run) + 1 for run in FENCE.findall(text)), 0)
        return f"\n\n{fence}{_language(element)}\n{text.strip(chr(10))}\n{fence}\n\n"


def as_markdown(body: str, base: str) -> str:
    """Every address in it starts with a host; notes stand at the end."""
    root = parse(body)
    label_boxes(root)
    root.make_links_absolute(base, handle_failures="ignore")
    converter = Converter()
    text = converter.convert(serialise(root)).strip()
    notes = [f"[^{number}]: {note}" for number, note in enumerate(converter.notes, 1)]
    return "\n\n".join(filter(None, [text, *notes]))


def escape_markdown(text: str) -> str:
    """Words that stay words, in one line."""
    return SPECIAL.sub(r"\\\1", " ".join(text.split()))


def _language(pre) -> str:
    """Of the code in it, as its class says."""
    code = pre.find("code")
    return " ".join(code.get("class", [])).removeprefix("language-") if code else ""
