"""Bodies of articles: cleaned when they are stored, rendered for readers."""

import pytest

import markup


def rendered(body: str) -> str:
    return markup.render_article(body, lambda *image: None)


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("<p>a<script>alert(1)</script>b</p>", "<p>ab</p>"),
        ("<p style='x' class='y' id='z' onclick='x'>a</p>", "<p>a</p>"),
        ("<a href='javascript:alert(1)'>a</a>", "a"),
        ("<a href=' java\tscript:alert(1)'>a</a>", "a"),
        ("<a href='data:text/html,x'>a</a>", "a"),
        ("<a href='https://example.com'>a</a>", '<a href="https://example.com" rel="noopener">a</a>'),
        ("<a href='/articles/x/'>a</a>", '<a href="/articles/x/">a</a>'),
        ("<iframe src='https://example.com'></iframe>a", "a"),
        ("<svg><script>alert(1)</script></svg>a", "a"),
        ("<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>", ""),
        ("<style>p{color:red}</style>a", "a"),
        ("<form action='https://evil.example'><input name=a>b</form>", "b"),
        ("<h1>a</h1><h5>b</h5><h6>c</h6>", "<h2>a</h2><h4>b</h4><h4>c</h4>"),
        ("<b>a</b><i>b</i><s>c</s>", "<strong>a</strong><em>b</em><del>c</del>"),
        ("<p></p><p>&nbsp;</p><p><br></p><h2> </h2>a", "a"),
        ("<img src='https://example.com/a.jpg' alt='a'>b", "b"),
        ("<img src='data:image/png;base64,AAAA'>b", "b"),
        ("<img src='//example.com/media/a.jpg'>b", "b"),
        ("<figure><img src='https://example.com/a.jpg'><figcaption>a</figcaption></figure>b", "b"),
        (
            "<figure class='x'><img src='/media/a.jpg' alt='a' width='5' style='x'><figcaption></figcaption></figure>",
            '<figure><img src="/media/a.jpg" alt="a"></figure>',
        ),
        ("<pre><code class='language-python'>a</code></pre>", '<pre><code class="language-python">a</code></pre>'),
        ("<pre><code class='language-x y'>a</code></pre>", "<pre><code>a</code></pre>"),
        ("<code class='evil'>a</code>", "<code>a</code>"),
        (
            "<table><tbody><tr><th colspan='1' rowspan='1'>a</th><td colspan='2'>b</td></tr></tbody></table>",
            '<table><tbody><tr><th>a</th><td colspan="2">b</td></tr></tbody></table>',
        ),
        ("a\x00b\x0bc", "abc"),
        ("\ud800", ""),
        ("", ""),
        ("just words & <more", "just words &amp;"),
        ("<p>unclosed <strong>bold", "<p>unclosed <strong>bold</strong></p>"),
        ("🤖 עברית Привет", "🤖 עברית Привет"),
    ],
)
def test_body_keeps_what_is_allowed_and_nothing_else(dirty, clean):
    assert markup.clean_article(dirty) == clean


def test_cleaning_twice_changes_nothing():
    body = (
        "<h2>A</h2><p>b <strong>c</strong> &lt; d</p><ul><li><p>e</p></li></ul><blockquote><p>f</p></blockquote>"
        '<pre><code class="language-css">g &gt; h</code></pre>'
        '<figure><img src="/media/i.jpg" alt="j"><figcaption>k</figcaption></figure>'
        "<table><tbody><tr><td>l</td></tr></tbody></table><hr>"
    )
    assert markup.clean_article(body) == body
    assert markup.clean_article(markup.clean_article(body)) == body


def test_headings_get_ids_that_differ():
    html = rendered("<h2>One thing</h2><h3>One thing</h3><h2>Ещё</h2><h2>!!!</h2>")
    assert [part.partition('"')[0] for part in html.split('id="')[1:]] == ["one-thing", "one-thing-2", "ещё", "section"]


def test_code_is_highlighted_and_stays_text():
    html = rendered('<pre><code class="language-python">print("&lt;b&gt;")</code></pre>')
    assert '<span class="nb">print</span>' in html
    assert "<b>" not in html


def test_code_of_unknown_language_stays_plain():
    assert "<span" not in rendered('<pre><code class="language-klingon">nuqneH</code></pre>')


