"""Figures that hold more than one picture or something else: galleries and pull quotes."""

from lxml import html as lxml_html


def tidy_galleries(root: lxml_html.HtmlElement) -> None:
    """Figures only, each with a picture; pictures become figures, and with anything else it is no gallery."""
    for gallery in root.xpath('.//figure[@class="gallery"]'):
        for image in list(gallery.iterchildren("img")):
            _wrap(image, "figure")
        if _words_between(gallery) or not all(_is_picture(child) for child in gallery):
            gallery.drop_tag()


def tidy_pull_quotes(root: lxml_html.HtmlElement) -> None:
    """A quotation, and perhaps who said it."""
    for figure in root.xpath('.//figure[@class="pull-quote"]'):
        if [child.tag for child in figure] not in (["blockquote"], ["blockquote", "figcaption"]) or _words_between(
            figure
        ):
            figure.drop_tag()


def is_in_gallery(image: lxml_html.HtmlElement) -> bool:
    return bool(image.xpath('ancestor::figure[@class="gallery"]'))


def _is_picture(element: lxml_html.HtmlElement) -> bool:
    return element.tag == "figure" and element.get("class") is None and element.find("img") is not None


def add_credit(image: lxml_html.HtmlElement, credit: str) -> None:
    """Below the picture of a figure, unless its caption says the same already."""
    figure = next(image.iterancestors("figure"), None)
    if not credit or figure is None:
        return
    line = lxml_html.fragment_fromstring(credit, create_parent="span")
    line.set("class", "credit")
    caption = next(figure.iter("figcaption"), None)
    if caption is None:
        caption = lxml_html.Element("figcaption")
        figure.append(caption)
    elif line.text_content() in caption.text_content():
        return
    caption.append(line)


def _wrap(element: lxml_html.HtmlElement, tag: str) -> None:
    wrapper = lxml_html.Element(tag)
    element.addprevious(wrapper)
    wrapper.tail, element.tail = element.tail, None
    wrapper.append(element)


def _words_between(element: lxml_html.HtmlElement) -> bool:
    """Whether text stands in it outside of its elements."""
    return any((text or "").strip() for text in [element.text, *(child.tail for child in element)])
