from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString

from ..engines.marks import START, STOP

register = template.Library()


@register.filter
def marked(snippet: str) -> SafeString:
    """A snippet as HTML: everything escaped, the matches in `<mark>`."""
    return SafeString(escape(snippet).replace(START, "<mark>").replace(STOP, "</mark>"))
