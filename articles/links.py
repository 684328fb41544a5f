"""Links of a text to this site: which of them readers could follow."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import suppress
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.redirects.models import Redirect
from django.db.models import QuerySet
from django.urls import Resolver404, ResolverMatch, resolve

import markup

from .models import Article, Category, OldSlug, Tag
from .people import people

MOST_LOOKED_UP = 1000  # addresses; a database takes only so many at once
HERE = urlsplit(settings.BASE_URL).netloc
# From an address's name to those of its kind that there are, by what stands in the address. Higher apps add theirs.
KINDS: dict[str, Callable[[set[str]], list[QuerySet]]] = {
    "articles:detail": lambda slugs: [
        Article.objects.published().filter(slug__in=slugs).values_list("slug", flat=True),
        OldSlug.objects.filter(slug__in=slugs, article__in=Article.objects.published()).values_list("slug", flat=True),
    ],
    "articles:category": lambda slugs: [Category.objects.filter(slug__in=slugs).values_list("slug", flat=True)],
    "articles:tag": lambda slugs: [Tag.objects.filter(slug__in=slugs).values_list("slug", flat=True)],
    "articles:author": lambda names: [people().filter(username__in=names).values_list("username", flat=True)],
}

# What a link may be made to by the first letters of its name, by what it is called. Higher apps add theirs.
NAMED: dict[str, Callable[[str], QuerySet]] = {
    "category": lambda start: Category.objects.filter(name__istartswith=start).order_by("name"),
    "tag": lambda start: Tag.objects.filter(name__istartswith=start).order_by("name"),
}


def own_path(address: str) -> str:
    """The path of an address that is one of this site's, else ""."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    is_own = parts.netloc in ("", HERE) and parts.scheme in ("", "http", "https")
    return markup.printable(unquote(parts.path)) if is_own else ""


def dead_among(paths: Iterable[str]) -> set[str]:
    """Paths at which readers find nothing: one or two queries for each kind, and one for redirects."""
    dead, asked = set(), defaultdict(list)
    for path in sorted(paths)[:MOST_LOOKED_UP]:
        match = _match(path)
        if match is None:
            dead.add(path)
        elif match.view_name in KINDS:
            asked[match.view_name].append((path, next(iter(match.kwargs.values()))))
    for name, places in asked.items():
        there = {key for keys in KINDS[name]({key for _, key in places}) for key in keys}
        dead |= {path for path, key in places if key not in there}
    led_on = Redirect.objects.filter(old_path__in=dead).exclude(new_path="").values_list("old_path", flat=True)
    return dead - set(led_on if dead else ())


def _match(path: str) -> ResolverMatch | None:
    """Also for an address whose last slash was forgotten, which leads to the one with it."""
    for address in (path, f"{path}/"):
        with suppress(Resolver404):
            return resolve(address)
    return None
