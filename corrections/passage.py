"""Where a quote is in an article's newest text, and what this would be with other words there."""

from dataclasses import dataclass
from typing import Self

from django.utils.safestring import SafeString, mark_safe

import markup
from articles.content import Content
from articles.models import Article

from .anchoring import Quote, Span, one_line

ADDRESS = ("https://", "http://", "/")


@dataclass(frozen=True)
class Passage:
    """In the body, or in a field that has no tags: the lead, the headline."""

    content: Content
    field: str
    text: str
    span: Span

    @classmethod
    def find(cls, quote: Quote, content: Content) -> Self | None:
        """Word by word anywhere, before something like it is looked for."""
        texts = {"body": markup.Passages(content["body"]).text, "lead": content["lead"], "title": content["title"]}
        found = [cls(content, field, text, span) for field, text in texts.items() if (span := quote.find(text))]
        return next((passage for passage in found if passage.span.is_exact), found[0] if found else None)

    @property
    def quote(self) -> Quote:
        return Quote.of(self.text, self.span)

    @property
    def paragraph(self) -> tuple[str, str, str]:
        """What stands in it before the passage, the passage, and what stands behind."""
        start, end = self.span.start, self.span.end
        first, last = self._passages.block_around(start, end) if self.field == "body" else (0, len(self.text))
        return self.text[first:start], self.text[start:end], self.text[end:last]

    def compared(self, new: str) -> SafeString:
        """The paragraph as HTML, with what would change marked; a link's new address changes no word of it."""
        before, old, after = self.paragraph
        html = markup.compare_text(before + old + after, before + (new or old) + after)
        return mark_safe(html)  # noqa: S308 (escaped when it was marked)

    def corrected(self, new: str, *, is_link: bool = False) -> Content | None:
        """All of the text with other words, or another address, there; None where that cannot be done safely."""
        start, end, is_exact = self.span
        if not new or not is_exact:
            return None
        if self.field != "body":
            words = self.text[:start] + one_line(new) + self.text[end:]
            has_room = len(words) <= getattr(Article, self.field).field.max_length
            return self.content | {self.field: words} if has_room else None  # type: ignore[return-value]
        change = self._passages.relinked if is_link and new.startswith(ADDRESS) else self._passages.replaced
        body = change(start, end, new)
        return body and self.content | {"body": body}  # type: ignore[return-value]

    @property
    def _passages(self) -> markup.Passages:
        """Parsed anew: replacing changes the tree."""
        return markup.Passages(self.content["body"])
