"""Jinja2 for the public pages: Django's backend for it, and what every template may say."""

from functools import cache
from urllib.parse import quote

import jinja2
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest
from django.template.backends import jinja2 as backend
from django.template.defaultfilters import linebreaksbr, urlize
from django.urls import reverse
from django.utils import timezone, translation

from accounts import jinja as accounts
from articles import jinja as articles
from articles.addresses import absolute
from comments import jinja as comments
from corrections import jinja as corrections
from offline import jinja as offline
from pages import jinja as pages
from reactions import jinja as reactions
from reading import jinja as reading
from search import jinja as search

from . import words

APPS = [accounts, articles, comments, corrections, offline, pages, reactions, reading, search, words]
ANYTHING = "1234567890"  # an argument that every kind of address takes


class Template(backend.Template):
    backend: "Jinja2"

    def render(self, context: dict | None = None, request: HttpRequest | None = None) -> str:
        """What a view says wins over what every page is told, as in Django's own templates."""
        told: dict = {}
        if request is not None:
            for processor in self.backend.processors:
                told |= processor(request)
        return super().render(told | (context or {}), request)


class Jinja2(backend.Jinja2):
    def __init__(self, params: dict) -> None:
        super().__init__(params)
        self.processors, self.template_context_processors = self.template_context_processors, []

    def get_template(self, template_name: str) -> Template:
        return Template(super().get_template(template_name).template, self)


def environment(**options) -> jinja2.Environment:
    """A name that nobody gave is an error, not an empty place on the page."""
    ours = {"undefined": jinja2.StrictUndefined, "autoescape": is_html, "trim_blocks": True, "lstrip_blocks": True}
    env = jinja2.Environment(**options | ours, extensions=["jinja2.ext.i18n"])  # noqa: S701 (all but the text of mails)
    env.policies["ext.i18n.trimmed"] = True
    env.install_gettext_translations(translation, newstyle=True)  # type: ignore[attr-defined]  # of the extension
    env.globals |= {
        "static": static,
        "url": url,
        "now": timezone.localtime,
        "language": translation.get_language,
        "direction": lambda: "rtl" if translation.get_language_bidi() else "ltr",
        "absolute": absolute,
    }
    env.filters |= words.FILTERS | {"linebreaksbr": linebreaksbr, "urlize": urlize}
    for app in APPS:
        env.globals |= app.GLOBALS
    return env


def is_html(name: str | None) -> bool:
    """Everything but the text of mails."""
    return not (name and "/email/" in name and name.endswith(".txt"))


@cache
def static(name: str) -> str:
    """Remembered: the list of hashed names is read once, and templates name a few dozen."""
    return staticfiles_storage.url(name)


def url(name: str, *args) -> str:
    """`reverse`, which took a third of a long page's time, asked once for each name that has at most one argument."""
    if len(args) > 1:
        return reverse(name, args=args)
    before, after = _address(name, len(args))
    if not args:
        return before
    return f"{before}{args[0] if isinstance(args[0], int) else quote(args[0], safe='')}{after}"


@cache
def _address(name: str, count: int) -> tuple[str, str]:
    """What stands before and after the argument."""
    before, _, after = reverse(name, args=[ANYTHING] * count).partition(ANYTHING)
    return before, after
