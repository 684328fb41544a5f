"""What templates may say about what was found."""

from django.utils.html import escape
from django.utils.safestring import SafeString

from .engines.marks import START, STOP


def marked(snippet: str) -> SafeString:
    """A snippet as HTML: everything escaped, the matches in `<mark>`."""
    return SafeString(escape(snippet).replace(START, "<mark>").replace(STOP, "</mark>"))


GLOBALS = {"marked": marked}