def test_tables_scroll_in_their_own_box():
    html = rendered("<p>a</p><table><tbody><tr><td>b</td></tr></tbody></table>c")
    assert '<div class="table-scroll" tabindex="0"' in html
    assert html.endswith("</div>c")


def test_pictures_are_replaced_where_the_library_has_them():
    def picture(address, alt, in_gallery):
        return f"<picture><img src='{address}' alt='{alt}'></picture>" if address == "/media/a.jpg" else None

    html = markup.render_article('<img src="/media/a.jpg" alt="A"> and <img src="/media/b.jpg" alt="B">', picture)
    assert html == '<picture><img src="/media/a.jpg" alt="A"></picture> and <img src="/media/b.jpg" alt="B">'


def test_words_are_counted_across_blocks():
    assert (
        markup.text("<h2>One</h2><p>two<br>three</p><h3>Why?</h3><ul><li>four</li><li>five</li></ul>")
        == "One. two three Why? four five"
    )


def test_hostile_depth_is_survived():
    assert isinstance(markup.clean_article("<blockquote>" * 2000 + "deep"), str)
    assert isinstance(markup.clean_article("<ul><li>" * 1000 + "deep"), str)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("example.com/page?a=1#b", "https://example.com/page?a=1#b"),
        ("www.example.co.uk", "https://www.example.co.uk"),
        ("ed@example.com", "mailto:ed@example.com"),
        ("https://www.google.com/url?q=https://example.com/x%3Fa%3D1&amp;sa=D", "https://example.com/x?a=1"),
        ("/articles/robots/", "/articles/robots/"),
        ("#further-down", "#further-down"),
        ("https://example.com/", "https://example.com/"),
    ],
)
def test_address_of_a_link_is_completed(typed, kept):
    html = markup.clean_article(f'<p><a href="{typed}">here</a></p>')
    assert f'href="{kept}"' in html


@pytest.mark.parametrize("typed", ["javascript:alert(1)", "", "  ", "data:text/html,x"])
def test_link_to_nowhere_is_text(typed):
    assert markup.clean_article(f'<p><a href="{typed}">here</a></p>') == "<p>here</p>"


@pytest.mark.parametrize("hidden", ["javascript:x", "JAVASCRIPT:x", "data:text/html,x", " javascript:x", "//["])
def test_detour_hides_nothing(hidden):
    html = markup.clean_article(f'<p><a href="https://www.google.com/url?q={hidden}">here</a></p>')
    assert 'href="https://www.google.com/url?q=' in html


def test_nothing_is_lost_at_any_depth():
    html = markup.clean_article(f"<p>before</p>{'<blockquote>' * 300}deep{'</blockquote>' * 300}<p>after</p>")
    assert [word for word in ("before", "deep", "after") if word in html] == ["before", "deep", "after"]


def test_words_of_nested_lists_stay_apart():
    assert markup.text("<ul><li>alpha<ul><li>beta</li></ul></li></ul>") == "alpha beta"


def test_writing_about_entities_stays_as_it_is():
    body = "<p>Write &amp;lt;b&amp;gt; for &lt;b&gt;, and &amp;amp; for &amp;.</p>"
    assert markup.clean_article(body) == body


@pytest.mark.parametrize("address", ["//[x]/", "http://[", "https://www.google.com/url?q=http://[x]/"])
def test_address_that_nothing_can_read_breaks_no_feed(address):
    html = markup.clean_article(f'<p><a href="{address}">here</a></p>')
    assert "here" in markup.render_for_feeds(html, "https://magazine.example/")


def test_many_equal_headings_have_ids_of_their_own():
    html = rendered("<h2>Again</h2>" * 3000)
    assert html.count('id="again') == len(set(html.split('id="'))) - 1
    assert 'id="again-3000"' in html


def test_picture_has_no_stray_end_tag():
    def picture(address, alt, in_gallery):
        return f'<picture><source srcset="a.avif" type="image/avif"><img src="{address}" alt="{alt}"></picture>'

    html = markup.render_article('<figure><img src="/media/a.jpg" alt="A"></figure>', picture)
    assert html == (
        '<figure><picture><source srcset="a.avif" type="image/avif"><img src="/media/a.jpg" alt="A"></picture></figure>'
    )
