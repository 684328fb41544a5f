"""Source code → spans with Pygments' short class names, coloured by `static/css/code.css`."""

from lxml import html as lxml_html
from pygments import highlight as pygments_highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

LONGEST_HIGHLIGHTED = 20_000  # characters; some lexers are slow on hostile input
FORMATTER = HtmlFormatter(nowrap=True)


def highlight(root: lxml_html.HtmlElement) -> None:
    """Colour every `pre > code.language-…` below `root`, in place; unknown languages stay plain."""
    for code in list(root.iterfind(".//pre/code")):
        language = (code.get("class") or "").removeprefix("language-")
        source = code.text_content()
        if not language or len(source) > LONGEST_HIGHLIGHTED:
            continue
        try:
            lexer = get_lexer_by_name(language, stripnl=False)
        except ClassNotFound:
            continue
        coloured = lxml_html.fragment_fromstring(pygments_highlight(source, lexer, FORMATTER), create_parent="code")
        coloured.set("class", f"language-{language}")
        coloured.tail = code.tail
        code.getparent().replace(code, coloured)
    for block in root.iter("pre"):
        block.set("tabindex", "0")
