"""What becomes of a comment's Markdown, as stored and shown."""

import pytest
from lxml import html

from comments.models import MAX_LENGTH, Comment

from ..factories import make_comment

SAFE_TAGS = {
    *("p", "a", "br", "em", "strong", "code", "pre", "span", "blockquote", "ul", "ol", "li", "hr", "s", "del"),
    "div",
}


def rendered(body: str) -> str:
    return make_comment(body=body).body_html


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("*a* **b** `c`", "<p><em>a</em> <strong>b</strong> <code>c</code></p>"),
        ("one\ntwo", "<p>one<br>\ntwo</p>"),
        ("> quoted", "<blockquote>\n<p>quoted</p>\n</blockquote>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("3. c", '<ol start="3">\n<li>c</li>\n</ol>'),
        ("~~wrong~~", "<p><s>wrong</s></p>"),
        ("# Shouting", "<p># Shouting</p>"),
        ("5 < 6 && 7 > 3", "<p>5 &lt; 6 &amp;&amp; 7 &gt; 3</p>"),
    ],
)
def test_markdown_is_rendered(db, body, expected):
    assert rendered(body).strip() == expected


@pytest.mark.parametrize(
    "body", ["[x](https://example.com/)", "https://example.com/", "<https://example.com/>", "[x](//example.com)"]
)
def test_links_tell_search_engines_nothing(db, body):
    link = html.fromstring(rendered(body)).find(".//a")
    assert set(link.get("rel").split()) == {"nofollow", "ugc", "noopener"}


@pytest.mark.parametrize(
    ("body", "href"),
    [
        ("See https://example.com/a_(b), then", "https://example.com/a_(b)"),
        ("(https://example.com/?a=1&b=2)", "https://example.com/?a=1&b=2"),
        ("www.example.com.", "http://www.example.com"),
        ("HTTPS://example.com!", "HTTPS://example.com"),
        ("The README.md of node.js", None),
        ("`https://example.com/`", None),
        ("ftp://example.com/", None),
    ],
)
def test_bare_addresses_become_links(db, body, href):
    links = [link.get("href") for link in html.fromstring(rendered(body)).iter("a")]
    assert links == ([href] if href else [])


@pytest.mark.parametrize(
    "body",
    [
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt&colon;alert(1))",
        "[x](java\tscript:alert(1))",
        "[x](<java\nscript:alert(1)>)",
        "[x](data:text/html,<script>alert(1)</script>)",
        "[x](vbscript:x)",
        "<javascript:alert(1)>",
        "[x]: javascript:alert(1)\n\n[x]",
        "<a href='javascript:alert(1)'>x</a>",
        "![x](javascript:alert(1))",
    ],
)
def test_no_link_runs_a_script(db, body):
    for link in html.fromstring(f"<div>{rendered(body)}</div>").iter("a"):
        assert link.get("href", "").split(":")[0] in ("http", "https", "mailto", "")


@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "<iframe src=//evil></iframe>",
        "<p style='position:fixed'>x</p>",
        '"><script>alert(1)</script>',
        "`<script>`",
        "```\n</code></pre><script>alert(1)</script>\n```",
        "```html\n<script>alert(1)</script>\n```",
        '```"><script>alert(1)</script>\nx\n```',
        "![x](https://example.com/pixel.png)",
        "<!-- x --!><img src=x>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        '[x](https://example.com "\\" onmouseover=alert(1) x=\\"")',
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    ],
)
def test_html_stays_text(db, body):
    for element in html.fromstring(f"<div>{rendered(body)}</div>").iter():
        assert element.tag in SAFE_TAGS
        assert not any(name.startswith("on") or name in ("style", "id", "src") for name in element.attrib)


def test_code_is_highlighted(db):
    code = rendered("```python\nreturn None\n```")
    assert '<code class="language-python"><span class="k">return</span>' in code


def test_code_of_an_unknown_language_is_plain(db):
    assert "<span" not in rendered("```klingon\nQapla'\n```")


def test_words_are_stored_as_typed_beside_what_is_shown(db):
    comment = make_comment(body="**a** <b>")
    assert comment.body == "**a** <b>"


@pytest.mark.parametrize(
    "piece",
    [
        "*",
        "**a ",
        "_",
        "`",
        "[",
        "![",
        "[a](",
        "<",
        "> ",
        "- ",
        "1. ",
        "&",
        "\\",
        "~~",
        "http://a.b ",
        "a@b.c ",
        "|",
        "\t",
        "```\n",
        "  - x\n",
        "[x]: y\n",
        "<a ",
        "www.a.b",
        "://",
        "((",
        "https://.",
        "é́",
        "\u202e",
    ],
)
def test_text_made_to_exhaust_a_parser_is_rendered(db, piece):
    assert "<script" not in rendered((piece * MAX_LENGTH)[:MAX_LENGTH])


def test_body_given_to_save_is_rendered_too(db):
    comment = make_comment(body="a")
    comment.body = "*b*"
    comment.save(update_fields=["body"])
    assert Comment.objects.get().body_html == "<p><em>b</em></p>\n"


@pytest.mark.parametrize("language", ["java", "csharp", "systemd", "scala"])
def test_code_that_would_take_a_lexer_long_stays_plain(db, language):
    """Before there was a limit, such a comment kept a core busy for ten seconds and everybody's writing waiting."""
    html = rendered(f"```{language}\n{'a\n' * 4000}```")
    assert f'class="language-{language}"' in html
    assert "<span" not in html


def test_many_small_pieces_of_code_are_no_way_around_the_limit(db):
    html = rendered("```python\nreturn None\n```\n\n" * 300)
    assert 0 < html.count('<span class="k">') < 150


def test_text_that_hangs_a_lexer_is_rendered(db):
    """Scala's needs twice the time for every backslash more."""
    assert "<span" not in rendered('```scala\n"' + "\\" * 60 + "\n```")
