"""Videos, posts and pens of other hosts, loaded from there when the reader asks for them and not before.

Stored as a link: `<figure class="embed"><a href="address">title</a></figure>`. Readers get that link, a button, and
beside it a `<template>` with the frame, of which a browser loads nothing before `static/js/embeds.js` takes it out.
"""

import re
from html import escape
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from lxml import html as lxml_html

from .tree import replace

INSTANCES = "|".join(map(re.escape, settings.MASTODON_INSTANCES))
LONGEST = 500  # characters of an address; expressions take time by the square of its length
VIDEO = r"https?://(?:(?:www|m|music)\.)?(?:youtube\.com/(?:watch\?(?:[^#\s]*&)?v=|shorts/|live/|embed/)|youtu\.be/)([\w-]{11})"
PLAYER = "https://www.youtube-nocookie.com/embed/\\1?autoplay=1"
VIMEO = r"https?://(?:www\.|player\.)?vimeo\.com/(?:video/|channels/\w+/)?(\d+)"


class Kind(NamedTuple):
    title: str | Promise
    button: str | Promise
    allow: str = ""
    sandbox: str = ""
    referrer: str = "no-referrer"


SANDBOX = "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox"
KINDS = {
    # Players must know which site shows them: YouTube's refuses to play (its error 153) for who does not say.
    "video": Kind(
        _("A video on %(site)s"),
        _("Play the video"),
        allow="autoplay; encrypted-media; fullscreen; picture-in-picture",
        sandbox=f"{SANDBOX} allow-presentation",
        referrer="strict-origin-when-cross-origin",
    ),
    "post": Kind(_("A post on %(site)s"), _("Show the post"), allow="fullscreen", sandbox=SANDBOX),
    "pen": Kind(_("A pen on %(site)s"), _("Run the pen"), allow="fullscreen", sandbox=f"{SANDBOX} allow-forms"),
    "gist": Kind(_("A gist on %(site)s"), ""),
    "link": Kind(_("More on %(site)s"), ""),
}


class Provider(NamedTuple):
    name: str
    address: str  # an expression that Python and JavaScript read alike: the editor has it too
    frame: str = ""  # made of the address's groups
    kind: str = "link"


PROVIDERS = [
    Provider("YouTube", VIDEO + r"(?:[?&]\S*)?[?&#]t=(\d+)s?(?:[&#]\S*)?", PLAYER + r"&start=\2", "video"),
    Provider("YouTube", VIDEO + r"(?:[?&#/]\S*)?", PLAYER, "video"),
    Provider(
        "Vimeo",
        VIMEO + r"/([0-9a-f]{8,})(?:[?#]\S*)?",
        r"https://player.vimeo.com/video/\1?h=\2&dnt=1&autoplay=1",
        "video",
    ),
    Provider("Vimeo", VIMEO + r"(?:[?#]\S*)?", r"https://player.vimeo.com/video/\1?dnt=1&autoplay=1", "video"),
    Provider(
        "X",
        r"https?://(?:www\.|mobile\.)?(?:twitter|x)\.com/\w+/status/(\d+)(?:[?#/]\S*)?",
        r"https://platform.twitter.com/embed/Tweet.html?id=\1&dnt=true",
        "post",
    ),
    Provider("Mastodon", rf"https?://({INSTANCES})/@([\w.-]+)/(\d+)(?:[?#]\S*)?", r"https://\1/@\2/\3/embed", "post"),
    Provider(
        "CodePen",
        r"https?://codepen\.io/((?:team/)?[\w-]+)/(?:pen|full|details|embed)/(\w+)/?(?:[?#]\S*)?",
        r"https://codepen.io/\1/embed/\2?default-tab=result",
        "pen",
    ),
    # GitHub lets no other site frame a gist, and its script is not let in here.
    Provider("GitHub", r"https?://gist\.github\.com/[\w-]+/[0-9a-f]{20,}(?:[?#]\S*)?", kind="gist"),
]
ADDRESSES = [provider.address for provider in PROVIDERS]


def frame_sources() -> list[str]:
    """What the Content-Security-Policy of a page with such frames must allow."""
    hosts = {host for provider in PROVIDERS if provider.frame for host in _hosts(provider)}
    return [f"https://{host}" for host in sorted(hosts)]


def _hosts(provider: Provider) -> list[str]:
    host = provider.frame.split("/")[2]
    return settings.MASTODON_INSTANCES if host == "\\1" else [host]


def embed_addresses(root: lxml_html.HtmlElement) -> None:
    """An address that stands alone, typed or linked, is what it leads to; words of one's own keep a link a link."""
    for element in list(root.iterchildren("p", "figure")):
        address = element.text_content().strip()
        is_alone = all(inside.tag in ("a", "br", "p") for inside in element.iterdescendants())
        if is_alone and element.get("class") != "embed" and _provider(address):
            replace(element, _stored(address, address))


def tidy_embeds(root: lxml_html.HtmlElement) -> None:
    """One link with an address on the web, and nothing else; what is not that stays as words."""
    for figure in root.xpath('.//figure[@class="embed"]'):
        links = [link for link in figure.iter("a") if re.match("https?://", link.get("href", ""))]
        if len(links) != 1 or _words(figure) != _words(links[0]) or figure.find(".//img") is not None:
            figure.drop_tag()
        else:
            address = links[0].get("href")
            replace(figure, _stored(address, _words(figure) or address))


def _stored(address: str, title: str) -> str:
    return f'<figure class="embed"><a href="{escape(address)}" rel="noopener">{escape(title)}</a></figure>'


def render_embeds(root: lxml_html.HtmlElement) -> None:
    for figure in root.xpath('.//figure[@class="embed"]'):
        link = figure.find(".//a")
        replace(figure, _facade(link.get("href"), _words(link)))


def _facade(address: str, title: str) -> str:
    """The link as a caption; above it the button and the frame that it loads, where there is one."""
    found = _provider(address)
    provider, frame = found or (Provider(urlsplit(address).hostname or "", ""), "")
    kind = KINDS[provider.kind]
    if title == address:
        title = kind.title % {"site": provider.name}
    stage = _stage(kind, frame, title) if frame else ""
    return (
        f'<figure class="embed embed--{provider.kind}">{stage}<figcaption>'
        f'<a href="{escape(address)}" rel="noopener">{escape(title)}</a> <span>{escape(provider.name)}</span>'
        f"</figcaption></figure>"
    )


def _stage(kind: Kind, frame: str, title: str) -> str:
    verb = escape(str(kind.button))
    origin = gettext("Loads from %(host)s") % {"host": urlsplit(frame).hostname or ""}
    return (
        f'<button class="embed__load" type="button" data-load><span class="embed__verb">{verb}</span> '
        f"<span>{escape(origin)}</span></button>"
        f'<template><iframe src="{escape(frame)}" title="{escape(title)}" sandbox="{kind.sandbox}" '
        f'allow="{kind.allow}" referrerpolicy="{kind.referrer}"></iframe></template>'
    )


def _provider(address: str) -> tuple[Provider, str] | None:
    """Whose address it is, and the address of the frame that shows what is there."""
    for provider in PROVIDERS if len(address) <= LONGEST else []:
        if found := re.fullmatch(provider.address, address, re.IGNORECASE | re.ASCII):
            return provider, found.expand(provider.frame)
    return None


def _words(element: lxml_html.HtmlElement) -> str:
    return " ".join(element.text_content().split())
