"""Notes, tips and warnings in a box: `<aside class="tip"><header>Title</header>…</aside>`."""

from lxml import html as lxml_html

from .tree import holds_words_only

KINDS = {"note": "Note", "tip": "Tip", "warning": "Warning"}


def tidy_boxes(root: lxml_html.HtmlElement) -> None:
    """A box has a kind and is in no other box; a title is a line of words at its beginning."""
    for aside in list(root.iter("aside")):
        if aside.get("class") is None or next(aside.iterancestors("aside"), None) is not None:
            aside.drop_tag()
    for header in list(root.iter("header")):
        box = header.getparent()
        is_first = header.getprevious() is None and not (box.text or "").strip()
        if box.tag != "aside" or not is_first or not holds_words_only(header):
            header.drop_tag()


def label_boxes(root: lxml_html.HtmlElement) -> None:
    """Their kind in words, as a colour alone says nothing to many."""
    for aside in root.iter("aside"):
        kind = aside.get("class")
        label = lxml_html.Element("p", {"class": "box__kind"})
        label.text, label.tail, aside.text = KINDS[kind], aside.text, None
        aside.insert(0, label)
        aside.set("class", f"box box--{kind}")
        aside.set("role", "note")
