"""Whatever arrives as an article: cleaning it again changes nothing, and nothing gets through that could do harm."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import markup
from markup.policy import ARTICLE
from markup.tree import parse

TAGS = (
    *("p", "h2", "h3", "ul", "li", "blockquote", "pre", "code", "table", "tr", "td", "figure", "figcaption", "aside"),
    *("header", "small", "a", "strong", "sub", "div", "span", "section", "button", "iframe", "template", "style"),
    *("script", "svg", "math", "noscript", "textarea", "form"),
)
ATTRIBUTES = (
    *('class="embed"', 'class="gallery"', 'class="pull-quote"', 'class="tip"', 'class="warning note"'),
    *('class="footnote"', 'href="https://youtu.be/dQw4w9WgXcQ"', 'href="/x"', 'href="javascript:x()"', 'onclick="x()"'),
    *('style="x"', 'id="main"', 'role="alert"', 'src="https://evil.example/"', "data-load", ""),
)
WORDS = (
    *("words", " ", "a & b", "&lt;script&gt;", "]]>", "<!--", "é", '"><script>x()</script>', "</p>", "</aside>"),
    *(
        "https://youtu.be/dQw4w9WgXcQ",
        "https://x.com/a/status/20",
        "https://mastodon.social/@a/1",
        "https://evil.example/",
    ),
)
VOID = ('<img src="/media/a.jpg" alt="A">', '<img src="https://evil.example/a.jpg" onerror="x()">', "<br>", "<hr>")


def _element(inside):
    pieces = st.tuples(st.sampled_from(TAGS), st.sampled_from(ATTRIBUTES), st.lists(inside, max_size=4))
    return pieces.map(lambda piece: f"<{piece[0]} {piece[1]}>{''.join(piece[2])}</{piece[0]}>")


HTML = st.lists(st.recursive(st.sampled_from(WORDS + VOID), _element, max_leaves=12), max_size=5).map("".join)
hostile = given(HTML)
often = settings(max_examples=300, deadline=None)


@often
@hostile
def test_cleaning_again_changes_nothing(source):
    once = markup.clean_article(source)
    assert markup.clean_article(once) == once


@often
@hostile
def test_body_holds_nothing_that_the_policy_does_not_name(source):
    allowed = {tag: names | {"class", "rel"} for tag, names in ARTICLE.attributes.items()}
    for element in parse(markup.clean_article(source)).iterdescendants():
        assert element.tag in ARTICLE.tags
        assert set(element.keys()) <= allowed.get(element.tag, {"class"})
        assert not element.get("href", "").startswith("javascript")
        assert element.get("src", "/media/").startswith("/media/")
        assert element.tag == "code" or element.get("class") in {None, *ARTICLE.classes.get(element.tag, ())}


@often
@hostile
def test_frames_of_a_page_wait_in_templates_and_are_of_known_hosts(source):
    root = parse(markup.render_article(markup.clean_article(source), lambda *image: None))
    for frame in root.iter("iframe"):
        assert frame.getparent().tag == "template"
        assert frame.get("src").startswith(tuple(f"{host}/" for host in markup.frame_sources()))
    assert not list(root.iter("script", "style", "form", "textarea", "svg", "math"))


@pytest.mark.parametrize("entity", ["&#8;", "&#x7f;", "&#xffff;", "&#x1b;"])
@pytest.mark.parametrize("place", ["{}<p>x</p>", '<a href="a.example/{}">x</a>', '<p title="{0}">{0}</p>', "<li>{}"])
def test_control_characters_do_not_come_in_as_entities(place, entity):
    body = markup.clean_article(place.format(entity))
    assert body == markup.printable(body)
