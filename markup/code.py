"""Source code → spans with Pygments' short class names, coloured by `static/css/prose.css`."""

from lxml import html as lxml_html
from pygments import highlight as pygments_highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

# What the desk offers; under other names (py, js, sh) too. Some other lexers, such as Scala's, hang on hostile input.
LANGUAGES = {
    *("bash", "c", "cpp", "csharp", "css", "diff", "docker", "go", "graphql", "html", "http", "ini", "java"),
    *("javascript", "json", "kotlin", "lua", "make", "markdown", "nginx", "php", "python", "r", "ruby", "rust"),
    *("sql", "swift", "toml", "typescript", "xml", "yaml"),
}
FORMATTER = HtmlFormatter(nowrap=True)


def highlight(root: lxml_html.HtmlElement, most: int) -> None:
    """Colour `pre > code.language-…` below `root`, in place; unknown languages stay plain.

    No further than `most` characters in all: on hostile input lexers take time by the square of its length.
    """
    for code in list(root.iterfind(".//pre/code")):
        language = (code.get("class") or "").removeprefix("language-")
        source = code.text_content()
        if not language or len(source) > most:
            continue
        try:
            lexer = get_lexer_by_name(language, stripnl=False)
        except ClassNotFound:
            continue
        if LANGUAGES.isdisjoint(lexer.aliases):
            continue
        most -= len(source)
        coloured = lxml_html.fragment_fromstring(pygments_highlight(source, lexer, FORMATTER), create_parent="code")
        coloured.set("class", f"language-{language}")
        coloured.tail = code.tail
        code.getparent().replace(code, coloured)
    for block in root.iter("pre"):
        block.set("tabindex", "0")
