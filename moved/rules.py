"""What may lead where: from no page to one page, in one step."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import batched, chain
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.redirects.models import Redirect
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.encoding import escape_uri_path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from articles.models import Article, Category, OldSlug, Tag
from pages.models import Page
from sitesettings.links import clean_address

LONGEST = Redirect._meta.get_field("old_path").max_length
BATCH = 500  # addresses asked for at once: SQLite takes no more than a thousand parameters happily
# Whose address it is that a view shows; whatever else has a view is a page.
OWNERS: dict[str, tuple[type[models.Model], str]] = {
    "articles:detail": (Article, "slug"),
    "articles:author": (User, "username"),
    "articles:category": (Category, "slug"),
    "articles:category-feed": (Category, "slug"),
    "articles:category-feed-atom": (Category, "slug"),
    "articles:category-feed-json": (Category, "slug"),
    "articles:tag": (Tag, "slug"),
    "articles:tag-feed": (Tag, "slug"),
    "articles:tag-feed-atom": (Tag, "slug"),
    "articles:tag-feed-json": (Tag, "slug"),
    "pages:detail": (Page, "slug"),
}
# What may be wrong with an address, by its place in the table.
OLD = {
    "start": gettext_lazy("The old address begins with a slash, such as /2019/old-story/."),
    "fragment": gettext_lazy("The old address cannot have a #: browsers do not send what follows it."),
    "length": gettext_lazy("The old address is longer than %(longest)s characters."),
}
NEW = {
    "start": gettext_lazy("The new address begins with a slash, such as /2019/old-story/."),
    "length": gettext_lazy("The new address is longer than %(longest)s characters."),
}
NOWHERE = {"media", "articles:archive"}  # views of what may or may not be there


@dataclass
class Move:
    """One old address, where it shall lead ("" for a page that is gone for good), and what is wrong with that."""

    old: str
    new: str
    line: int = 0
    before: str | None = None
    problems: list[str] = field(default_factory=list)
    note: str = ""

    @property
    def change(self) -> str:
        if self.before is None:
            return _("New")
        if self.before == self.new:
            return _("Unchanged")
        return _("Led to %(target)s") % {"target": self.before} if self.before else _("Led to nothing (gone)")

    def clean(self) -> None:
        """Both addresses in the one form in which they are kept."""
        try:
            self.old = clean_old(self.old)
            self.new = clean_new(self.new)
        except ValidationError as error:
            self.problems += error.messages


def clean_old(text: str) -> str:
    try:
        parts = urlsplit(text.strip())
    except ValueError as error:
        raise ValidationError(_("“%(text)s” is no address.") % {"text": text[:80]}) from error
    if parts.netloc and f"{parts.scheme}://{parts.netloc}" != settings.BASE_URL:
        said = _("“%(text)s” is an address of another site: only ours can lead elsewhere.")
        raise ValidationError(said % {"text": text[:80]})
    return _checked(text.strip().removeprefix(settings.BASE_URL) or "/", OLD)


def clean_new(text: str) -> str:
    text = text.strip().removeprefix(settings.BASE_URL) or ("/" if text.strip() else "")
    if text.startswith("/") or not text:
        return text and _checked(text, NEW, fragment=True)
    return clean_address(text, LONGEST)


def _checked(text: str, wrong: dict[str, Any], *, fragment: bool = False) -> str:
    """A path of ours, escaped as browsers send it."""
    read = unquote(text)  # as the page at that address, and whoever is led there, will read it
    if not text.startswith("/") or read.startswith("//") or "\\" in read or not (text + read).isprintable():
        raise ValidationError(wrong["start"])
    if "#" in text and not fragment:
        raise ValidationError(wrong["fragment"])
    path, mark, rest = text.partition("?")
    if fragment and not mark:
        path, mark, rest = text.partition("#")
    escaped = f"{escape_uri_path(unquote(path))}{mark}{rest}"
    if len(escaped) > LONGEST:
        raise ValidationError(wrong["length"] % {"longest": LONGEST})
    return escaped


def check(moves: list[Move], *, replacing: str | None = None) -> None:
    """Find what is wrong with them, all together and with what leads on already; `replacing` is about to go."""
    for move in moves:
        move.clean()
    pages = pages_among(path for move in moves if not move.problems for path in (move.old, path_of(move.new)))
    for move in moves:
        if not move.problems and move.old in pages:
            move.problems.append(_("%(old)s is a page: readers would never be led on from there.") % {"old": move.old})
    sound = [move for move in moves if not move.problems]
    leading = _leading(sound) if sound else {}
    leading.pop(replacing, None)
    first: dict[str, Move] = {}
    for move in sound:
        move.before = leading.get(move.old)
        twin = first.setdefault(move.old, move)
        if twin is not move:
            said = _("%(old)s stands in line %(line)s already.") % {"old": move.old, "line": twin.line}
            move.problems.append(said)
    ways = leading | {move.old: move.new for move in first.values()}
    sources = {path_of(new): old for old, new in leading.items() if new and old not in first}
    for move in sound:
        move.problems += _problems(move, ways, sources)
        if move.new.startswith("/") and not move.problems and path_of(move.new) not in pages:
            move.note = _("There is no page at the new address yet.")


def _leading(moves: Iterable[Move]) -> dict[str, str]:
    """What leads from or to their addresses so far."""
    paths = sorted({path for move in moves for path in (move.old, path_of(move.new)) if path})
    olds = sorted({move.old for move in moves})
    found: dict[str, str] = {}
    for start in range(0, len(paths), BATCH):
        about = Q(old_path__in=paths[start : start + BATCH]) | Q(new_path__in=olds[start : start + BATCH])
        found |= dict(Redirect.objects.filter(about, site=settings.SITE_ID).values_list("old_path", "new_path"))
    return found


def _problems(move: Move, ways: Mapping[str, str], sources: Mapping[str, str]) -> Iterable[str]:
    target = path_of(move.new)
    if target == move.old:
        yield _("It would lead to itself.")
    elif ways.get(target):
        end = ways[target]
        if path_of(end) == move.old:
            yield _("%(target)s leads back here.") % {"target": target}
        else:
            yield _("%(target)s itself leads to %(end)s: let this one lead there.") % {"target": target, "end": end}
    elif target in ways:
        yield _("%(target)s is marked as gone.") % {"target": target}
    if move.old in sources and sources[move.old] not in (move.old, target):
        said = _("%(source)s leads here: let it lead to %(target)s first.")
        yield said % {"source": sources[move.old], "target": move.new or _("nothing")}


def path_of(address: str) -> str:
    """Of an address of ours the part that finds a page."""
    return address.partition("#")[0].partition("?")[0] if address.startswith("/") else ""


def pages_among(paths: Iterable[str]) -> set[str]:
    """Those for which somebody wrote something, published or not, and former addresses of articles."""
    pages, asked = set(), defaultdict(list)
    for path in set(paths):
        view = _view_at(path)
        if view and view.view_name in OWNERS:
            model, name = OWNERS[view.view_name]
            asked[model, name].append((path, view.kwargs[name]))
        elif view and view.view_name not in NOWHERE:
            pages.add(path)
    for (model, name), places in asked.items():
        there = _there(model, name, [key for _, key in places])
        pages |= {path for path, key in places if key in there}
    return pages


def _view_at(path: str) -> ResolverMatch | None:
    try:
        return resolve(unquote(path_of(path)))
    except Resolver404:
        return None


def _there(model: type[models.Model], name: str, keys: Sequence[str]) -> set[str]:
    """Which of these there are or were, by a query for each batch."""
    owners = [model._default_manager, *([OldSlug.objects] if model is Article else [])]
    found = (
        owner.filter(**{f"{name}__in": batch}).values_list(name, flat=True)
        for batch in batched(keys, BATCH, strict=False)
        for owner in owners
    )
    return set(chain.from_iterable(found))
