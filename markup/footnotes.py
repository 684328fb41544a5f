"""Footnotes are stored where they belong, as `<small class="footnote">…</small>`; readers find them below the text."""

from django.utils.translation import gettext as _
from lxml import html as lxml_html

from .tree import holds_words_only, replace, take_out

# In these a mark would be out of place: in a link because it is one itself, in code because it would be part of it.
NOT_IN = ("a", "h1", "h2", "h3", "h4", "h5", "h6", "header", "pre", "code", "small")
# No heading's id has a colon, so none can be the same as these.
MARK = (
    '<sup class="footnote-mark"><a href="#fn:{0}" id="fnref:{0}" role="doc-noteref" aria-describedby="footnotes">'
    "{0}</a></sup>"
)
ITEM = '<li id="fn:{0}"><span></span> <a href="#fnref:{0}" role="doc-backlink" aria-label="{1}">↩\ufe0e</a></li>'
SECTION = (
    '<section class="footnotes" role="doc-endnotes" aria-labelledby="footnotes">'
    '<h2 id="footnotes">{0}</h2><ol></ol></section>'
)


def tidy_footnotes(root: lxml_html.HtmlElement) -> None:
    for note in list(root.iter("small")):
        is_lost = note.get("class") is None or next(note.iterancestors(*NOT_IN), None) is not None
        if is_lost or not holds_words_only(note):
            note.drop_tag()
        elif not note.text_content().strip():
            note.drop_tree()


def number_footnotes(root: lxml_html.HtmlElement) -> None:
    """A mark in place of each, which leads to the end of the text and back."""
    notes = list(root.iter("small"))
    if not notes:
        return
    back = _("Back to mark %(number)s in the text")
    section = lxml_html.fragment_fromstring(SECTION.format(_("Notes")))
    for number, note in enumerate(notes, 1):
        item = lxml_html.fragment_fromstring(ITEM.format(number, back % {"number": number}))
        item[0].text = note.text
        item[0].extend(note)
        section[-1].append(item)
        replace(note, MARK.format(number))
    root.append(section)


def move_footnotes_to_the_end(root: lxml_html.HtmlElement) -> None:
    """For who only wants the words: sentences are not torn apart."""
    for note in list(root.iter("small")):
        take_out(note).tag = "p"
        root.append(note)
