"""What HTML may stay, and the two sanitisers that see to it.

nh3 goes first because it drops scripts and styles together with their content; bleach, whose safelist is the product's
choice, goes second and makes links of the bare addresses in comments. Both are given the same policy.
"""

import re
from dataclasses import dataclass
from functools import partial
from html import escape

import bleach
import nh3
from bleach.linkifier import LinkifyFilter

from .tree import depth, parse, printable

# Elements inside each other. Nobody writes more, and bleach takes time by the square: what is deeper becomes text.
DEEPEST = 100
URL_SCHEMES = ["http", "https", "mailto"]
# In place of bleach's own, which takes README.md for an address and seconds for a page of opening parentheses.
BARE = re.compile(r"""\b(?:https?://|www\.)[^\s<>"`{}|\\^]*[^\s<>"`{}|\\^.,;:!?'*_~]""", re.IGNORECASE)
TEXT_TAGS = {
    *("a", "abbr", "b", "blockquote", "br", "cite", "code", "del", "em", "hr", "i", "kbd", "li", "ol", "p", "pre", "s"),
    *("strong", "sub", "sup", "ul"),
}


@dataclass(frozen=True)
class Policy:
    tags: frozenset[str]
    attributes: dict[str, set[str]]
    classes: dict[str, set[str]]  # the only ones that elements may have, one each
    rel: str
    links_bare_addresses: bool

    def allows(self, tag: str, name: str, value: str) -> bool:
        if name == "class" and tag in self.classes:
            return value in self.classes[tag]
        return name in self.attributes.get(tag, ())


ARTICLE = Policy(
    tags=frozenset(
        TEXT_TAGS
        | {"h1", "h2", "h3", "h4", "h5", "h6", "figure", "figcaption", "img", "mark"}
        | {"aside", "header", "small"}
        | {"table", "caption", "thead", "tbody", "tr", "th", "td"}
    ),
    attributes={
        "a": {"href", "title"},
        "abbr": {"title"},
        "img": {"src", "alt"},
        "code": {"class"},
        "ol": {"start"},
        "th": {"colspan", "rowspan", "scope"},
        "td": {"colspan", "rowspan"},
    },
    classes={
        "figure": {"embed", "gallery", "pull-quote"},
        "aside": {"note", "tip", "warning"},
        "small": {"footnote"},
    },
    rel="noopener",
    links_bare_addresses=False,
)
COMMENT = Policy(
    tags=frozenset(TEXT_TAGS),
    attributes={"a": {"href", "title"}, "abbr": {"title"}, "code": {"class"}, "ol": {"start"}},
    classes={},
    rel="nofollow ugc noopener",
    links_bare_addresses=True,
)


def sanitise(html: str, policy: Policy) -> str:
    """Keep what the policy allows, drop the rest; scripts and styles go with their content."""
    html = nh3.clean(
        html,
        tags=set(policy.tags),
        attributes=policy.attributes,
        allowed_classes=policy.classes,
        url_schemes=set(URL_SCHEMES),
        link_rel=None,
    )
    html = printable(html)  # in which `&#8;` has become the character
    root = parse(html)
    if depth(root) > DEEPEST:
        html = f"<p>{escape(root.text_content())}</p>"
    cleaner = bleach.Cleaner(
        tags=policy.tags,
        attributes=policy.allows,
        protocols=URL_SCHEMES,
        strip=True,
        filters=[partial(LinkifyFilter, callbacks=[partial(_set_rel, policy)], skip_tags={"pre", "code"}, url_re=BARE)]
        if policy.links_bare_addresses
        else [],
    )
    return cleaner.clean(html)


def _set_rel(policy: Policy, attrs: dict, new: bool = False) -> dict:
    if attrs.get((None, "href"), "").startswith(("http://", "https://", "mailto:", "//")):
        attrs[(None, "rel")] = policy.rel
    return attrs
